// Gestures of the canvas; each story ends on what the customer receives or on the bytes of the draft.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { change, keyword, numberOf, publish, rewrite, row, textOf } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })
const connected = numberOf(graph)

const PAOLA = '393331113333'

story('what is looked for in the flow is lit, and Enter goes from one to the next', async ({ editor, page, call }) => {
  const flow = await row(editor, call, ['Fiori rossi', 'Perché no', 'Fiori bianchi'])
  await change(call, flow, 'Perché no', { text: 'Siamo aperti, {{ contact.first_name ?? "amico" }}' })
  await editor.card('Perché no').getByText('Siamo aperti').waitFor()
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
  // What a step says is found too, and the variables that it speaks of.
  for (const words of ['siamo aperti', 'first_name']) {
    await field.fill(words)
    await page.getByText('1 step', { exact: true }).waitFor()
    assert.deepEqual(await marked('found'), ['Perché no'])
  }
  await editor.press('Enter')
  await page.getByText('1 of 1', { exact: true }).waitFor()
  await editor.press('Escape')
  assert.deepEqual(await marked('found'), [])
  // The one that was found is chosen: what is done now is done to it.
  await editor.press('Delete')
  assert.deepEqual(await editor.lines(), ['Fiori rossi next > Fiori bianchi', 'start next > Fiori rossi'])
})

story(
  'a step is dropped onto a connection, and the end of a connection is drawn elsewhere',
  async ({ editor, page, call, server }) => {
    const channel = await connected(call)
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
    assert.equal((await call('GET', `/flows/${flow.id}`)).state, 'live')
    assert.deepEqual(graph.sent.slice(before).map(textOf), ['Three', 'Two'])
  },
)

story('steps are grouped under a name, and the group goes with them', async ({ editor, page, call }) => {
  await row(editor, call, ['One', 'Two', 'Three'])
  const first = await editor.draft()
  await editor.select('Two')
  await editor.card('Three').click({ position: { x: 100, y: 20 }, modifiers: ['Shift'] })
  // Two that are chosen are pulled together; the switch makes them arrange themselves again, undo takes that back.
  const drawn = await editor.card('Two').boundingBox()
  await page.mouse.move(drawn.x + 100, drawn.y + 20)
  await page.mouse.down()
  await page.mouse.move(drawn.x - 100, drawn.y + 20, { steps: 12 })
  await page.mouse.up()
  const pulled = (await editor.draft()).document.layout
  assert.equal(pulled.positions.step0001.x, pulled.positions.step0002.x)
  assert.ok(pulled.positions.step0000.x - pulled.positions.step0001.x > 150)
  await page.getByText('Automatic', { exact: true }).click()
  assert.equal((await editor.draft()).document.layout.mode, 'auto')
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } })
  await editor.press('Control+z')
  assert.deepEqual((await editor.draft()).document.layout, pulled)
  await editor.press('Control+z')
  assert.equal((await editor.draft()).document.layout.mode, 'auto')
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } })
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
    // Its lines are still there, and one that is pressed can be taken away.
    const far = page.locator('.react-flow__viewport-portal [data-id]')
    assert.equal(await far.count(), before.connections.length)
    const line = await page.locator('[data-id="step0003:next"] path').last().boundingBox()
    await page.mouse.click(line.x + line.width / 2, line.y + line.height / 2)
    await editor.press('Delete')
    const leads = ({ document }) => document.connections.some((one) => one.from === 'step0003')
    assert.ok(!leads(await editor.draft()))
    assert.equal(await far.count(), before.connections.length - 1)
    await editor.press('Control+z')
    const undone = (await editor.draft()).document
    assert.deepEqual(undone.connections, before.connections)
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
    assert.deepEqual((await editor.draft()).document, undone)
  },
)

story('a step that names another step or flow shows it, and leads there', async ({ editor, page, call, server }) => {
  const channel = await connected(call)
  const other = await call('POST', '/flows', { name: 'Opening hours', example: 'faq', language: 'en' })
  const flow = await row(editor, call, ['One', 'Two'], {
    name: 'Leads',
    trigger: keyword('leads'),
    channels: [channel.id],
  })
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
  await rewrite(call, flow, (document) => ({ ...document, steps: [...document.steps, jump, start], connections }))
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
  await rewrite(call, flow, (document) => ({
    ...document,
    steps: document.steps.filter(({ name }) => name !== 'One' && name !== 'Ask'),
    connections: connections.slice(0, 1),
  }))
  await publish(call, flow)
  const sent = graph.sent.length
  await graph.says(server, '393331114444', 'leads')
  await graph.until(sent + 1)
  assert.deepEqual(graph.sent.slice(sent).map(textOf), ['Two'])
})

story(
  'steps are copied by keys and from their menu; the customer reads them again, and no note',
  async ({ editor, page, call, server }) => {
    const channel = await connected(call)
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
    const lead = async (from, to) => {
      await editor.select(from)
      await editor.press('Escape')
      await editor.press('c')
      const dialog = page.getByRole('dialog', { name: `Where “${from}” leads` })
      await dialog.getByRole('combobox').fill(to)
      await page.getByRole('option', { name: to, exact: true }).click()
      await editor.press('Escape')
    }
    await lead('Two', 'One 2')
    await editor.press('Shift+1')
    await editor.card('Two 2').getByRole('button', { name: 'More for this step' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await editor.card('Two 3').waitFor()
    await lead('Two 2', 'Two 3')
    assert.deepEqual(await editor.lines(), [
      'One 2 next > Two 2',
      'One next > Two',
      'Two 2 next > Two 3',
      'Two next > One 2',
      'start next > One',
    ])
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } })
    await editor.press('a')
    await page.getByRole('dialog', { name: 'Step library' }).waitFor()
    await editor.pick('note')
    await editor.write('Ask Paola about the words')
    const note = (await editor.draft()).document.steps.at(-1)
    assert.deepEqual([note.kind, note.config.text], ['note', 'Ask Paola about the words'])
    await editor.saved()
    await publish(call, flow)
    const sent = graph.sent.length
    await graph.says(server, '393331115555', 'twice')
    await graph.until(sent + 5)
    assert.deepEqual(graph.sent.slice(sent).map(textOf), ['One', 'Two', 'One', 'Two', 'Two'])
  },
)
