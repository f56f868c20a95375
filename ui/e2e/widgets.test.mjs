// The widgets of the step editor: what they write is what the customer's phone gets, or what stands in the draft.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { faults } from './axe.mjs'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { keyword, numberOf, see } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({
  environment: { FLUSSO_GRAPH_URL: graph.url, FLUSSO_ALLOW_PRIVATE: new URL(graph.url).host },
})

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const number = numberOf(graph)
/** A number, and a flow on it whose steps stand in a row; `exits` says by which path each goes on. */
async function draw({ call, editor }, word, steps, exits = {}) {
  const channel = await number(call)
  const flow = await call('POST', '/flows', { name: `Flow of ${word}`, trigger: keyword(word) })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const own = steps.map(([kind, name, config], n) => ({
    id: `step${String(n).padStart(4, '0')}`,
    kind,
    name,
    key: name.toLowerCase().replaceAll(' ', '_'),
    config,
  }))
  const connections = own.map((step, n) => ({
    from: n ? own[n - 1].id : 'start',
    exit: n ? (exits[own[n - 1].name] ?? 'next') : 'next',
    to: step.id,
  }))
  const settings = { ...document.settings, channels: [channel.id] }
  const draft = { ...document, settings, steps: own, connections }
  await call('PUT', `/flows/${flow.id}/draft`, { document: draft }, { 'If-Match': `"${revision}"` })
  await editor.open(flow.id)
  return flow
}

/** Publishes what is drawn and has somebody write to the number; gives what the phone received. */
async function received({ call, editor, server }, keyword, from, count) {
  const { revision } = await editor.draft()
  await call('POST', `/flows/${editor.flowId}/publish`, { revision })
  const before = graph.sent.length
  await graph.says(server, from, keyword)
  await graph.until(before + count)
  return graph.sent.slice(before).map(({ body }) => body)
}

const http = (more) => ({ method: 'GET', url: '', query: [], headers: [], body_kind: 'none', values: [], ...more })
const panelOf = (page) => page.getByRole('complementary', { name: 'Step editor' })
const configOf = async (editor, name) => (await editor.draft()).document.steps.find((step) => step.name === name).config

story('a test request is sent, a value of its answer is kept, and the customer reads it', async (tools) => {
  const { page, editor } = tools
  await draw(
    tools,
    'stock',
    [
      [
        'http',
        'Ask the shop',
        http({ url: `${graph.url}/stock`, query: [{ name: 'for', value: '{{ contact.name }}' }] }),
      ],
      ['message', 'Tell', { text: 'We have', media_kind: 'none' }],
    ],
    { 'Ask the shop': 'success' },
  )
  await editor.select('Ask the shop')
  const panel = panelOf(page)
  await panel.getByRole('button', { name: 'Send a test request' }).click()
  // The sample of the variable can be changed before it leaves.
  await panel.getByRole('textbox', { name: 'Full name' }).fill('roses')
  await panel.getByRole('button', { name: 'Send it' }).click()
  await panel.getByText('the flow goes on by “Success”', { exact: false }).waitFor()
  await panel.getByRole('button', { name: 'Keep asked: roses' }).waitFor()
  await panel.getByRole('button', { name: 'Keep count: 7' }).focus()
  await page.keyboard.press('Enter')
  await panel.getByText('Kept as “count”.').waitFor()
  assert.deepEqual(await faults(page), [])
  const { values, sample } = await configOf(editor, 'Ask the shop')
  assert.deepEqual(values, [{ name: 'count', path: 'json.count' }])
  assert.deepEqual(JSON.parse(sample), { count: 7, asked: 'roses' })

  // The next step offers it with the sample value, and {{ opens the list.
  await editor.select('Tell')
  await panel.locator('[data-field="text"] [contenteditable="true"]').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' {{')
  await page.getByRole('textbox', { name: 'Search a variable' }).waitFor()
  // They stand in groups: what is known of the contact, what the steps before have brought.
  const heads = await page
    .getByRole('listbox', { name: 'Variables' })
    .locator('> div > div')
    .evaluateAll((all) => all.map((one) => one.textContent))
  assert.ok(heads.length > 2 && heads.includes('Contact'), heads.join(', '))
  await page.keyboard.type('ask the shop: count')
  await page
    .getByRole('option', { name: /Ask the shop: count\s*7/ })
    .first()
    .waitFor()
  await page.getByLabel('If empty, write').fill('none')
  await page.keyboard.press('Enter')
  assert.equal(await editor.text('Tell'), 'We have {{ step.ask_the_shop.count ?? "none" }}')
  const [message] = await received(tools, 'stock', '393331110001', 1)
  assert.equal(message.text.body, 'We have 7')
})

