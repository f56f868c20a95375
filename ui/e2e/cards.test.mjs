// The cards of the canvas say what the customer will see; what the customer then sees proves it.
import { strict as assert } from 'node:assert'
import { readdirSync } from 'node:fs'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })
const ANA = '393331112222'
const EXAMPLES = readdirSync(new URL('../../server/flows/examples', import.meta.url)).flatMap(
  (file) => /^(\w+)\.en\.json$/.exec(file)?.[1] ?? [],
)

// The smallest picture there is.
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

story(
  'a card reads as the customer will: bold words, a picture, options, conditions in words',
  async ({ page, call, server, editor }) => {
    const channel = await graph.connect(call)
    const sent = await page.request.post('/api/v1/media', {
      multipart: { file: { name: 'roses.png', mimeType: 'image/png', buffer: PICTURE } },
    })
    assert.ok(sent.ok(), await sent.text())
    const media = await sent.json()
    const trigger = {
      kind: 'inbound_keyword',
      config: { keywords: ['roses'], match: 'contains', again: { mode: 'always', hours: 24 } },
    }
    const flow = await call('POST', '/flows', { name: 'Roses', trigger })
    const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
    const step = (id, kind, name, config) => ({ id, kind, name, key: name.toLowerCase(), config })
    const row = { left: 'contact.first_name', op: 'is', right: 'Ana' }
    const steps = [
      step('picture1', 'message', 'Picture', {
        text: 'Our *red* roses, _today_',
        media_kind: 'image',
        media: { source: 'upload', media_id: media.id },
      }),
      step('howmany1', 'menu', 'Number', {
        text: 'How many, {{ contact.first_name ?? "friend" }}?',
        options: [
          { id: 'twelve', title: 'A dozen' },
          { id: 'one', title: 'One' },
        ],
      }),
      step('who00001', 'condition', 'Who', {
        paths: [{ id: 'ana', name: 'It is Ana', match: 'all', groups: [{ match: 'all', rows: [row] }] }],
      }),
    ]
    const connections = [
      { from: 'start', exit: 'next', to: 'picture1' },
      { from: 'picture1', exit: 'next', to: 'howmany1' },
      { from: 'howmany1', exit: 'twelve', to: 'who00001' },
    ]
    const settings = { ...document.settings, channels: [channel.id] }
    const saved = await call(
      'PUT',
      `/flows/${flow.id}/draft`,
      { document: { ...document, settings, steps, connections } },
      { 'If-Match': `"${revision}"` },
    )
    await editor.open(flow.id)
    const card = (name) => page.locator('.react-flow__node', { has: page.getByText(name, { exact: true }) })
    await card('Quando si attiva').or(page.getByText('When the message contains “roses”')).first().waitFor()
    assert.equal(await card('Picture').locator('strong, b').filter({ hasText: 'red' }).count(), 1)
    assert.equal(await card('Picture').locator('em, i').filter({ hasText: 'today' }).count(), 1)
    await card('Picture').locator('img').first().waitFor()
    await card('Number').getByText('First name').waitFor()
    for (const option of ['A dozen', 'One']) await card('Number').getByText(option, { exact: true }).waitFor()
    await card('Who').getByText('First name is Ana').waitFor()
    await card('Who').getByText('It is Ana', { exact: true }).waitFor()
    await card('Who').getByText('Otherwise').waitFor()

    await call('POST', `/flows/${flow.id}/publish`, { revision: saved.revision })
    await graph.says(server, ANA, 'I want roses')
    await graph.until(2)
    const [picture, menu] = graph.sent.map((one) => one.body)
    assert.equal(picture.image.caption, 'Our *red* roses, _today_')
    assert.match(menu.interactive.body.text, /^How many, .+\?$/)
    assert.deepEqual(
      menu.interactive.action.buttons.map((one) => one.reply.title),
      ['A dozen', 'One'],
    )
  },
)

story(
  'no card hides a word of a text that it shows to its end: every example, in both languages',
  async ({ page, call, editor }) => {
    const cut = []
    let looked = 0
    for (const language of ['en', 'it']) {
      for (const id of EXAMPLES) {
        const flow = await call('POST', '/flows', { name: `${id} ${language}`, example: id, language })
        await editor.open(flow.id)
        const texts = await page.locator('.react-flow__node').evaluateAll((cards) =>
          cards
            .filter((card) => !card.textContent.includes('more…'))
            .flatMap((card) => [...card.querySelectorAll('span[style*="height"]')])
            .map((text) => ({ said: text.textContent, over: text.scrollHeight - text.clientHeight })),
        )
        looked += texts.length
        cut.push(
          ...texts.filter(({ over }) => over > 2).map(({ said, over }) => `${id} ${language}: ${said} (${over} px)`),
        )
      }
    }
    assert.ok(looked > 60, `${looked} texts`)
    assert.deepEqual(cut, [])
  },
)

story('whether somebody takes messages is a field like others, of a step and not of an answer', async (me) => {
  const { page, call, editor } = me
  const flow = await call('POST', '/flows', { name: 'Offers', example: 'opt_in', language: 'en' })
  await editor.open(flow.id)
  const { document } = await call('GET', `/flows/${flow.id}/draft`)
  const step = document.steps.find((one) => one.kind === 'contact_update')
  await page.locator(`.react-flow__node[data-id="${step.id}"]`).getByText('Takes messages: yes').waitFor()
  await editor.select(step.name)
  const field = page
    .getByRole('textbox', { name: 'Field', exact: true })
    .or(page.getByRole('combobox', { name: 'Field' }))
  assert.equal(await field.first().inputValue(), 'Takes messages')
})
