// Gestures and keys of the canvas; each story ends on what the customer receives or on the bytes of the draft.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })

const MARIA = '393331112222'
const PAOLA = '393331113333'
const keyword = (word) => ({
  kind: 'inbound_keyword',
  config: { keywords: [word], match: 'exact', again: { mode: 'always', hours: 24 } },
})
const textOf = ({ body }) => body.text?.body ?? body.interactive?.body?.text ?? body.type

let channel
async function connected(call) {
  const { account } = graph
  channel ??= await call('POST', '/channels', {
    name: 'Shop',
    phone_number_id: account.phoneId,
    waba_id: account.waba,
    app_id: account.appId,
    access_token: account.token,
    app_secret: account.secret,
  })
  return channel
}

/** A flow of messages in a row, opened. */
async function row(editor, call, texts, more = {}) {
  const flow = await call('POST', '/flows', { name: 'Row', trigger: keyword(`w${Math.random()}`), ...more })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const steps = texts.map((text, n) => ({
    id: `step${String(n).padStart(4, '0')}`,
    kind: 'message',
    name: text,
    key: `m${n}`,
    config: { text, media_kind: 'none' },
  }))
  const connections = steps.map((step, n) => ({ from: n ? steps[n - 1].id : 'start', exit: 'next', to: step.id }))
  const draft = { ...document, steps, connections }
  await call('PUT', `/flows/${flow.id}/draft`, { document: draft }, { 'If-Match': `"${revision}"` })
  await editor.open(flow.id)
  return flow
}

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
    await connected(call)
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

story('what is looked for in the flow is lit, and Enter goes from one to the next', async ({ editor, page, call }) => {
  await row(editor, call, ['Fiori rossi', 'Perché no', 'Fiori bianchi'])
  await editor.press('Control+f')
  const field = page.getByRole('textbox', { name: 'Find in this flow' })
  await field.fill('fiori')
  await page.getByText('2 steps', { exact: true }).waitFor()
  const marked = (mark) => page.locator(`.react-flow__node.${mark}`).evaluateAll((all) => all.map((n) => n.ariaLabel))
  assert.deepEqual((await marked('found')).sort(), ['Fiori bianchi', 'Fiori rossi'])
  await editor.press('Enter')
  await page.getByText('1 of 2', { exact: true }).waitFor()
  await editor.press('Enter')
  await page.locator('.react-flow__node.selected', { hasText: 'Fiori bianchi' }).waitFor()
  await field.fill('perche')
  await page.getByText('1 step', { exact: true }).waitFor()
  await editor.press('Escape')
  assert.deepEqual(await marked('found'), [])
})

story(
  'a step is dropped onto a connection, and the end of a connection is drawn elsewhere',
  async ({ editor, page, call, server }) => {
    await connected(call)
    const flow = await row(editor, call, ['One', 'Two', 'Three'], {
      name: 'Drop',
      trigger: keyword('drop'),
      channels: [channel.id],
    })
    const middle = async (edge) => {
      const box = await page.locator(`.react-flow__edge[data-id="${edge}"]`).boundingBox()
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    }
    const drag = async (from, to) => {
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(to.x, to.y, { steps: 15 })
      await page.mouse.up()
    }
    const card = await editor.card('Three').boundingBox()
    await drag({ x: card.x + 90, y: card.y + 20 }, await middle('step0000:next'))
    assert.deepEqual(await editor.lines(), ['One next > Three', 'Three next > Two', 'start next > One'])
    await editor.press('Control+z')
    assert.deepEqual(await editor.lines(), ['One next > Two', 'Two next > Three', 'start next > One'])
    await editor.press('Control+Shift+z')

    // The end at the step, pulled off and let go on another card.
    const end = await page
      .locator('.react-flow__edge[data-id="start:next"] .react-flow__edgeupdater-target')
      .boundingBox()
    const three = await editor.card('Three').boundingBox()
    await drag({ x: end.x + end.width / 2, y: end.y + end.height / 2 }, { x: three.x + 90, y: three.y + 20 })
    assert.deepEqual(await editor.lines(), ['One next > Three', 'Three next > Two', 'start next > Three'])
    const dialog = await editor.pressPublish('')
    await dialog.getByRole('button', { name: 'Done' }).click()
    const before = graph.sent.length
    await graph.says(server, PAOLA, 'drop')
    await graph.until(before + 2)
    assert.deepEqual(graph.sent.slice(before).map(textOf), ['Three', 'Two'])
    assert.equal((await call('GET', `/flows/${flow.id}`)).state, 'live')
  },
)