story('a request that changes something asks first, and an address inside the network is refused', async (tools) => {
  const { page, editor, call } = tools
  await draw(tools, 'inside', [
    ['http', 'Order', http({ method: 'POST', url: `${graph.url}/stock` })],
    ['http', 'Inside', http({ url: 'http://127.0.0.1:1/secret' })],
  ])
  const panel = panelOf(page)
  await editor.select('Order')
  await panel.getByRole('button', { name: 'Send a test request' }).click()
  await panel.getByText(/POST may change something/).waitFor()
  await panel.getByRole('button', { name: 'Cancel' }).click()
  assert.equal(await panel.getByRole('button', { name: /^Keep/ }).count(), 0, 'nothing was sent')
  await panel.getByRole('button', { name: 'Send a test request' }).click()
  await panel.getByRole('button', { name: 'Send it' }).click()
  await panel.getByRole('button', { name: 'Keep count: 7' }).waitFor()
  await editor.select('Inside')
  await panel.getByRole('button', { name: 'Send a test request' }).click()
  await panel.getByText('This address is inside your network').waitFor()
  const { items } = await call('GET', '/audit')
  const lines = items.filter((one) => one.action === 'request_tested' && one.subject === `flow:${editor.flowId}`)
  assert.equal(lines.length, 2, 'who sent what is in the audit log')
  assert.deepEqual((await configOf(editor, 'Inside')).values, [])
})

story('a file has limits, a picture of itself, and can be used again', async (tools) => {
  const { page, editor } = tools
  await draw(tools, 'picture', [
    ['message', 'Show', { text: 'Look', media_kind: 'image', media: { source: 'upload' } }],
    ['message', 'Again', { text: 'Once more', media_kind: 'image', media: { source: 'upload' } }],
  ])
  await editor.select('Show')
  const media = panelOf(page).locator('[data-field="media"]')
  await media.getByText('WhatsApp takes JPEG, PNG, up to 5 MB.').waitFor()
  const put = (name, mimeType, buffer) => media.locator('input[type="file"]').setInputFiles({ name, mimeType, buffer })
  await put('film.mp4', 'video/mp4', DOT)
  await media.getByText('WhatsApp cannot send “film.mp4” here. It takes: JPEG, PNG.').waitFor()
  await put('wall.png', 'image/png', Buffer.concat([DOT, Buffer.alloc(6 * 1024 * 1024)]))
  await media.getByText('“wall.png” has 6 MB. WhatsApp takes at most 5 MB.').waitFor()
  assert.equal((await configOf(editor, 'Show')).media.media_id, undefined)
  await put('dot.png', 'image/png', DOT)
  const picture = media.getByRole('img', { name: 'dot.png' })
  await picture.waitFor()
  await page.waitForFunction(() => [...document.images].some((one) => one.alt === 'dot.png' && one.naturalWidth === 1))
  assert.deepEqual(await faults(page), [])
  const { media: first } = await configOf(editor, 'Show')
  await media.getByRole('button', { name: 'Remove dot.png' }).click()
  await picture.waitFor({ state: 'detached' })
  await editor.undo()
  await picture.waitFor()

  await editor.select('Again')
  await panelOf(page).getByRole('combobox', { name: 'A file of another step' }).click()
  await page.getByRole('option', { name: 'dot.png' }).click()
  await picture.waitFor()
  // The form is longer than the window, and what the customer sees stands below it whole.
  const seen = panelOf(page).getByRole('region', { name: 'Preview' })
  const [whole, shown] = await seen.evaluate((one) => [one.scrollHeight, one.clientHeight])
  assert.ok(shown >= whole, `${shown} of ${whole} pixels of the preview are seen`)
  assert.deepEqual((await configOf(editor, 'Again')).media, first)
})

