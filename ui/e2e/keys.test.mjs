// The keyboard alone: building, the library, the list of keys, and back again by undo.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { keyword, make, numberOf, publish, row, say, textOf } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })
const connected = numberOf(graph)

const MARIA = '393331112222'
// Whoever is in the middle of one flow starts no other.
const PAOLO = '393337654321'

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
    // A step in the middle is moved by keys, then deleted: the line heals, and undo brings both back.
    await editor.press('ArrowUp')
    const before = (await editor.draft()).document
    await editor.press('Alt+ArrowRight')
    const { layout } = (await editor.draft()).document
    assert.equal(layout.mode, 'free')
    await editor.press('Control+z')
    await editor.press('Delete')
    assert.ok((await editor.lines()).includes('Message 9 next > Day'))
    await editor.press('Control+z')
    assert.deepEqual((await editor.draft()).document, before)
    await editor.press('Control+f')
    await editor.type('which day')
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

    const sent = graph.sent.length
    await graph.says(server, MARIA, 'keys')
    await graph.until(sent + 2)
    const { document } = await editor.draft()
    const { options } = document.steps.find((step) => step.kind === 'menu').config
    await graph.says(server, MARIA, options[1].title)
    await graph.until(sent + 7)
    await graph.says(server, MARIA, 'Monday')
    await graph.until(sent + 9)
    assert.deepEqual(graph.sent.slice(sent).map(textOf), [
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
  // Every kind stands in its group, with a picture and one sentence.
  const { groups, items } = await call('GET', '/step-kinds?lang=en')
  for (const { label } of groups) await library.getByText(label, { exact: true }).first().waitFor()
  const shown = await library
    .getByRole('option')
    .evaluateAll((all) =>
      all.map((one) => [
        one.querySelector('strong').textContent,
        one.querySelector('strong + span').textContent,
        one.querySelectorAll('svg').length,
      ]),
    )
  const sorted = (all) => all.map((one) => one.join(': ')).sort()
  assert.deepEqual(sorted(shown), sorted(items.map(({ name, help }) => [name, help, 1])))
  const first = await library.getByRole('option').evaluateAll((all) => all.slice(0, 3).map((one) => one.textContent))
  assert.deepEqual(
    first.map((text) => /^(Question|Tag|Delay)/.exec(text)?.[0]),
    ['Question', 'Tag', 'Delay'],
  )
  // Enter takes the first of them; a word that no kind is called by finds the one that does it.
  await editor.press('Enter')
  await library.waitFor({ state: 'detached' })
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } })
  await editor.press('a')
  await editor.pick('pause')
  const { document } = await editor.draft()
  assert.deepEqual(
    document.steps.slice(1).map((step) => step.kind),
    ['delay', 'tag', 'question', 'question', 'delay'],
  )
})

