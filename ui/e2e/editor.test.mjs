// Drawing a flow, trying it, publishing it.
import { strict as assert } from 'node:assert'
import { faults } from './axe.mjs'
import { Demo } from './demo.mjs'
import { stories } from './harness.mjs'
import { demoHeard } from './seed.mjs'

const { story } = stories()
const keyword = { kind: 'inbound_keyword', config: { keywords: ['hello'], match: 'exact' } }

story('a flow is drawn with the keyboard, tried on the test phone and published', async ({ editor, page, call }) => {
  await editor.create({ name: 'Orders', trigger: keyword })
  await editor.addAfter('Trigger', 'question')
  // The first field has the focus: the text replaces the example.
  await editor.write('What is your name?')
  await editor.addAfter('Question', 'message')
  await editor.write('Welcome aboard')
  await editor.press('Control+k')
  await editor.type('test')
  await editor.press('Enter')
  await editor.hears('What is your name?')
  await editor.say('Ada')
  await editor.hears('Welcome aboard')

  const { document } = await editor.draft()
  assert.deepEqual(
    document.steps.map((step) => [step.kind, step.config.text]),
    [
      ['question', 'What is your name?'],
      ['message', 'Welcome aboard'],
    ],
  )
  await editor.publish('First')
  await editor.state('Live: version 1')
  const versions = await call('GET', `/flows/${editor.flowId}/versions`)
  const [version] = versions.items ?? versions
  assert.equal(version.name, 'First')
  const people = await call('GET', `/flows/${editor.flowId}/people`)
  assert.deepEqual(people.items, [], 'a test writes no run')
  await editor.select('Message')
  await editor.field('Text').click()
  await editor.press('End')
  await editor.type(', friend')
  await editor.saved()
  await editor.state('Live: version 1, 1 change not published')
  assert.match(page.url(), /edit$/)
  // Customers get what was published, and no word of the change.
  for (const text of ['hello', 'Ada']) await call('POST', '/demo/messages', { content: { type: 'text', text } })
  assert.deepEqual(await demoHeard(page, call, 2), ['What is your name?', 'Welcome aboard'])
})

story('everything can be undone, also after a reload', async ({ editor, page }) => {
  await editor.create({ example: 'lead' })
  const before = await editor.draft()
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 300 } })
  await editor.press('Control+a')
  await editor.press('Delete')
  await editor.expectSteps([])
  await page.reload()
  await page.locator('.react-flow__node').first().waitFor()
  await editor.press('Control+z')
  await page.locator('.react-flow__node').nth(before.document.steps.length).waitFor()
  const after = await editor.draft()
  assert.deepEqual(after.document, before.document)
  await editor.press('Control+Shift+z')
  await editor.expectSteps([])
})

story('a step goes into a connection, and removing it closes the gap', async ({ editor, page, call }) => {
  await editor.create({ trigger: { ...keyword, config: { keywords: ['gap'], match: 'exact' } } })
  await editor.addAfter('Trigger', 'message')
  await editor.write('One')
  await editor.addAfter('Message', 'message')
  await editor.write('Two')
  await editor.saved()
  const lines = async () => {
    const { document } = await editor.draft()
    const name = (id) => document.steps.find((step) => step.id === id)?.config.text ?? id
    return document.connections.map((c) => `${name(c.from)} > ${name(c.to)}`).sort()
  }
  assert.deepEqual(await lines(), ['One > Two', 'start > One'])
  await page.getByRole('button', { name: 'Add a step into this connection' }).last().focus()
  await editor.press('Enter')
  await editor.pick('message')
  await editor.write('Between')
  assert.deepEqual(await lines(), ['Between > Two', 'One > Between', 'start > One'])
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  assert.deepEqual(await lines(), ['One > Two', 'start > One'])
  await editor.publish()
  const before = (await demoHeard(page, call, 0)).length
  await call('POST', '/demo/messages', { content: { type: 'text', text: 'gap' } })
  assert.deepEqual((await demoHeard(page, call, before + 2)).slice(before), ['One', 'Two'])
})

story('two people on one flow: both sides are shown and nothing is lost', async ({ editor, page, another }) => {
  const flow = await editor.create({ trigger: keyword })
  await editor.addAfter('Trigger', 'message')
  await editor.write('Mine')
  await editor.saved()
  // The other one saves while this one is cut off from the live changes.
  await page.context().setOffline(true)
  const other = await another()
  await other.editor.open(flow.id)
  await other.editor.select('Message')
  await other.editor.field('Text').click()
  await other.editor.type('Theirs and ')
  await other.editor.saved()
  await editor.type(' again')
  await page.getByRole('button', { name: 'Not saved. Try again' }).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Keep mine' }).waitFor()
  await page.getByText('Both changed: Message.', { exact: false }).waitFor()
  // On a phone the step covers the bar: its sheet says so and leads there, and nothing lies on the buttons.
  const size = page.viewportSize()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Choose what to keep' }).click()
  await page.getByRole('button', { name: 'How mine differs' }).click()
  await page.getByText('Step changed: Message').waitFor()
  await page.getByRole('button', { name: 'Take theirs' }).click({ trial: true })
  await page.setViewportSize(size)
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await editor.saved()
  const theirs = (await editor.draft()).document.steps[0].config.text
  assert.match(theirs, /Theirs and/)
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 300 } })
  await editor.press('Control+z')
  await editor.saved()
  const { document } = await editor.draft()
  assert.equal(document.steps[0].config.text, 'Mine again')
  await other.context.close()
})

