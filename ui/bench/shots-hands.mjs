// How the pictures come to where they are taken: gestures that work at every size, in the reader's language.

/** `made`: what the account holds; `say`: the words of the reader; `text`: the words of the shop. */
export function handsOf({ made, say, text, size }) {
  const phone = size === 'phone'
  // Below 1280 a panel lies over the test phone; below 1100 some buttons stand in the menu.
  const both = size === 'desk' || size === 'small'
  const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  /** A message with values in it, whatever they are. */
  const about = (english) => new RegExp(`^${escaped(say(english)).replace(/\\\{\w+\\\}/g, '.*')}$`)
  const named = (page, english) => page.getByRole('button', { name: say(english), exact: true }).first()
  const go = (path, ready) => async (page) => {
    await page.goto(path)
    await page
      .locator(ready ?? 'h1')
      .first()
      .waitFor()
  }
  const editorOf = (flow) => async (page) => {
    await page.goto(`/flows/${flow.id}/edit`)
    await page.locator('.react-flow__node').first().waitFor()
    await page.locator('[data-save="saved"]').waitFor()
  }
  const editor = editorOf(made.flow)
  const menu = async (page, english) => {
    await named(page, 'More').click()
    await page.getByRole('menuitem', { name: new RegExp(`^${escaped(say(english))}`) }).click()
  }
  /** A button of the editor's bar, or its row in the menu where the bar has no room. */
  const bar = async (page, english) => {
    const inMenu = phone || (english === 'Problems' && !both)
    if (inMenu) await menu(page, english)
    else
      await page
        .locator('header')
        .getByRole('button', { name: new RegExp(`^${escaped(say(english))}`) })
        .first()
        .click()
  }
  const panel = (page) => page.locator('[data-dock]').filter({ visible: true }).first()
  const open = async (page, english) => {
    await menu(page, english)
    await panel(page).waitFor()
  }
  const closeSheet = (page) =>
    page
      .locator('[data-dock]')
      .filter({ visible: true })
      .getByRole('button', { name: say('Close'), exact: true })
      .click()
  /** The list of steps, then a step's form: its card may be anywhere. */
  const step = async (page, name) => {
    const list = page.getByRole('complementary', { name: say('Flow as a list') })
    // On a phone a step covers the list that it was opened from.
    if (phone && (await page.locator('[data-dock]').filter({ visible: true }).count()) > 0) await closeSheet(page)
    if (!(await list.isVisible())) await named(page, phone ? 'Read as a list' : 'Flow as a list').click()
    const row = list.getByRole('button').filter({ hasText: name }).first()
    if (phone) await row.click()
    else await row.dblclick()
    await page.getByLabel(say('Name of the step')).waitFor()
  }
  const said = (page) => page.getByRole('log').locator('[data-direction="out"]')
  /** The test phone with an answer on it. */
  const test = async (page) => {
    await bar(page, 'Test')
    await said(page).nth(1).waitFor()
    await page.getByRole('log').getByRole('button', { name: text.occasions[2], exact: true }).last().click()
    await said(page).nth(2).waitFor()
  }
  const answer = async (page, words) => {
    const line = page.getByLabel(say('Write as the customer'))
    const before = await said(page).count()
    await line.fill(words)
    await line.press('Enter')
    await said(page).nth(before).waitFor()
  }
  const dialog = async (page) => {
    const one = page.getByRole('dialog').filter({ visible: true }).last()
    await one.waitFor()
    return one
  }
  return {
    phone,
    both,
    closeSheet,
    about,
    named,
    go,
    editor,
    editorOf,
    menu,
    bar,
    open,
    step,
    said,
    test,
    answer,
    dialog,
  }
}
