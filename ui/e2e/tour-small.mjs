// The part of the tour for newcomers and for phones: each bubble that shows somebody around, and each sheet that
// covers the screen of a phone.

const PHONE = { width: 390, height: 844 }
const BUBBLES = 5

/** Steps through the bubbles; stops at those from `first` on. */
async function around({ page }, say, stop, prefix, first = 1) {
  await page.getByRole('button', { name: say('More'), exact: true }).click()
  await page.getByRole('menuitem', { name: say('Show me around') }).click()
  const bubble = page.getByRole('dialog')
  for (let n = 1; n <= BUBBLES; n++) {
    const count = say('{number} of {total}').replace('{number}', n).replace('{total}', BUBBLES)
    await bubble.getByText(count, { exact: true }).waitFor()
    if (n >= first) await stop(`${prefix}-${n}`)
    await bubble.getByRole('button', { name: say(n < BUBBLES ? 'Next' : 'Done') }).click()
  }
  await bubble.waitFor({ state: 'detached' })
}

/** `draft` was never published, `live` answers. */
export async function smallTour(person, say, stop, { draft, live }) {
  const { page } = person
  const open = async (flow) => {
    await page.goto(`/flows/${flow.id}/edit`)
    await page.locator('.react-flow__node').nth(1).waitFor()
  }
  const menu = async (english) => {
    await page.getByRole('button', { name: say('More'), exact: true }).click()
    await page.getByRole('menuitem', { name: say(english), exact: true }).click()
  }
  const sheet = () => page.getByRole('complementary').filter({ visible: true }).last()
  const shut = () =>
    sheet()
      .getByRole('button', { name: say('Close'), exact: true })
      .click()
  await open(draft)
  await around(person, say, stop, 'guide')

  const before = page.viewportSize()
  await page.setViewportSize(PHONE)
  await open(draft)
  await stop('phone-editor')
  // The first two bubbles say the same as on a wide screen.
  await around(person, say, stop, 'phone-guide', 3)
  await page.getByRole('button', { name: say('Read as a list') }).click()
  await sheet().getByRole('list').first().waitFor()
  await stop('phone-list')
  await sheet().getByRole('list').getByRole('button').nth(1).click()
  await page.getByLabel(say('Name of the step')).waitFor()
  await stop('phone-step')
  await shut()
  await shut()
  await menu('Test')
  await page.getByRole('log').locator('[data-direction="out"]').first().waitFor()
  await stop('phone-test')
  await shut()
  await menu('Publish')
  await page.getByRole('dialog').getByRole('textbox').first().waitFor()
  await stop('phone-publish')
  await page.keyboard.press('Escape')
  await open(live)
  await menu('Pause')
  await page.getByRole('dialog').waitFor()
  await stop('phone-pause')
  await page.keyboard.press('Escape')
  await page.setViewportSize(before)
}