story('steps are grouped under a name, and the group goes with them', async ({ editor, page, call }) => {
  await row(editor, call, ['One', 'Two', 'Three'])
  const first = await editor.draft()
  await editor.select('Two')
  await editor.card('Three').click({ position: { x: 100, y: 20 }, modifiers: ['Shift'] })
  await editor.press('Control+g')
  const name = page.getByRole('button', { name: 'Group 1', exact: true })
  await name.dblclick()
  await page.getByLabel('Name of the group').fill('Farewell')
  await editor.press('Enter')
  const title = page.getByRole('button', { name: 'Farewell', exact: true })
  await title.waitFor()
  const grouped = await editor.draft()
  assert.deepEqual(
    grouped.document.layout.groups.map(({ name, steps }) => [name, steps]),
    [['Farewell', ['step0001', 'step0002']]],
  )
  // Pulled by its name, its steps come along and the others stay.
  const from = await title.boundingBox()
  const one = await editor.card('One').boundingBox()
  await page.mouse.move(from.x + 20, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(from.x + 320, from.y + 8, { steps: 12 })
  await page.mouse.up()
  const moved = await editor.draft()
  const { positions } = moved.document.layout
  assert.equal(moved.document.layout.mode, 'free')
  assert.equal(positions.step0001.x, positions.step0002.x)
  assert.ok(positions.step0001.x - positions.step0000.x > 200)
  assert.deepEqual(await editor.card('One').boundingBox(), one)
  for (let n = 0; n < 3; n++) await editor.press('Control+z')
  const layout = { mode: 'auto', positions: {} }
  assert.deepEqual((await editor.draft()).document, { ...first.document, layout })
})

story('steps are cut in one flow and pasted into another', async ({ editor, page, call }) => {
  const target = await call('POST', '/flows', { name: 'Target', trigger: keyword('target') })
  await row(editor, call, ['One', 'Two'])
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await editor.select('Two')
  await editor.press('Escape')
  await editor.press('Control+x')
  assert.deepEqual(await editor.steps(), ['One'])
  await editor.open(target.id)
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 300 } })
  await editor.press('Control+v')
  assert.deepEqual(await editor.steps(), ['Two'])
  assert.equal(await editor.text('Two'), 'Two')
})

story(
  'near and far: the whole flow, the chosen step, one to one, and the map goes there',
  async ({ editor, page, call }) => {
    await row(
      editor,
      call,
      Array.from({ length: 30 }, (_, n) => `Step ${n}`),
    )
    const before = (await editor.draft()).document
    /** How large the canvas draws, when it has come to rest. */
    const view = () =>
      page.locator('.react-flow__viewport').evaluate(async (layer) => {
        const next = () => new Promise((done) => requestAnimationFrame(done))
        let last
        for (let same = 0; same < 8; same += 1) {
          await next()
          if (layer.style.transform !== last) same = 0
          last = layer.style.transform
        }
        const { a, e, f } = new DOMMatrix(last)
        return { zoom: a, x: e, y: f }
      })
    const onScreen = (name) =>
      editor.card(name).evaluate((card) => {
        const { top, bottom } = card.getBoundingClientRect()
        return top >= 0 && bottom <= innerHeight
      })
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } })
    await editor.press('Shift+1')
    const all = await view()
    assert.ok(all.zoom < 0.5, `the whole flow at ${all.zoom}`)
    assert.ok((await onScreen('Step 0')) && (await onScreen('Step 29')))
    // From afar a card says its name and nothing more.
    assert.equal(await editor.card('Step 3').locator('[data-said]').count(), 0)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    assert.ok((await view()).zoom > all.zoom)
    await page.getByRole('button', { name: 'Show the whole flow' }).click()
    assert.equal((await view()).zoom, all.zoom)
    await editor.card('Step 20').click()
    await editor.press('Escape')
    await editor.press('Shift+2')
    assert.equal((await view()).zoom, 1)
    assert.ok(await onScreen('Step 20'))
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } })
    await editor.press('Shift+1')
    await view()
    await editor.press('Shift+0')
    const real = await view()
    assert.equal(real.zoom, 1)
    // What is seen is moved on the map, and made smaller there.
    const map = page.locator('.react-flow__minimap')
    const box = await map.boundingBox()
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    await page.mouse.move(middle.x, middle.y)
    await page.mouse.down()
    await page.mouse.move(middle.x, middle.y + 20, { steps: 6 })
    await page.mouse.up()
    const there = await view()
    assert.ok(there.y < real.y - 100, `from ${real.y} to ${there.y}`)
    assert.equal(there.zoom, 1)
    await page.mouse.wheel(0, 300)
    assert.ok((await view()).zoom < 1)
    // Looking changes nothing.
    assert.deepEqual((await editor.draft()).document, before)
  },
)