const OFFLINE_MS = 10_000

story('two people on one flow: what does not clash is put together by itself', async ({ editor, page, another }) => {
  const flow = await editor.create({ name: 'Together', trigger: keyword })
  await editor.addAfter('Trigger', 'message')
  await editor.write('First')
  await editor.saved()
  await page.context().setOffline(true)
  const other = await another()
  await other.editor.open(flow.id)
  await other.editor.addAfter('Message', 'message')
  await other.editor.write('Theirs')
  await other.editor.saved()
  // Ten seconds of writing without a connection.
  const mine = ' and mine, written while nothing could be saved'
  const began = Date.now()
  await page.keyboard.type(mine, { delay: OFFLINE_MS / mine.length })
  assert.ok(Date.now() - began >= OFFLINE_MS)
  await page.getByRole('button', { name: 'Not saved. Try again' }).waitFor()
  await page.context().setOffline(false)
  await page.getByText(/changes and yours were put together/).waitFor()
  const { document } = await editor.draft()
  assert.deepEqual(
    document.steps.map((step) => step.config.text),
    [`First${mine}`, 'Theirs'],
  )
  assert.equal(document.connections.length, 2)
  // One step back leads to what was here before.
  await editor.press('Control+z')
  assert.equal((await editor.draft()).document.steps.length, 1)
  await editor.press('Control+Shift+z')
  assert.deepEqual((await editor.draft()).document, document)
  await other.context.close()
})

story(
  'the program is killed and started again while somebody edits: nothing is lost, and all of it is saved',
  async ({ editor, page, server }) => {
    const flow = await editor.create({
      name: 'Interrupted',
      trigger: { ...keyword, config: { keywords: ['power'], match: 'exact' } },
    })
    await editor.addAfter('Trigger', 'message')
    await editor.write('Written before')
    await editor.saved()
    await editor.type(' and in the last moment')
    await server.stop('SIGKILL')
    await editor.addAfter('Message', 'message')
    await editor.write('Written while it was away')
    await page.getByRole('button', { name: 'Not saved. Try again' }).waitFor()
    await server.start()
    await editor.saved()
    const texts = async () => (await editor.draftOf(flow.id)).document.steps.map((step) => step.config.text)
    assert.deepEqual(await texts(), ['Written before and in the last moment', 'Written while it was away'])
    // Once more, and nobody waits: the page is loaded anew when the program is back.
    await server.stop('SIGKILL')
    await editor.type(', twice')
    await page.getByRole('button', { name: 'Not saved. Try again' }).waitFor()
    await server.start()
    await page.reload()
    await page.locator('.react-flow__node').first().waitFor()
    await editor.saved()
    assert.deepEqual(await texts(), ['Written before and in the last moment', 'Written while it was away, twice'])
    await editor.publish()
    await editor.state('Live: version 1')
    const demo = new Demo(page)
    await demo.open()
    await demo.say('power')
    await demo.hears('Written before and in the last moment')
    await demo.hears('Written while it was away, twice')
  },
  { fresh: true },
)

story('the editor is whole for those who do not see it', async ({ editor, page }) => {
  await editor.create({ example: 'lead' })
  await editor.select('Welcome')
  await editor.field('Text').waitFor()
  await editor.test()
  await editor.hears('questions')
  for (const colorScheme of ['light', 'dark']) {
    // Without motion the colours are there at once.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    assert.deepEqual([colorScheme, ...(await faults(page))], [colorScheme])
  }
})

