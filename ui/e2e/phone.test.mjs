// The phone beside the editor, and the demo phone: what a customer would hold in their hand.
import { strict as assert } from 'node:assert'
import { faults } from './axe.mjs'
import { stories } from './harness.mjs'

const { story } = stories()
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const see = async (page, name) => {
  const folder = process.env.FLUSSO_SHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}
const log = (page) => page.getByRole('log', { name: 'Test conversation' })

/** A flow with a picture, buttons, a list and a location, on the demo number; saved, not published. */
async function order(call, media_id) {
  const trigger = {
    kind: 'inbound_keyword',
    config: { keywords: ['order'], match: 'exact', again: { mode: 'always', hours: 24 } },
  }
  const flow = await call('POST', '/flows', { name: 'Order', trigger })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const { items } = await call('GET', '/channels')
  const options = (...titles) => titles.map((title) => ({ id: title.toLowerCase(), title }))
  const step = (n, kind, name, config) => ({ id: `step000${n}`, kind, name, key: name.toLowerCase(), config })
  const steps = [
    step(0, 'message', 'Tea', {
      text: 'Our *tea* of the day',
      media_kind: 'image',
      media: { source: 'upload', media_id },
    }),
    step(1, 'menu', 'Which', { text: 'Which one?', options: options('Green', 'Black') }),
    step(2, 'menu', 'Size', {
      text: 'How much?',
      list_button: 'Sizes',
      options: options('Small', 'Large', 'Sack', 'Crate'),
    }),
    step(3, 'question', 'Where', { text: 'Where shall we bring it?', answer: 'location' }),
    step(4, 'message', 'Thanks', { text: 'On our way to {{ step.where.name }}', media_kind: 'none' }),
  ]
  const ways = ['start next 0', 'step0000 next 1', 'step0001 green 2', 'step0002 small 3', 'step0003 next 4']
  const connections = ways.map((way) => {
    const [from, exit, to] = way.split(' ')
    return { from, exit, to: `step000${to}` }
  })
  const settings = { ...document.settings, channels: [items.find((one) => one.kind === 'demo').id] }
  await call(
    'PUT',
    `/flows/${flow.id}/draft`,
    { document: { ...document, settings, steps, connections } },
    { 'If-Match': `"${revision}"` },
  )
  return flow
}

story(
  'the phone as a customer holds it: typing, ticks, a picture, buttons, a list and a location, in light and dark',
  async ({ page, call, context, editor }) => {
    const stored = await context.request.post('/api/v1/media', {
      multipart: { file: { name: 'tea.png', mimeType: 'image/png', buffer: DOT } },
    })
    const { id: media_id } = await stored.json()
    const flow = await order(call, media_id)
    // The answer is on its way for as long as the story wants.
    let go
    const hold = () => {
      const held = new Promise((resolve) => {
        go = resolve
      })
      return page.route('**/simulate', (route) => held.then(() => route.continue()), { times: 1 })
    }
    await hold()
    await editor.open(flow.id)
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await log(page).getByText('typing…').waitFor()
    go()
    await log(page).getByRole('img', { name: 'Picture' }).waitFor()
    await log(page).getByText('typing…').waitFor({ state: 'detached' })

    await hold()
    await editor.tap('Green')
    const own = log(page).locator('[data-direction="in"]')
    await own.getByRole('img', { name: 'Sent', exact: true }).waitFor()
    await log(page).getByText('typing…').waitFor()
    const dots = page.locator('[data-typing] i')
    // Animations alone: a change of theme is a transition of a hundredth of a millisecond, seen or missed by chance.
    const moving = () =>
      dots.evaluateAll(
        (all) => all.flatMap((one) => one.getAnimations()).filter((one) => one instanceof CSSAnimation).length,
      )
    assert.equal(await moving(), 3)
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      assert.equal(await moving(), 0)
      assert.deepEqual([colorScheme, ...(await faults(page))], [colorScheme])
      await see(page, `phone-typing-${colorScheme}`)
    }
    go()
    await own.getByRole('img', { name: 'Delivered', exact: true }).waitFor()
    assert.deepEqual(await log(page).getByText('typing…').count(), 0)

    await editor.tap('Sizes')
    await log(page).getByRole('button', { name: 'Small' }).click()
    await editor.tap('Send location')
    await editor.hears('On our way to Piazza del Duomo')
    // The customer's own bubbles have ticks; those of the business have the time alone.
    assert.equal(await own.getByRole('img', { name: 'Delivered', exact: true }).count(), 3)
    assert.equal(await log(page).locator('[data-direction="out"]').getByRole('img', { name: 'Delivered' }).count(), 0)
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      assert.deepEqual([colorScheme, ...(await faults(page))], [colorScheme])
      await see(page, `phone-${colorScheme}`)
    }

    // The demo phone speaks with the published flow, and reads alike.
    const before = await log(page).locator('[data-direction="out"] [data-said]').allTextContents()
    const { revision } = await call('GET', `/flows/${flow.id}/draft`)
    await call('POST', `/flows/${flow.id}/publish`, { revision })
    await page.goto('/flows')
    await page.getByRole('button', { name: 'Demo phone' }).click()
    const phone = page.getByRole('log', { name: 'Demo conversation' })
    await page.getByLabel('Write as the customer').fill('order')
    await page.keyboard.press('Enter')
    await phone.getByRole('button', { name: 'Green' }).click()
    await phone.getByRole('button', { name: 'Sizes' }).click()
    await phone.getByRole('button', { name: 'Small' }).click()
    await phone.getByRole('button', { name: 'Send location' }).click()
    await phone.getByText('On our way to Piazza del Duomo').waitFor()
    await see(page, 'phone-demo')
    assert.equal(await phone.getByRole('img', { name: 'Delivered', exact: true }).count(), 4)
    const { messages } = await call('GET', '/demo')
    assert.deepEqual(
      messages.filter((one) => one.direction === 'out').map((one) => one.content.text),
      ['Our *tea* of the day', ...before],
    )
  },
)
