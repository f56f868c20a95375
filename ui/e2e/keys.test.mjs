// The keyboard alone: building, the library, the list of keys, and back again by undo.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { keyword, numberOf, row, textOf } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })
const connected = numberOf(graph)

const MARIA = '393331112222'

/** Tab by Tab until something with this name has the focus. */
async function tabTo(page, name, keys = 'Tab') {
  for (let n = 0; n < 60; n++) {
    const said = await page.evaluate(() => {
      const here = document.activeElement
      return here?.getAttribute('aria-label') ?? here?.labels?.[0]?.textContent ?? here?.textContent ?? ''
    })
    if (name.test(said)) return
    await page.keyboard.press(keys)
  }
  throw new Error(`the keyboard does not come to ${name}`)
}

story(
  'a flow of twelve steps is built, led and published with the keyboard alone',
  async ({ editor, page, call, server }) => {
    const channel = await connected(call)
    await editor.create({ name: 'Keys', trigger: keyword('keys'), channels: [channel.id] })
    const add = async (kind, text) => {
      await editor.press('a')
      await page.getByRole('dialog', { name: 'Step library' }).waitFor()
      await editor.pick(kind)
      if (text !== undefined) await editor.write(text)
      await editor.press('Escape')
      await page.getByRole('complementary', { name: 'Step editor' }).waitFor({ state: 'detached' })
    }
    await add('message', 'Hello')
    await add('menu', 'What would you like?')
    for (const text of ['Red', 'is', 'a', 'good', 'choice']) await add('message', text)
    // Back up along the way to the menu, and from its second path on.
    for (let n = 0; n < 5; n++) await editor.press('ArrowUp')
    await add('message', 'White')
    for (const text of ['it', 'will', 'be']) await add('message', text)
    await add('question', 'For which day?')
    assert.equal((await editor.draft()).document.steps.length, 12)
    await editor.press('F2')
    await editor.write('Day')
    await editor.press('Enter')
    await editor.press('Escape')
    // The question leads back to the first message.
    await editor.press('c')
    await page.getByRole('dialog', { name: 'Where “Day” leads' }).waitFor()
    await editor.type('Message')
    await editor.press('ArrowDown')
    await editor.press('Enter')
    await editor.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.ok((await editor.lines()).includes('Day next > Message'))
    await editor.press('Delete')
    assert.equal((await editor.draft()).document.steps.length, 11)
    await editor.press('Control+z')
    assert.equal((await editor.draft()).document.steps.length, 12)

    await editor.press('Control+k')
    await editor.type('publish')
    await editor.press('Enter')
    await page.getByRole('button', { name: /^Publish version/ }).waitFor()
    await tabTo(page, /^Publish version/)
    await editor.press('Enter')
    await editor.state('Live: version 1')

    const before = graph.sent.length
    await graph.says(server, MARIA, 'keys')
    await graph.until(before + 2)
    const { document } = await editor.draft()
    const { options } = document.steps.find((step) => step.kind === 'menu').config
    await graph.says(server, MARIA, options[1].title)
    await graph.until(before + 7)
    await graph.says(server, MARIA, 'Monday')
    await graph.until(before + 9)
    assert.deepEqual(graph.sent.slice(before).map(textOf), [
      'Hello',
      'What would you like?',
      'White',
      'it',
      'will',
      'be',
      'For which day?',
      'Hello',
      'What would you like?',
    ])
  },
  { minutes: 3 },
)

story('the library begins with what was used last, also after a reload', async ({ editor, page, call }) => {
  await row(editor, call, ['One'])
  for (const kind of ['delay', 'tag', 'question']) {
    await editor.press('a')
    await page.getByRole('dialog', { name: 'Step library' }).waitFor()
    await editor.pick(kind)
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } })
  }
  await editor.saved()
  await page.reload()
  await page.locator('.react-flow__node').first().waitFor()
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } })
  await editor.press('a')
  const library = page.getByRole('dialog', { name: 'Step library' })
  await library.getByText('Recently used').waitFor()
  const first = await library.getByRole('option').evaluateAll((all) => all.slice(0, 3).map((one) => one.textContent))
  assert.deepEqual(
    first.map((text) => /^(Question|Tag|Delay)/.exec(text)?.[0]),
    ['Question', 'Tag', 'Delay'],
  )
  // Enter takes the first of them.
  await editor.press('Enter')
  await library.waitFor({ state: 'detached' })
  const { document } = await editor.draft()
  assert.deepEqual(
    document.steps.slice(1).map((step) => step.kind),
    ['delay', 'tag', 'question', 'question'],
  )
})

story('every key that does something is listed', async ({ editor, page, call }) => {
  await row(editor, call, ['One'])
  await editor.press('?')
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await dialog.getByText('Connect to…').waitFor()
  await editor.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await editor.select('One')
  await editor.press('Escape')
  await editor.press('Delete')
  assert.deepEqual(await editor.steps(), [])
})

// The same numbers each time: a story that fails fails again.
function dice(seed) {
  let state = seed
  return (n) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * n)
  }
}

story(
  'fifty random edits are undone to the same bytes, also across a reload',
  async ({ editor, page, call }) => {
    const flow = await row(editor, call, ['One', 'Two', 'Three', 'Four'])
    await editor.press('Shift+T')
    const throwDice = dice(11)
    const edits = [
      async () => {
        await editor.press('a')
        await page.getByRole('dialog', { name: 'Step library' }).waitFor()
        await editor.pick(['message', 'question', 'menu', 'delay', 'note'][throwDice(5)])
        await editor.press('Escape')
      },
      () => editor.press('Control+d'),
      () => editor.press('Delete'),
      () => editor.press('Alt+ArrowRight'),
      () => editor.press('Alt+ArrowDown'),
      () => editor.press('Control+g'),
      () => editor.press('Control+Shift+g'),
      () => editor.press('Shift+T'),
      async () => {
        await editor.press('F2')
        await editor.write(`Name ${throwDice(1000)}`)
        await editor.press('Enter')
        await editor.press('Escape')
      },
    ]
    const start = await editor.draft()
    const edit = async () => {
      const cards = page.locator('.react-flow__node-step')
      const count = await cards.count()
      if (count > 0) await cards.nth(throwDice(count)).focus()
      if (count > 0) await page.locator('.react-flow__node-step:focus').press('Enter')
      await editor.press('Escape')
      const choice = count === 0 ? 0 : throwDice(edits.length)
      await edits[choice]()
    }
    // Some presses change nothing, some are one step back together: what counts is how many steps back there are.
    const stepsBack = async () => {
      await editor.saved()
      return page.evaluate(
        (id) => JSON.parse(sessionStorage.getItem(`flusso.open.${id}`) ?? '{}').history?.past.length ?? 0,
        flow.id,
      )
    }
    while ((await stepsBack()) < 25) await edit()
    await page.reload()
    await page.locator('.react-flow__node').first().waitFor()
    while ((await stepsBack()) < 50) await edit()
    const edited = await editor.draft()
    assert.notDeepEqual(edited.document, start.document)
    const undo = page.getByRole('button', { name: 'Undo', exact: true })
    let steps = 0
    while (await undo.isEnabled()) {
      await editor.press('Control+z')
      steps += 1
      assert.ok(steps < 200, 'there is an end to undo')
    }
    assert.ok(steps >= 50, `only ${steps} steps back`)
    const { document } = await editor.draft()
    assert.equal(
      JSON.stringify(document),
      JSON.stringify({ ...start.document, layout: { mode: 'auto', positions: {} } }),
    )
    assert.equal((await call('GET', `/flows/${flow.id}`)).name, 'Row')
  },
  { minutes: 3 },
)