story('a version is restored as the next one, for those who come after', async ({ editor, page, call }) => {
  const flow = await editor.create({
    name: 'Restored',
    trigger: { ...keyword, config: { keywords: ['again'], match: 'exact' } },
  })
  await editor.addAfter('Trigger', 'message')
  await editor.write('The first words')
  await editor.publish()
  await editor.state('Live: version 1')
  await editor.field('Text').click()
  await editor.write('The second words')
  await editor.saved()
  await editor.publish()
  await editor.state('Live: version 2')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Versions' }).click()
  await page.getByRole('button', { name: 'Restore version 1' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Publish version 3' }).click()
  await dialog.waitFor({ state: 'detached' })
  await editor.state('Live: version 3')
  assert.equal(await editor.text('Message'), 'The first words')
  const demo = new Demo(page)
  await demo.open()
  await demo.say('again')
  await demo.hears('The first words')
  // One step back brings the draft that was there; who writes still gets version 3.
  await page.getByRole('button', { name: 'Close the demo phone' }).click()
  await editor.undo()
  assert.equal(await editor.text('Message'), 'The second words')
  assert.equal((await call('GET', `/flows/${flow.id}`)).version.number, 3)
})

story('a path that is drawn to empty ground asks what follows, and puts it there', async ({ editor, page }) => {
  await editor.create({ name: 'Drawn', trigger: keyword })
  await editor.addAfter('Trigger', 'menu')
  await page.getByText('Free', { exact: true }).click()
  const ground = { x: 300, y: 560 }
  await editor.draw('Menu', 'Option 2', ground)
  await page.getByRole('dialog', { name: 'Step library' }).waitFor()
  const library = await page.getByRole('dialog', { name: 'Step library' }).boundingBox()
  assert.ok(Math.abs(library.x + library.width / 2 - ground.x) < 40, 'it opens where the line was let go')
  await editor.pick('message')
  await editor.write('Drawn here')
  const box = await editor.card('Message').boundingBox()
  const away = Math.hypot(box.x + box.width / 2 - ground.x, box.y - ground.y)
  assert.ok(away < 200, `it stands ${away} px away`)
  assert.deepEqual(await editor.lines(), ['Menu Option 2 > Message', 'start next > Menu'])
})

// DESIGN section 10: on an idle machine; a busy one may take twice as long.
const OPEN_MS = 1_500
const FRAME_MS = 33
const BUSY = 2
const STEPS = 500

story('five hundred steps open fast and pan smoothly', async ({ editor, page, call }) => {
  const flow = await call('POST', '/flows', { name: 'Large', trigger: keyword })
  const draft = await call('GET', `/flows/${flow.id}/draft`)
  const id = (n) => `step${String(n).padStart(6, '0')}`
  const steps = Array.from({ length: STEPS }, (_, n) => ({
    id: id(n),
    kind: 'message',
    name: `Step ${n}`,
    key: `step_${n}`,
    config: { text: `Message number ${n} for {{ contact.phone }}`, media_kind: 'none' },
  }))
  const connections = [
    { from: 'start', exit: 'next', to: id(0) },
    ...steps.slice(1).map((step, n) => ({ from: id(n), exit: 'next', to: step.id })),
  ]
  const document = { ...draft.document, steps, connections }
  await call('PUT', `/flows/${flow.id}/draft`, { document }, { 'If-Match': `"${draft.revision}"` })
  const open = async () => {
    const began = Date.now()
    await editor.open(flow.id)
    await editor.card('Step 0').waitFor()
    return Date.now() - began
  }
  // The first time the program of the editor is fetched as well, the second time it is not.
  const first = await open()
  const opened = await open()
  assert.ok(first <= OPEN_MS * BUSY, `opened in ${first} ms for the first time`)
  assert.ok(opened <= OPEN_MS * BUSY, `opened in ${opened} ms`)
  await page.mouse.move(500, 500)
  await page.evaluate(() => {
    globalThis.frames_ = []
    let last = performance.now()
    const tick = (now) => {
      globalThis.frames_.push(now - last)
      last = now
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  for (let n = 0; n < 60; n++) await page.mouse.wheel(0, 40)
  const frames = await page.evaluate(() => globalThis.frames_.slice(1).sort((a, b) => a - b))
  const p95 = frames[Math.floor(frames.length * 0.95)]
  assert.ok(p95 <= FRAME_MS * BUSY, `p95 frame ${p95} ms`)
  assert.ok((await page.locator('.react-flow__node').count()) < 60, 'only cards on the screen are drawn')
  // From far and near again: what comes into sight is drawn with its lines.
  await editor.press('Shift+1')
  await page.locator('.react-flow__node-far').first().waitFor()
  assert.ok((await page.locator('.react-flow__node').count()) > 30)
  await page.mouse.wheel(0, 200)
  await editor.press('Shift+0')
  await page.locator('.react-flow__node-step').first().waitFor()
  await page.locator('.react-flow__edge .react-flow__edgeupdater').first().waitFor({ state: 'attached' })
  const cards = await page.locator('.react-flow__node-step').count()
  assert.ok((await page.locator('.react-flow__edge').count()) >= cards - 1, 'cards stand without lines')
  assert.deepEqual((await call('GET', `/flows/${flow.id}/draft`)).document, document)
  console.log(`opened in ${opened} ms (for the first time ${first} ms), p95 frame ${p95.toFixed(1)} ms`)
})