story('options: lines pasted, dragged and moved by keys keep their ids', async (tools) => {
  const { page, editor, context } = tools
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await draw(tools, 'choose', [
    ['menu', 'Size', { text: 'Which size?', display: 'numbers', options: [{ id: 'first', title: 'Small' }] }],
  ])
  await editor.select('Size')
  const options = panelOf(page).locator('[data-field="options"]')
  const title = (n) => options.locator(`[data-field="options.${n}.title"] [contenteditable="true"]`)
  const paste = async (n, text) => {
    await page.evaluate((words) => navigator.clipboard.writeText(words), text)
    await title(n).click()
    await page.keyboard.press('Control+v')
  }
  const now = async () => (await configOf(editor, 'Size')).options
  await paste(0, '- Medium\n- Large\n')
  await title(2).waitFor()
  const pasted = await now()
  assert.deepEqual(
    pasted.map((one) => one.title),
    ['Small', 'Medium', 'Large'],
  )
  const [small, medium, large] = pasted.map((one) => one.id)
  assert.equal(small, 'first')
  assert.equal(new Set([small, medium, large]).size, 3)

  await title(2).click()
  await page.keyboard.press('Alt+ArrowUp')
  await options.getByText('Large: place 2 of 3').waitFor({ state: 'attached' })
  assert.deepEqual(
    (await now()).map((one) => one.id),
    [small, large, medium],
  )
  await page.keyboard.press('Alt+ArrowUp')
  await options.getByText('Large: place 1 of 3').waitFor({ state: 'attached' })
  const grip = (n) => options.locator(`[data-row="${n}"] [draggable="true"]`)
  await grip(0).dragTo(options.locator('[data-row="2"]'))
  await options.getByText('Large: place 3 of 3').waitFor({ state: 'attached' })
  assert.deepEqual(
    (await now()).map((one) => one.id),
    [small, medium, large],
  )

  // Two hundred at once: what fits becomes options, the rest is kept to be copied.
  await paste(2, Array.from({ length: 200 }, (_, n) => `Size ${n + 1}`).join('\n'))
  await options.getByText(/These 173 lines were left out/).waitFor()
  assert.match(await options.getByLabel('Lines that were left out').inputValue(), /^Size 28\n[\s\S]*Size 200$/)
  assert.deepEqual((await now()).map((one) => one.title).slice(2, 5), ['Large', 'Size 1', 'Size 2'])
  assert.equal((await now()).length, 30)
  await editor.undo()
  const [message] = await received(tools, 'choose', '393331110002', 1)
  assert.match(message.text.body, /Small[\s\S]*Medium[\s\S]*Large/)
})

story('a renamed step is the same step wherever it is spoken of, and one undo takes it back', async (tools) => {
  const { page, editor } = tools
  await draw(tools, 'rename', [
    ['set_variable', 'Total', { changes: [{ variable: 'total', value: '5', as: 'number' }] }],
    ['menu', 'Size', { text: 'Which?', display: 'buttons', options: [{ id: 'small', title: 'Small' }] }],
    ['message', 'Bye', { text: '{{ step.size.label }} it is: {{ var.total + 1 }}', media_kind: 'none' }],
  ])
  await editor.select('Size')
  const name = page.getByLabel('Name of the step')
  await name.fill('Which size')
  await name.press('Enter')
  const before = '{{ step.size.label }} it is: {{ var.total + 1 }}'
  const after = '{{ step.which_size.label }} it is: {{ var.total + 1 }}'
  assert.equal(await editor.text('Bye'), after)
  await editor.undo()
  assert.equal(await editor.text('Bye'), before)
  assert.deepEqual(await editor.steps(), ['Total', 'Size', 'Bye'])
  await editor.redo()
  assert.equal(await editor.text('Bye'), after)

  // More than WhatsApp takes is counted and told at its field.
  await editor.select('Bye')
  const field = panelOf(page).locator('[data-field="text"]')
  await field.locator('[contenteditable="true"]').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText('!'.repeat(4100))
  await field.getByText(/^4\d{3}\/4096$/).waitFor()
  await editor.undo()
  assert.equal(await editor.text('Bye'), after)
})

