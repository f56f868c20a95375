// Trying a flow before customers do: conditions, history, replay.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { faults } from './axe.mjs'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { ask, demoHeard, demoNumber, make, numberOf, publish, rewrite, say, see, textOf } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({
  environment: { FLUSSO_GRAPH_URL: graph.url, FLUSSO_ALLOW_PRIVATE: new URL(graph.url).host },
})
const late = { timeout: { enabled: true, wait: { amount: 2, unit: 'h' } } }

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
    // Or the clock goes on to the very moment.
    await page.getByRole('button', { name: 'Start again', exact: true }).click()
    await editor.hears('Hello you, number unknown')
    await editor.say('Ada')
    await editor.hears('Which day, Ada?')
    await page.getByRole('button', { name: /^Say nothing until / }).click()
    await editor.hears('Still there?')
    assert.deepEqual(await editor.customerSaid(), ['Ada'])

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
    const variables = [
      { key: 'parcel', type: 'text' },
      { key: 'day', type: 'date' },
      { key: 'pieces', type: 'number' },
    ]
    await rewrite(call, flow, (document) => ({ ...document, variables }))
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
    await page.getByText('Not run yet').or(page.getByText('Passes')).first().waitFor()
    const [test] = (await call('GET', `/flows/${flow.id}/tests`)).items
    assert.deepEqual(test.script.variables, { parcel: 'IT-77', day: '2026-12-24', pieces: 3 })
    const played = await call('POST', `/flows/${flow.id}/tests/${test.id}/run`)
    assert.equal(played.passed ?? played.last?.passed, true, 'played again with the same values')
  },
)

story(
  'the history says which way, what changed and what a call was asked; any step may be gone on from',
  async ({ page, call, editor }) => {
    const url = `${graph.url}/stock`
    const flow = await make(
      call,
      'Stock',
      [
        ask('What', 'What do you look for?', { save_to: 'fields.wish' }),
        ['http', 'Ask the shop', { method: 'GET', url, sample: '{"count":7}' }],
        say('Tell', 'We have {{ step.ask_the_shop.json.count }}'),
        ask('More', 'Anything else?'),
        say('Bye', 'Bye, {{ step.what }} again?'),
        say('Sorry', 'The shop does not answer'),
      ],
      [
        [1, 'success', 2],
        [1, 'error', 5],
      ],
      await demoNumber(call),
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
    await stay('Ask the shop').getByText(`GET ${url}`).last().waitFor()
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

    // A call may fail in the test as it may in life: by which path that leads on is told.
    await page.getByRole('tab', { name: 'History' }).click()
    await stay('What').getByRole('button', { name: 'Go on from “What” again' }).click()
    await page.getByRole('tab', { name: 'Phone' }).click()
    await editor.say('lilies')
    await page.getByRole('button', { name: 'Let it fail' }).click()
    await editor.hears('The shop does not answer')
    await page.getByRole('tab', { name: 'History' }).click()
    await stay('Ask the shop').getByText('Left by “Error”').waitFor()

    // What customers then get is what the test said.
    await publish(call, flow)
    for (const text of ['stock', 'roses']) await call('POST', '/demo/messages', { content: { type: 'text', text } })
    assert.deepEqual(await demoHeard(page, call, 3), ['What do you look for?', 'We have 7', 'Anything else?'])
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
  await rewrite(call, flow, ({ steps, connections }) => {
    steps[1].config.options = menu(['Small', 'Huge']).options
    connections[2].exit = 'huge'
  })
  await editor.card('Size').getByText('Huge').first().waitFor()
  await replay.click()
  await log(page).getByText('“Large” no longer fits here.').waitFor()
  assert.deepEqual(await editor.customerSaid(), ['Ada', 'Large'])
  const saved = await editor.draft()
  assert.equal(saved.document.steps[2].config.text, 'Many thanks')
})

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const MARIA = '393331112222'

story(
  'the phone shows what the customer then receives: a picture, a place, a list, right-to-left words',
  async ({ page, call, editor, server, context }) => {
    const channel = await numberOf(graph)(call)
    const sent = await context.request.post('/api/v1/media', {
      multipart: { file: { name: 'shop.png', mimeType: 'image/png', buffer: DOT } },
    })
    const { id: media_id } = await sent.json()
    const caption = 'مرحبا 👩‍👩‍👧, our *shop*'
    const place = { latitude: '44.49', longitude: '11.34', name: 'Via Roma 1' }
    const options = ['Rome', 'Milan', 'Turin', 'Bari'].map((title) => ({ id: title.toLowerCase(), title }))
    const flow = await make(
      call,
      'Places',
      [
        [
          'message',
          'Shop',
          {
            text: caption,
            media_kind: 'image',
            media: { source: 'upload', media_id },
            more: [{ text: '', media_kind: 'location', place }],
          },
        ],
        ['menu', 'City', { text: 'Which city?', list_button: 'Cities', options }],
        say('Thanks', 'Until soon in {{ step.city.label }}'),
      ],
      [[1, 'turin', 2]],
      channel.id,
    )
    await editor.open(flow.id)
    await editor.test()
    const picture = log(page).getByRole('img', { name: 'shop.png' }).or(log(page).locator('img')).first()
    await picture.evaluate((one) => one.decode())
    await log(page).getByText('Via Roma 1').waitFor()
    await log(page).locator('strong', { hasText: 'shop' }).waitFor()
    await log(page).getByRole('button', { name: 'Cities' }).click()
    await log(page).getByRole('button', { name: 'Turin' }).click()
    await editor.hears('Until soon in Turin')
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      assert.deepEqual(await faults(page), [])
      await see(page, `phone-${colorScheme}`)
    }

    await publish(call, flow)
    const before = graph.sent.length
    await graph.says(server, MARIA, 'places')
    await graph.until(before + 3)
    const [shop, where, list] = graph.sent.slice(before).map(({ body }) => body)
    assert.equal(shop.image.caption, caption)
    assert.equal(where.location.name, 'Via Roma 1')
    assert.equal(list.interactive.action.button, 'Cities')
    const rows = list.interactive.action.sections[0].rows
    assert.deepEqual(
      rows.map((one) => one.title),
      ['Rome', 'Milan', 'Turin', 'Bari'],
    )
    const { id, title } = rows[2]
    const interactive = { type: 'list_reply', list_reply: { id, title } }
    await graph.sends(server, MARIA, { type: 'interactive', interactive })
    await graph.until(before + 4)
    assert.equal(textOf(graph.sent.at(-1)), 'Until soon in Turin')
  },
)
