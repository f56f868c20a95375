// Trying a flow before customers do: conditions, history, replay, tests, and what a publish changes for whom.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { faults } from './axe.mjs'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({
  environment: { FLUSSO_GRAPH_URL: graph.url, FLUSSO_ALLOW_PRIVATE: new URL(graph.url).host },
})
const see = async (page, name) => {
  const folder = process.env.FLUSSO_SHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

const word = (keyword) => ({
  kind: 'inbound_keyword',
  config: { keywords: [keyword], match: 'exact', again: { mode: 'always', hours: 24 } },
})
const say = (name, text) => ['message', name, { text, media_kind: 'none' }]
const ask = (name, text, more = {}) => ['question', name, { text, answer: 'text', ...more }]
const late = { timeout: { enabled: true, wait: { amount: 2, unit: 'h' } } }

/** A flow with its steps in a row, and further lines as "from exit to"; saved, not published. */
async function make(call, name, steps, lines = [], channel) {
  const flow = await call('POST', '/flows', { name, trigger: word(name.toLowerCase()) })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const id = (n) => `step${String(n).padStart(4, '0')}`
  const own = steps.map(([kind, called, config], n) => ({
    id: id(n),
    kind,
    name: called,
    key: called.toLowerCase().replaceAll(' ', '_'),
    config,
  }))
  const row = own.map((step, n) => ({ from: n ? id(n - 1) : 'start', exit: 'next', to: step.id }))
  const more = lines.map(([from, exit, to]) => ({ from: id(from), exit, to: id(to) }))
  const replaced = new Set(more.map((line) => `${line.from} ${line.exit}`))
  const given = new Set(more.map((line) => line.to))
  const connections = [
    ...row.filter((line) => !replaced.has(`${line.from} ${line.exit}`) && !given.has(line.to)),
    ...more,
  ]
  const settings = channel ? { ...document.settings, channels: [channel] } : document.settings
  await call(
    'PUT',
    `/flows/${flow.id}/draft`,
    { document: { ...document, settings, steps: own, connections } },
    { 'If-Match': `"${revision}"` },
  )
  return flow
}

/** Changes a step of the draft, as somebody else at another desk does. */
async function change(call, flow, name, config) {
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  for (const step of document.steps) if (step.name === name) Object.assign(step.config, config)
  return call('PUT', `/flows/${flow.id}/draft`, { document }, { 'If-Match': `"${revision}"` })
}

async function demo(call) {
  const { items } = await call('GET', '/channels')
  return items.find((one) => one.kind === 'demo').id
}

async function publish(call, flow, more = {}) {
  const { revision } = await call('GET', `/flows/${flow.id}/draft`)
  return call('POST', `/flows/${flow.id}/publish`, { revision, ...more })
}

const log = (page) => page.getByRole('log', { name: 'Test conversation' })

/** Every bubble of the business on the test phone. */
const heard = (page) => log(page).locator('[data-direction="out"] [data-said]').allTextContents()

async function choose(page, field, option) {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

const remind = [
  'template',
  'Remind',
  {
    template: {
      name: 'reminder',
      language: 'en',
      category: 'utility',
      header: { type: '', text: '' },
      body: 'See you soon',
      footer: '',
      buttons: [],
    },
    after: 'continue',
  },
]

story(
  'a message twice, a burst, the clock, the window, a paused template and a person without a number',
  async ({ page, call, editor }) => {
    const flow = await make(
      call,
      'Visit',
      [
        ask('Name', 'Hello {{ contact.first_name ?? "you" }}, number {{ contact.phone ?? "unknown" }}. Your name?'),
        ask('Day', 'Which day, {{ step.name }}?', late),
        remind,
        say('Sent', 'A reminder comes'),
        say('Not sent', 'No reminder today'),
        say('Late', 'Still there?'),
      ],
      [
        [1, 'timeout', 5],
        [2, 'not_sent', 4],
      ],
    )
    await call('POST', '/contacts', { phone: '+393331112222', first_name: 'Maria', last_name: 'Rossi' })
    await editor.open(flow.id)
    await editor.test()
    await editor.hears('Hello you, number unknown')
    await editor.say('Ada')
    await editor.hears('Which day, Ada?')

    await page.getByRole('button', { name: 'More ways to write' }).click()
    await page.getByRole('menuitem', { name: 'WhatsApp delivers the last message again' }).click()
    await log(page).getByText('WhatsApp delivered this message twice: nothing happens the second time').waitFor()
    assert.deepEqual(await heard(page), ['Hello you, number unknown. Your name?', 'Which day, Ada?'])

    // The flow waits two hours; after one nothing happens, after a day the time-out has come.
    const later = async (how) => {
      await page.getByRole('button', { name: /^Let time pass/ }).click()
      await page.getByRole('menuitem', { name: how }).click()
    }
    await later('1 hour later')
    await log(page).getByText('The clock says').first().waitFor()
    assert.equal((await heard(page)).length, 2)
    await later('3 days later')
    await editor.hears('Still there?')
    await see(page, 'test-clock')

    // One of the contacts, whose number WhatsApp does not tell, while templates are paused.
    await page.getByRole('button', { name: 'Conditions of the test' }).click()
    await choose(page, 'Who writes', 'One of your contacts')
    await page.getByRole('combobox', { name: 'Contact' }).fill('Maria')
    await page.getByRole('option', { name: /Maria Rossi/ }).click()
    await page.getByRole('switch', { name: 'Without a phone number' }).click()
    await choose(page, 'Templates', 'Are paused by WhatsApp')
    await see(page, 'test-conditions')
    await page.getByRole('button', { name: 'Start again like this' }).click()
    await editor.hears('Hello Maria, number unknown. Your name?')
    await page.getByRole('button', { name: 'More ways to write' }).click()
    await page.getByRole('menuitem', { name: 'Several messages in a row' }).click()
    await page.getByLabel('Several messages, one a line').fill('Maria\nMonday')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await editor.hears('No reminder today')
    assert.deepEqual(await editor.customerSaid(), ['Maria', 'Monday'])
    await log(page).getByText('WhatsApp has paused the template: nothing was sent').waitFor()

    await page.getByRole('button', { name: 'Conditions of the test' }).click()
    await choose(page, '24-hour window', 'Closed: only templates arrive')
    await page.getByRole('button', { name: 'Start again like this' }).click()
    await log(page)
      .getByText(/more than 24 hours old/)
      .first()
      .waitFor()
    assert.deepEqual(await heard(page), [], 'nothing arrives in a closed window')
    const { items } = await call('GET', '/conversations')
    assert.equal(items.length, 0, 'a test leaves no conversation behind')
  },
)

story(
  'what an outbound run gives a flow is given in the test too, and kept with it',
  async ({ page, call, editor }) => {
    const flow = await make(call, 'Parcel', [
      say(
        'Tell',
        'Hello {{ contact.first_name ?? "you" }}, parcel {{ var.parcel }} comes {{ var.day }}, {{ var.pieces * 2 }} boxes',
      ),
    ])
    const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
    const variables = [
      { key: 'parcel', type: 'text' },
      { key: 'day', type: 'date' },
      { key: 'pieces', type: 'number' },
    ]
    await call(
      'PUT',
      `/flows/${flow.id}/draft`,
      { document: { ...document, variables } },
      { 'If-Match': `"${revision}"` },
    )
    await editor.open(flow.id)
    await editor.test()
    await page.getByRole('button', { name: 'Conditions of the test' }).click()
    await page.getByLabel('parcel').fill('IT-77')
    await page.getByLabel('day').fill('2026-12-24')
    await page.getByLabel('pieces').fill('3')
    await see(page, 'test-variables')
    await page.getByRole('button', { name: 'Start again like this' }).click()
    await editor.hears('Hello you, parcel IT-77 comes 2026-12-24, 6 boxes')
    await page.getByRole('tab', { name: 'Tests' }).click()
    await page.getByLabel('Save this conversation as a test').fill('A parcel')
    await page.getByRole('button', { name: 'Save as test' }).click()
    await page.getByText('not run yet').or(page.getByText('passes')).first().waitFor()
    const [test] = (await call('GET', `/flows/${flow.id}/tests`)).items
    assert.deepEqual(test.script.variables, { parcel: 'IT-77', day: '2026-12-24', pieces: 3 })
    const played = await call('POST', `/flows/${flow.id}/tests/${test.id}/run`)
    assert.equal(played.passed ?? played.last?.passed, true, 'played again with the same values')
  },
)

story(
  'the history says which way, what changed and what a call was asked; any step may be gone on from',
  async ({ page, call, editor }) => {
    const flow = await make(
      call,
      'Stock',
      [
        ask('What', 'What do you look for?', { save_to: 'fields.wish' }),
        ['http', 'Ask the shop', { method: 'GET', url: 'https://shop.example/stock', sample: '{"count":7}' }],
        say('Tell', 'We have {{ step.ask_the_shop.json.count }}'),
        ask('More', 'Anything else?'),
        say('Bye', 'Bye, {{ step.what }} again?'),
      ],
      [[1, 'success', 2]],
    )
    await editor.open(flow.id)
    await editor.test()
    await editor.hears('What do you look for?')
    await editor.say('roses')
    await page.getByRole('button', { name: 'Use the sample' }).click()
    await editor.hears('Anything else?')
    assert.equal(
      await editor.card('More').locator('[data-current]').count(),
      1,
      'the step where the test stands is lit',
    )

    await page.getByRole('tab', { name: 'History' }).click()
    const history = page.getByRole('list', { name: 'History' })
    const stay = (name) =>
      history.getByRole('listitem').filter({ has: page.getByRole('button', { name, exact: true }) })
    await stay('What').getByText('step.what').first().waitFor()
    await stay('What').getByText('contact.fields.wish').waitFor()
    await stay('Ask the shop').getByText('Request', { exact: true }).click()
    await stay('Ask the shop')
      .getByText(/GET https:\/\/shop\.example\/stock/)
      .last()
      .waitFor()
    await stay('Ask the shop').getByText('Answer', { exact: true }).click()
    await stay('Ask the shop').getByText('{"count":7}').waitFor()
    await stay('Ask the shop')
      .getByText(/Left by/)
      .waitFor()
    await stay('Tell').getByRole('button', { name: 'Tell', exact: true }).click()
    await page.locator('.react-flow__node.selected[aria-label="Tell"]').waitFor()
    await see(page, 'test-history')

    // Back to the first question: what was said later is taken back, and nothing of it is known any more.
    await stay('What').getByRole('button', { name: 'Go on from “What” again' }).click()
    await page.getByRole('tab', { name: 'Phone' }).click()
    await editor.say('tulips')
    await page.getByRole('button', { name: 'Use the sample' }).click()
    await editor.hears('Anything else?')
    await page.getByRole('tab', { name: 'History' }).click()
    await stay('What').getByText('tulips').first().waitFor()
    assert.equal(await history.getByText('roses').count(), 0)
    await page.getByRole('tab', { name: 'Phone' }).click()

    // "Test from here" in the menu of a step goes on there with all that is known.
    await editor.card('Bye').getByRole('button', { name: 'More for this step' }).click()
    await page.getByRole('menuitem', { name: 'Test from here' }).click()
    await editor.hears('Bye, tulips again?')
    assert.equal((await heard(page)).at(-1), 'Bye, tulips again?')
  },
)

story('the same answers on the newest draft: what changed is marked, what no longer fits is said', async (tools) => {
  const { page, call, editor } = tools
  const menu = (options) => ({
    text: 'Which size?',
    display: 'buttons',
    options: options.map((title) => ({ id: title.toLowerCase(), title })),
  })
  const flow = await make(
    call,
    'Shirts',
    [ask('Name', 'Your name?'), ['menu', 'Size', menu(['Small', 'Large'])], say('Done', 'Thank you, {{ step.name }}')],
    [[1, 'large', 2]],
  )
  await editor.open(flow.id)
  await editor.test()
  await editor.hears('Your name?')
  await editor.say('Ada')
  await editor.tap('Large')
  await editor.hears('Thank you, Ada')

  // In the middle of the test a text is changed, and the same answers are given again.
  await editor.select('Done')
  await page.locator('[data-field="text"]').getByRole('textbox').click()
  await editor.write('Many thanks')
  const replay = page.getByRole('button', { name: 'Replay my answers' })
  const began = Date.now()
  await replay.click()
  await page.getByText('The same answers: 1 bubble is another one now.').waitFor()
  const took = Date.now() - began
  assert.ok(took < 1000, `the replay took ${took} ms`)
  const mark = (name) => log(page).locator(`[data-mark="${name}"]`)
  assert.equal(await mark('before').locator('[data-said]').textContent(), 'Thank you, Ada')
  assert.equal(await mark('changed').locator('[data-said]').textContent(), 'Many thanks')
  await see(page, 'test-replay')

  // The size that was chosen is no longer offered.
  await editor.saved()
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  document.steps[1].config.options = menu(['Small', 'Huge']).options
  document.connections[2].exit = 'huge'
  await call('PUT', `/flows/${flow.id}/draft`, { document }, { 'If-Match': `"${revision}"` })
  await editor.card('Size').getByText('Huge').first().waitFor()
  await replay.click()
  await log(page).getByText('“Large” no longer fits here.').waitFor()
  assert.deepEqual(await editor.customerSaid(), ['Ada', 'Large'])
  const saved = await editor.draft()
  assert.equal(saved.document.steps[2].config.text, 'Many thanks')
})

story(
  'a test is saved, broken by an edit, stands before publishing, and is overridden for a reason that is kept',
  async ({ page, call, editor }) => {
    const channel = await demo(call)
    const flow = await make(call, 'Greet', [ask('Name', 'Your name?'), say('Bye', 'Bye {{ step.name }}')], [], channel)
    await publish(call, flow)
    await editor.open(flow.id)
    await editor.test()
    await editor.hears('Your name?')
    await editor.say('Ada')
    await editor.hears('Bye Ada')
    await page.getByRole('tab', { name: 'Tests' }).click()
    await page.getByLabel('Save this conversation as a test').fill('Ada says bye')
    await page.getByRole('button', { name: 'Save as test' }).click()
    await page.getByRole('button', { name: 'Run all tests' }).click()
    await page.getByText('passes', { exact: true }).waitFor()

    await editor.select('Bye')
    await page.locator('[data-field="text"]').getByRole('textbox').click()
    await editor.write('See you')
    await page.getByRole('button', { name: 'Run all tests' }).click()
    await page.getByText('fails', { exact: true }).waitFor()
    const table = page.getByRole('table', { name: 'Ada says bye: expected and now' })
    await table.getByRole('row', { name: 'Bye Ada See you' }).waitFor()
    await see(page, 'test-failing')

    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 saved test fails').waitFor()
    const button = dialog.getByRole('button', { name: 'Publish version 2' })
    assert.ok(await button.isDisabled(), 'a failing test stands in the way')
    await dialog.getByLabel('Why publish anyway').fill('We say it another way now')
    await button.click()
    await page.getByText('Version 2 is live.').waitFor()
    const { items } = await call('GET', `/flows/${flow.id}/versions`)
    assert.match(items[0].note, /\[Ada says bye\] We say it another way now/)
    const { items: notes } = await call('GET', '/audit')
    assert.ok(JSON.stringify(notes).includes('We say it another way now'), 'the reason is in the log')
    await call('POST', '/demo/messages', { content: { type: 'text', text: 'greet' } })
    const { messages } = await call('POST', '/demo/messages', { content: { type: 'text', text: 'Ada' } })
    assert.ok(messages.length >= 3)
  },
)

story(
  'a real conversation becomes a test, and the publish dialog shows who would read something else',
  async ({ page, call, server, editor }) => {
    const { account } = graph
    const channel = await call('POST', '/channels', {
      name: 'Shop',
      phone_number_id: account.phoneId,
      waba_id: account.waba,
      app_id: account.appId,
      access_token: account.token,
      app_secret: account.secret,
    })
    const flow = await make(
      call,
      'Order',
      [ask('What', 'What do you order?'), say('Thanks', 'Thank you for {{ step.what }}')],
      [],
      channel.id,
    )
    await publish(call, flow)
    const before = graph.sent.length
    for (const [n, [from, what]] of [
      ['393331112222', 'roses'],
      ['393331113333', 'tulips'],
    ].entries()) {
      await graph.says(server, from, 'order')
      await graph.until(before + 2 * n + 1)
      await graph.says(server, from, what)
      await graph.until(before + 2 * n + 2)
    }
    // Somebody who has only begun stands at the question.
    await graph.says(server, '393331114444', 'order')
    await graph.until(before + 5)

    const { items: people } = await call('GET', `/flows/${flow.id}/people`)
    const done = people.find((run) => run.status === 'completed')
    await page.goto(`/runs/${done.id}`)
    await page.getByRole('button', { name: 'Save as test' }).click()
    const asking = page.getByRole('dialog')
    await asking.getByLabel('Name of the test').fill('A real order')
    await see(page, 'run-save-test')
    await asking.getByRole('button', { name: 'Save as test' }).click()
    await page.getByText('Saved as a test of “Order”.').waitFor()
    const { items: tests } = await call('GET', `/flows/${flow.id}/tests`)
    assert.deepEqual(
      tests[0].script.turns.map((turn) => turn.expect[0].text.slice(0, 9)),
      ['What do y', 'Thank you'],
    )

    await change(call, flow, 'Thanks', { text: 'Your {{ step.what }} come tomorrow' })
    await editor.open(flow.id)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = page.getByRole('dialog')
    const reading = dialog.getByRole('region', { name: 'What customers will read differently' })
    await reading.getByText('2 of 3 conversations would change.').waitFor()
    await dialog.getByText('Step changed: Thanks').waitFor()
    await reading.locator('summary').first().click()
    const row = reading.getByRole('row', { name: /^Thank you for (roses|tulips) Your (roses|tulips) come tomorrow$/ })
    await row.first().waitFor()
    await row.first().scrollIntoViewIfNeeded()
    await see(page, 'publish-reading')
    await dialog.getByLabel('Why publish anyway').fill('Delivery is faster')
    await dialog.getByRole('button', { name: 'Publish version 2' }).click()
    await page.getByText('Version 2 is live.').waitFor()

    // What the dialog foretold is what the next customer gets; who had begun finishes as they began.
    await graph.says(server, '393331114444', 'daisies')
    await graph.until(before + 6)
    await graph.says(server, '393331115555', 'order')
    await graph.until(before + 7)
    await graph.says(server, '393331115555', 'lilies')
    await graph.until(before + 8)
    const texts = graph.sent.slice(before + 5).map(({ body }) => body.text?.body ?? body.interactive?.body?.text)
    assert.deepEqual(texts, ['Thank you for daisies', 'What do you order?', 'Your lilies come tomorrow'])
  },
  { fresh: true, minutes: 2 },
)

story(
  'any version is looked at and compared; restoring one asks what becomes of those who wait',
  async ({ page, call, editor }) => {
    const channel = await demo(call)
    const flow = await make(
      call,
      'Table',
      [ask('When', 'When do you come?'), say('Booked', 'Booked for {{ step.when }}'), say('Extra', 'See you')],
      [],
      channel,
    )
    await publish(call, flow)
    const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
    document.steps[0].config.text = 'When will you come?'
    document.steps[1].config.text = 'Reserved for {{ step.when }}'
    document.steps.pop()
    document.connections.pop()
    await call('PUT', `/flows/${flow.id}/draft`, { document }, { 'If-Match': `"${revision}"` })
    await publish(call, flow)
    const { messages } = await call('POST', '/demo/messages', { content: { type: 'text', text: 'table' } })
    assert.ok(messages.length > 0)

    await editor.open(flow.id)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Versions' }).click()
    await page.getByRole('button', { name: 'What changed since version 1' }).click()
    const viewer = page.getByRole('dialog', { name: 'Versions, to look at' })
    const list = viewer.getByRole('complementary', { name: 'What differs' })
    await list.getByText('Step removed: Extra').waitFor()
    await list.locator('mark', { hasText: 'Reserved' }).waitFor()
    const gone = viewer.locator('.react-flow__node', { hasText: 'Extra' }).first()
    assert.equal(await gone.evaluate((node) => getComputedStyle(node, '::after').content), '"Removed"')
    await see(page, 'versions-compared')
    await viewer.getByRole('combobox', { name: 'Compared with' }).click()
    await page.getByRole('option', { name: 'Nothing', exact: true }).click()
    await viewer.getByRole('combobox', { name: 'What is shown' }).click()
    await page.getByRole('option', { name: 'Version 1', exact: true }).click()
    await viewer.locator('.react-flow__node', { hasText: 'When do you come?' }).first().waitFor()
    await see(page, 'version-shown')
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Restore version 1' }).click()
    const dialog = page.getByRole('dialog', { name: /Restore version 1 as version 3/ })
    await dialog.getByText('1 person is in it').waitFor()
    await dialog.getByRole('button', { name: 'More choices' }).click()
    await dialog.getByText('They go on in version 3').click()
    await see(page, 'restore-waiting')
    await dialog.getByRole('button', { name: 'Publish version 3' }).click()
    await page.getByText('Version 3 is live.').waitFor()
    const answered = await call('POST', '/demo/messages', { content: { type: 'text', text: 'Friday' } })
    assert.ok(answered)
    const { items: people } = await call('GET', `/flows/${flow.id}/people`)
    assert.equal(people[0].version, 3)
    await page.waitForFunction(async () => {
      const said = await (await fetch('/api/v1/demo')).json()
      return said.messages.some((one) => one.content.text === 'Booked for Friday')
    })
    const after = await call('GET', '/demo')
    assert.deepEqual(
      after.messages.filter((one) => one.direction === 'out').map((one) => one.content.text),
      ['When will you come?', 'Booked for Friday', 'See you'],
    )
  },
  { fresh: true },
)

story(
  'what changed since the live version is drawn on the canvas from within the publish dialog',
  async ({ page, call, editor }) => {
    const channel = await demo(call)
    const flow = await make(
      call,
      'Bakery',
      [say('Welcome', 'Welcome to the bakery'), say('Old', 'We close at noon'), say('Bye', 'See you')],
      [],
      channel,
    )
    await publish(call, flow)
    const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
    document.steps[0].config.text = 'Welcome to the new bakery'
    document.steps = document.steps.filter((step) => step.name !== 'Old')
    document.connections = [
      { from: 'start', exit: 'next', to: document.steps[0].id },
      { from: document.steps[0].id, exit: 'next', to: document.steps[1].id },
    ]
    await call('PUT', `/flows/${flow.id}/draft`, { document }, { 'If-Match': `"${revision}"` })
    await editor.open(flow.id)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Publish version 2' })
    await dialog.getByRole('button', { name: 'See it on the canvas' }).click()
    const viewer = page.getByRole('dialog', { name: 'Versions, to look at' })
    const list = viewer.getByRole('complementary', { name: 'What differs' })
    await list.getByText('Step removed: Old').waitFor()
    await list.locator('mark', { hasText: 'new' }).first().waitFor()
    const mark = (name) =>
      viewer
        .locator('.react-flow__node', { hasText: name })
        .first()
        .evaluate((node) => getComputedStyle(node, '::after').content)
    assert.equal(await mark('We close at noon'), '"Removed"')
    assert.equal(await mark('Welcome to the new bakery'), '"Changed"')
    assert.deepEqual(await faults(page), [])
    await see(page, 'publish-drawn')
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })
    await dialog.getByRole('button', { name: 'Publish version 2' }).click()
    await dialog.waitFor({ state: 'detached' })
    await call('POST', '/demo/messages', { content: { type: 'text', text: 'bakery' } })
    await page.waitForFunction(async () => {
      const said = await (await fetch('/api/v1/demo')).json()
      return said.messages.filter((one) => one.direction === 'out').length === 2
    })
    const { messages } = await call('GET', '/demo')
    assert.deepEqual(
      messages.filter((one) => one.direction === 'out').map((one) => one.content.text),
      ['Welcome to the new bakery', 'See you'],
    )
  },
  { fresh: true },
)