story('an error stands at its field, in words, until it is mended', async (tools) => {
  const { page, editor } = tools
  await draw(tools, 'faulty', [
    ['message', 'Bye', { text: 'Bye {{ contact.first_name', media_kind: 'none' }],
    ['message', 'See', { text: 'See our shop', media_kind: 'link', link: { title: 'Shop', url: 'shop' } }],
  ])
  const at = (field) => panelOf(page).locator(`[data-field="${field}"]`).last()
  // The card says so, and nothing is published like this: from the dialog one goes to what is wrong.
  for (const name of ['Bye', 'See'])
    await editor
      .card(name)
      .getByRole('img', { name: /^Problems: 1\. / })
      .waitFor()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('These have to be solved first:').waitFor()
  assert.ok(await dialog.getByRole('button', { name: /^Publish version/ }).isDisabled())
  await dialog.getByRole('button', { name: /^Problem See/ }).click()
  await at('link.url').waitFor()
  await editor.select('Bye')
  const unclosed = at('text').getByText('An expression cannot be read: its closing brackets are missing.')
  await unclosed.waitFor()
  await at('text').locator('[contenteditable="true"]').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('Bye')
  await unclosed.waitFor({ state: 'detached' })

  await editor.select('See')
  const address = at('link.url')
  const wrong = address.getByText('This is no web address that can be reached. It begins with https://.')
  await wrong.waitFor()
  await address.locator('[contenteditable="true"]').or(address.getByRole('textbox')).first().click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('https://shop.example')
  await wrong.waitFor({ state: 'detached' })
  await editor.saved()
  assert.equal(
    await page
      .locator('.react-flow__node')
      .getByRole('img', { name: /^Problems/ })
      .count(),
    0,
  )
  const [bye, see] = await received(tools, 'faulty', '393331110009', 2)
  assert.equal(bye.text.body, 'Bye')
  assert.equal(see.interactive.action.parameters.url, 'https://shop.example')
})