story('a step that names another step or flow shows it, and leads there', async ({ editor, page, call, server }) => {
  await connected(call)
  const other = await call('POST', '/flows', { name: 'Opening hours', example: 'faq', language: 'en' })
  const flow = await row(editor, call, ['One', 'Two'], {
    name: 'Leads',
    trigger: keyword('leads'),
    channels: [channel.id],
  })
  const { document, revision } = await editor.draft()
  const jump = { id: 'jumpjump1', kind: 'goto', name: 'Back', key: 'back', config: { step: 'step0001' } }
  const start = {
    id: 'callcall1',
    kind: 'call_flow',
    name: 'Ask',
    key: 'ask',
    config: { flow: other.id, mode: 'return' },
  }
  const connections = [
    { from: 'start', exit: 'next', to: 'jumpjump1' },
    { from: 'step0000', exit: 'next', to: 'callcall1' },
  ]
  const steps = [...document.steps, jump, start]
  await call(
    'PUT',
    `/flows/${flow.id}/draft`,
    { document: { ...document, steps, connections } },
    { 'If-Match': `"${revision}"` },
  )
  await editor.open(flow.id)
  await editor.card('Back').getByText('Continues at Two').waitFor()
  await editor.card('Ask').getByText('Continues in Opening hours').waitFor()
  await editor.select('Back')
  await editor.press('Escape')
  await editor.press('g')
  await page.locator('.react-flow__node.selected', { hasText: 'Two' }).waitFor()
  await editor.card('Ask').getByRole('button', { name: 'More for this step' }).click()
  await page.getByRole('menuitem', { name: 'Go where it leads' }).click()
  await page.waitForURL(new RegExp(`${other.id}/edit`))
  await page.goBack()
  await page.waitForURL(new RegExp(`${flow.id}/edit`))
  const ready = await editor.draft()
  const kept = ready.document.steps.filter(({ name }) => name !== 'One' && name !== 'Ask')
  await call(
    'PUT',
    `/flows/${flow.id}/draft`,
    { document: { ...ready.document, steps: kept, connections: connections.slice(0, 1) } },
    { 'If-Match': `"${ready.revision}"` },
  )
  const { revision: last } = await call('GET', `/flows/${flow.id}/draft`)
  await call('POST', `/flows/${flow.id}/publish`, { revision: last })
  const sent = graph.sent.length
  await graph.says(server, '393331114444', 'leads')
  await graph.until(sent + 1)
  assert.deepEqual(graph.sent.slice(sent).map(textOf), ['Two'])
})

story('steps are copied by keys, and the customer reads them twice', async ({ editor, page, call, server }) => {
  await connected(call)
  const flow = await row(editor, call, ['One', 'Two'], {
    name: 'Twice',
    trigger: keyword('twice'),
    channels: [channel.id],
  })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await editor.select('One')
  await editor.card('Two').click({ position: { x: 100, y: 20 }, modifiers: ['Shift'] })
  await editor.press('Control+c')
  await editor.press('Control+v')
  await editor.expectSteps(['One', 'Two', 'One 2', 'Two 2'])
  assert.deepEqual(await editor.lines(), ['One 2 next > Two 2', 'One next > Two', 'start next > One'])
  await editor.select('Two')
  await editor.press('Escape')
  await editor.press('c')
  const dialog = page.getByRole('dialog', { name: 'Where “Two” leads' })
  await dialog.getByRole('combobox').fill('One 2')
  await page.getByRole('option', { name: 'One 2', exact: true }).click()
  await editor.press('Escape')
  assert.deepEqual(await editor.lines(), [
    'One 2 next > Two 2',
    'One next > Two',
    'Two next > One 2',
    'start next > One',
  ])
  const { revision } = await editor.draft()
  await call('POST', `/flows/${flow.id}/publish`, { revision })
  const sent = graph.sent.length
  await graph.says(server, '393331115555', 'twice')
  await graph.until(sent + 4)
  assert.deepEqual(graph.sent.slice(sent).map(textOf), ['One', 'Two', 'One', 'Two'])
})

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