story(
  'the flow as a list is walked with the keys, a step of it is changed in a wider panel, and the customer reads it',
  async ({ editor, page, call, server }) => {
    const channel = await connected(call)
    const options = ['Small', 'Large'].map((title) => ({ id: title.toLowerCase(), title }))
    const flow = await make(
      call,
      'Shirts',
      [['menu', 'Size', { text: 'Which size?', options }], say('Little', 'It is small'), say('Big', 'It is large')],
      [
        [0, 'small', 1],
        [0, 'large', 2],
      ],
      channel.id,
    )
    await editor.open(flow.id)
    await editor.press('Control+k')
    await editor.type('flow as a list')
    await editor.press('Enter')
    const list = page.getByRole('complementary', { name: 'Flow as a list' })
    // What branches off is a list in the list: how deep it stands is heard; the way that leads there comes first.
    const levels = await list.getByRole('listitem').evaluateAll((all) =>
      all.map((one) => {
        let depth = 0
        for (let above = one.parentElement.closest('li'); above; above = above.parentElement.closest('li')) depth++
        return [depth, one.querySelector('button').textContent]
      }),
    )
    assert.deepEqual(levels, [
      [0, 'Trigger'],
      [0, 'Size'],
      [1, 'SmallLittle'],
      [1, 'LargeBig'],
    ])
    for (let n = 0; n < 60 && (await list.locator('li :focus').count()) === 0; n++) await editor.press('Tab')
    for (let n = 0; n < 3; n++) await editor.press('ArrowDown')
    await editor.press('Enter')
    await page.locator('.react-flow__node.selected[aria-label="Big"]').waitFor()
    await editor.write('It is very large')

    // The editor of steps stands at the top right; its edge is drawn by keys or with the pointer, and stays there.
    const panel = page.getByRole('complementary', { name: 'Step editor' })
    const width = async () => (await panel.boundingBox()).width
    const { x, y } = await panel.boundingBox()
    const start = await width()
    assert.equal(x + start, page.viewportSize().width)
    assert.ok(y < 120, `it begins at ${y}`)
    const edge = panel.getByRole('button', { name: 'Width of the panel' })
    await edge.focus()
    await editor.press('ArrowLeft')
    assert.equal(await width(), start + 24)
    const grip = await edge.boundingBox()
    await page.mouse.move(grip.x + grip.width / 2, grip.y + 200)
    await page.mouse.down()
    await page.mouse.move(grip.x + grip.width / 2 - 60, grip.y + 200, { steps: 5 })
    await page.mouse.up()
    assert.equal(await width(), start + 84)
    await editor.saved()
    await page.reload()
    await editor.select('Big')
    await panel.waitFor()
    assert.equal(await width(), start + 84)
    await publish(call, flow)
    const sent = graph.sent.length
    await graph.says(server, PAOLO, 'shirts')
    await graph.until(sent + 1)
    await graph.says(server, PAOLO, 'Large')
    await graph.until(sent + 2)
    assert.deepEqual(graph.sent.slice(sent).map(textOf), ['Which size?', 'It is very large'])
  },
)

/** Whether what has the focus looks otherwise than without it. Runs in the browser. */
async function isMarked() {
  // A style has come to its end two pictures later.
  const settled = async () => {
    for (let n = 0; n < 2; n++) await new Promise((done) => requestAnimationFrame(done))
  }
  const here = document.activeElement
  const around = [here.parentElement, here, ...here.querySelectorAll('*')]
  const look = () =>
    around
      .map((one) => {
        const { outline, boxShadow, borderColor, backgroundColor, strokeWidth, opacity } = getComputedStyle(one)
        return [outline, boxShadow, borderColor, backgroundColor, strokeWidth, opacity].join()
      })
      .join()
  await settled()
  const marked = look()
  here.blur()
  await settled()
  const plain = look()
  here.focus({ focusVisible: true })
  return { name: here.getAttribute('aria-label') ?? here.textContent, marked: marked !== plain }
}

story(
  'whoever goes by keys sees where they are, and nothing moves for whoever wants stillness',
  async ({ editor, page, call }) => {
    await row(editor, call, ['One', 'Two'])
    const places = []
    for (let n = 0; n < 30; n++) {
      await editor.press('Tab')
      places.push(await page.evaluate(isMarked))
    }
    assert.deepEqual(
      places.filter(({ marked }) => !marked).map(({ name }) => name),
      [],
    )
    assert.ok(new Set(places.map(({ name }) => name)).size > 15, 'the keys come to many places')

    /** The board is where it goes at once, and nothing that is drawn takes its time. */
    const still = async (keys) => {
      await page.evaluate(() => {
        const board = document.querySelector('.react-flow__viewport')
        globalThis.places_ = []
        new MutationObserver(() => globalThis.places_.push(board.style.transform)).observe(board, {
          attributeFilter: ['style'],
        })
      })
      await editor.press(keys)
      const { moved, slow } = await page.evaluate(async () => {
        for (let n = 0; n < 12; n++) await new Promise((done) => requestAnimationFrame(done))
        const slow = document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1)
        return { moved: new Set(globalThis.places_).size, slow: slow.length }
      })
      assert.equal(slow, 0, `${keys}: something moves`)
      return moved
    }
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } })
    for (let n = 0; n < 3; n++) await editor.press('+')
    assert.equal(await still('Shift+1'), 1, 'the whole flow is there at once')
    await still('a')
    await editor.pick('message')
    await editor.write('Still')
    assert.deepEqual(
      (await editor.draft()).document.steps.map((step) => step.config.text),
      ['One', 'Two', 'Still'],
    )
  },
  { reducedMotion: 'reduce' },
)

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
  },
  { minutes: 3 },
)
