// What people paste, bring in and name by mistake: it is said in words, and the draft stays as it is.
import { strict as assert } from 'node:assert'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { numberOf } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })

const MARIA = '393331112222'
const FIVE_MB = 5 << 20

const number = numberOf(graph)
/** Two messages in a row that answer to a word on a number, opened. */
async function greeting({ call, editor }, keyword) {
  const channel = await number(call)
  const trigger = { kind: 'inbound_keyword', config: { keywords: [keyword], match: 'exact' } }
  const flow = await call('POST', '/flows', { name: `Greeting ${keyword}`, trigger, channels: [channel.id] })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const step = (id, name, text) => ({ id, kind: 'message', name, key: id, config: { text, media_kind: 'none' } })
  const steps = [
    step('greeting1', 'Hello', 'Hello there'),
    step('greeting2', 'Bye', 'You said {{ step.greeting1 ?? "nothing" }}'),
  ]
  const connections = [
    { from: 'start', exit: 'next', to: 'greeting1' },
    { from: 'greeting1', exit: 'next', to: 'greeting2' },
  ]
  await call(
    'PUT',
    `/flows/${flow.id}/draft`,
    { document: { ...document, steps, connections } },
    { 'If-Match': `"${revision}"` },
  )
  await editor.open(flow.id)
  return flow
}

async function customerReads({ call, editor, server }, word, texts) {
  const { revision } = await editor.draft()
  await call('POST', `/flows/${editor.flowId}/publish`, { revision })
  const before = graph.sent.length
  await graph.says(server, MARIA, word)
  await graph.until(before + texts.length)
  assert.deepEqual(
    graph.sent.slice(before).map(({ body }) => body.text.body),
    texts,
  )
}

story(
  'what is pasted onto the canvas and is no step is refused in words, and the customer reads the same',
  async (tools) => {
    const { page, editor, context } = tools
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await greeting(tools, 'paste')
    const before = (await editor.draft()).document
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 400 } })
    const paste = async (text) => {
      await page.evaluate((words) => navigator.clipboard.writeText(words), text)
      await editor.press('Control+v')
    }
    const one = { id: 'a', kind: 'message', name: 'Strange', key: 'a', config: {} }
    const clip = (more) => JSON.stringify({ flusso: 'steps', steps: [one], connections: [], positions: {}, ...more })
    const refused = page.getByText('What you copied holds no steps of a flow. Nothing was changed.')
    /** Waits for the words and puts them away: the next ones are others. */
    const seen = async (words) => {
      await words.waitFor()
      await page.locator('[role="alert"]').filter({ has: words }).getByRole('button').click()
      await words.waitFor({ state: 'detached' })
      assert.equal(await page.locator('.react-flow__node').count(), 3)
    }
    const rubbish = [
      'a photo of a cat',
      '{"flusso":"steps","steps":[',
      '{"name":"left-pad","version":"1.3.0"}',
      '[{"id":"n1","type":"message"}]',
      '<script>alert(1)</script>',
      clip({ steps: [null] }),
      clip({ steps: [{ ...one, kind: 'No Kind' }] }),
      clip({ connections: [{ from: 'a' }] }),
    ]
    for (const text of rubbish) {
      await paste(text)
      await seen(refused)
    }
    // So is what no flow can hold, and steps that would make the flow too large.
    const large = page.getByText('This is more than one flow can hold. Nothing was changed.')
    await paste(clip({ steps: [{ ...one, config: { text: 'x'.repeat(FIVE_MB) } }] }))
    await seen(large)
    await paste(clip({ steps: Array.from({ length: 1000 }, (_, n) => ({ ...one, id: `a${n}` })) }))
    await seen(large)
    assert.deepEqual((await editor.draft()).document, before)
    await customerReads(tools, 'paste', ['Hello there', 'You said nothing'])

    // Steps of this flow still paste after all that: two hundred options are kept, and said to be too many.
    const options = Array.from({ length: 200 }, (_, n) => ({ id: `option${n}`, title: `Size ${n}` }))
    await paste(clip({ steps: [{ ...one, kind: 'menu', name: 'Sizes', config: { text: 'Which?', options } }] }))
    await editor.card('Sizes').waitFor()
    const { document } = await editor.draft()
    assert.equal(document.steps.at(-1).config.options.length, 200)
    await page.getByRole('button', { name: /^Problems/ }).click()
    await page.getByRole('complementary', { name: 'Problems' }).getByText(/30/).first().waitFor()
    await editor.undo()
    // The first save writes down that the cards arrange themselves.
    const { layout, ...rest } = (await editor.draft()).document
    assert.equal(layout.mode, 'auto')
    assert.deepEqual(rest, before)
  },
)

story('a file and a draft of five megabytes are refused in words, and what is there stays', async (tools) => {
  const { page, call, editor, server } = tools
  const flow = await greeting(tools, 'large')
  const before = await editor.draft()
  const huge = { ...before.document, steps: [{ ...before.document.steps[0], config: { text: 'x'.repeat(FIVE_MB) } }] }
  const answer = await page.request.put(`/api/v1/flows/${flow.id}/draft`, {
    data: { document: huge },
    headers: { 'If-Match': `"${before.revision}"`, Origin: server.url },
  })
  assert.equal(answer.status(), 413)
  assert.equal((await answer.json()).code, 'too_large')
  assert.deepEqual(await editor.draft(), before)
  const count = (await call('GET', '/flows')).items.length
  const file = join(server.data, 'huge.flow.json')
  await writeFile(file, JSON.stringify({ flusso: 'flow', name: 'Huge', document: huge }))
  await page.goto('/flows')
  await page.getByRole('button', { name: 'More ways to begin' }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('menuitem', { name: 'From a file' }).click()
  await (await choosing).setFiles(file)
  await page.getByText('This is too large: the limit is 3 MB.').waitFor()
  assert.equal((await call('GET', '/flows')).items.length, count)
  await editor.open(flow.id)
  await customerReads(tools, 'large', ['Hello there', 'You said nothing'])
})

story(
  'a step that is given the name of another gets one of its own, and every text goes on speaking of the right one',
  async (tools) => {
    const { page, editor } = tools
    await greeting(tools, 'name')
    await editor.select('Bye')
    const name = page.getByLabel('Name of the step')
    await name.fill('Hello')
    await name.press('Enter')
    await page.getByText('Another step is called “Hello”: this one is “Hello 2” now.').waitFor()
    assert.equal(await name.inputValue(), 'Hello 2')
    await editor.expectSteps(['Hello', 'Hello 2'])
    const { document } = await editor.draft()
    assert.equal(new Set(document.steps.map((step) => step.key)).size, 2)
    assert.equal(document.steps[1].config.text, 'You said {{ step.greeting1 ?? "nothing" }}')
    await customerReads(tools, 'name', ['Hello there', 'You said nothing'])
  },
)