story('an emoji, and an expression with what may come next and what it gives, in Italian', async (tools) => {
  const { page, editor, call } = tools
  await draw(tools, 'saluti', [['message', 'Saluto', { text: 'Ciao', media_kind: 'none' }]])
  await call('PATCH', '/me', { language: 'it' })
  await page.reload()
  await page.getByRole('button', { name: 'Pubblica', exact: true }).waitFor()
  await editor.select('Saluto')
  const panel = page.getByRole('complementary', { name: 'Editor dei passaggi' })
  const field = panel.locator('[data-field="text"]')
  const said = field.locator('[contenteditable="true"]')
  await said.click()
  await page.keyboard.press('Control+a')
  await field.getByRole('button', { name: 'Grassetto' }).click()
  assert.equal(await editor.text('Saluto'), '*Ciao*')
  await page.keyboard.press('Control+End')
  await field.getByRole('button', { name: /Inserisci un.emoji/ }).click()
  await page.keyboard.type('caff')
  await page.keyboard.press('Enter')
  await said.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText(' {{upper(contact.first_name ?? "amico")}}')
  await field
    .locator('[data-live-result]')
    .getByText(/[A-Z]{3}/)
    .waitFor()
  assert.equal(await editor.text('Saluto'), '*Ciao*☕ {{upper(contact.first_name ?? "amico")}}')
  // Changed at its chip: what may come next is offered, a mistake is told, and the result stands below.
  await field.locator('[data-chip][data-raw]').click()
  const expression = page.getByRole('combobox', { name: 'Espressione' })
  await expression.fill('lowe')
  await page.getByRole('option', { name: /lower\(\)/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('contact.first_n')
  await page.getByRole('option', { name: /contact\.first_name/ }).click()
  const result = page.locator('[data-live-result]').last()
  await result.getByText(/^Non si può leggere|^Questo non si legge|leggere/).waitFor()
  await page.keyboard.type(' ?? "Amico")')
  await result.getByText(/esempio/).waitFor()
  await page.getByRole('button', { name: 'Fatto' }).click()
  assert.equal(await editor.text('Saluto'), '*Ciao*☕ {{ lower(contact.first_name ?? "Amico") }}')
  await call('PATCH', '/me', { language: 'en' })
  const [message] = await received(tools, 'saluti', '393331110003', 1)
  assert.match(message.text.body, /^\*Ciao\*☕ (maria|amico)$/)
})

story(
  'each comparison says whether it holds and which path is taken, with samples and then as in the test',
  async (tools) => {
    const { page, editor, server } = tools
    const row = (left, op, right) => ({ left, op, right })
    const path = (id, name, ...rows) => ({ id, name, match: 'all', groups: [{ match: 'all', rows }] })
    await draw(
      tools,
      'whoareyou',
      [
        ['question', 'Name', { text: 'Your name?', answer: 'text' }],
        [
          'condition',
          'Who',
          {
            paths: [
              path('ari', 'Ari', row('step.name', 'contains', 'ari')),
              path('ross', 'Ross', row('contact.last_name', 'starts_with', 'ross')),
              path('many', 'Many', row('contact.last_name', 'greater', '3')),
            ],
          },
        ],
        ['message', 'Hello', { text: 'Welcome back, {{ step.name }}', media_kind: 'none' }],
      ],
      { Who: 'ari' },
    )
    await editor.select('Who')
    const panel = panelOf(page)
    const place = (name) => panel.getByRole('region', { name, exact: true })
    await place('Ari').getByText('Not true now: “abc” contains “ari”').waitFor()
    await place('Ross').getByText('True now: “Rossi” starts with “ross”').waitFor()
    await place('Ross').getByText('This path would be taken now').waitFor()
    await place('Many').getByText('Cannot be compared now: “Rossi” cannot be read as a number').waitFor()
    await panel.getByText('With sample values the customer goes on by “Ross”.').waitFor()
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      assert.deepEqual([colorScheme, ...(await faults(page))], [colorScheme])
      await see(page, `condition-${colorScheme}`)
    }

    // In the test somebody says their name: from then on that is what is compared.
    await editor.test()
    await panel.getByText('With the values of the test the customer goes on by “Otherwise”.').waitFor()
    await place('Ari').getByText('Not true now: nothing contains “ari”').waitFor()
    await editor.hears('Your name?')
    await editor.say('Maria')
    await editor.hears('Welcome back, Maria')
    await place('Ari').getByText('True now: “Maria” contains “ari”').waitFor()
    await place('Ari').getByText('This path would be taken now').waitFor()

    // What is written is told a moment later; a row that is not whole says nothing.
    const value = place('Ari').getByRole('textbox', { name: 'Value' })
    await value.click()
    await editor.write('zzz')
    await place('Ari').getByText('Not true now: “Maria” contains “zzz”').waitFor()
    await panel.getByText('With the values of the test the customer goes on by “Otherwise”.').waitFor()
    await editor.write('MAR')
    await place('Ari').getByText('True now: “Maria” contains “MAR”').waitFor()
    await place('Ari').getByRole('button', { name: 'Add a condition' }).click()
    await panel.getByText('the customer goes on by').waitFor({ state: 'detached' })
    await place('Ari').getByText('True now: “Maria” contains “MAR”').waitFor()
    await place('Ari').getByRole('button', { name: 'Remove this condition' }).last().click()
    await panel.getByText('With the values of the test the customer goes on by “Ari”.').waitFor()

    const from = '393331110009'
    await received(tools, 'whoareyou', from, 1)
    const before = graph.sent.length
    await graph.says(server, from, 'Marta')
    await graph.until(before + 1)
    assert.equal(graph.sent.at(-1).body.text.body, 'Welcome back, Marta')
  },
)
