// What each kind of step leaves behind: what the customer receives, and where a person sees it.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({
  environment: { FLUSSO_GRAPH_URL: graph.url, FLUSSO_ALLOW_PRIVATE: new URL(graph.url).host },
})

const MARIA = '393331112222'
const template = {
  id: '1',
  name: 'ready',
  language: 'en',
  category: 'UTILITY',
  status: 'APPROVED',
  components: [{ type: 'BODY', text: 'Your order is ready, {{1}}.', example: { body_text: [['Maria']] } }],
}
const words = (keyword) => ({
  kind: 'inbound_keyword',
  config: { keywords: [keyword], match: 'exact', again: { mode: 'always', hours: 24 } },
})

async function connect(call) {
  const { account } = graph
  account.templates = [template]
  const channel = await graph.connect(call)
  await call('POST', `/channels/${channel.id}/templates/sync`)
  return channel
}

/** A published flow: its trigger, its steps in a row; `exits` says by which path each goes on, `next` unless told. */
async function publish(call, channel, name, trigger, steps, exits = {}) {
  const flow = await call('POST', '/flows', { name, trigger })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const own = steps.map(([kind, called, config], n) => ({
    id: `step${String(n).padStart(4, '0')}`,
    kind,
    name: called,
    key: called.toLowerCase().replaceAll(' ', '_'),
    config,
  }))
  const exit = (n) => (n === 0 ? 'next' : (exits[own[n - 1].name] ?? 'next'))
  const connections = own.map((step, n) => ({ from: n ? own[n - 1].id : 'start', exit: exit(n), to: step.id }))
  const settings = { ...document.settings, channels: [channel.id] }
  const draft = { ...document, settings, steps: own, connections }
  const saved = await call('PUT', `/flows/${flow.id}/draft`, { document: draft }, { 'If-Match': `"${revision}"` })
  await call('POST', `/flows/${flow.id}/publish`, { revision: saved.revision })
  return flow
}

const textOf = ({ body }) =>
  body.text?.body ?? body.interactive?.body?.text ?? (body.template ? `template ${body.template.name}` : body.type)
const received = () => graph.sent.filter((one) => one.to === MARIA).map(textOf)

story(
  'every kind of step is seen by the customer or by a person',
  async ({ page, server, call }) => {
    const channel = await connect(call)
    const { items: users } = await call('GET', '/users')
    const courier = await publish(call, channel, 'Courier', { kind: 'from_flow', config: {} }, [
      ['message', 'Tell', { text: 'The courier comes to {{ var.street }}.', media_kind: 'none' }],
      ['end', 'Done', { outcome: 'Sent out' }],
    ])
    const orders = await publish(
      call,
      channel,
      'Orders',
      words('order'),
      [
        [
          'message',
          'Greet',
          {
            text: 'Hello {{ contact.name }}',
            media_kind: 'none',
            more: [
              { text: '', media_kind: 'location', place: { latitude: '44.49', longitude: '11.34', name: 'Shop' } },
            ],
          },
        ],
        ['question', 'Day', { text: 'For which day?', answer: 'date' }],
        [
          'menu',
          'Size',
          {
            text: 'Which size?',
            display: 'numbers',
            options: [
              { id: 'small', title: 'Small' },
              { id: 'large', title: 'Large' },
            ],
          },
        ],
        ['set_variable', 'Count', { changes: [{ variable: 'street', value: 'Via Roma 1', as: 'text' }] }],
        [
          'split',
          'Halves',
          {
            branches: [
              { id: 'only', name: 'Everybody', weight: 1 },
              { id: 'none', name: 'Nobody', weight: 0 },
            ],
          },
        ],
        ['contact_update', 'Keep', { changes: [{ field: 'email', value: 'maria@example.com' }] }],
        ['tag', 'Mark', { scope: 'contact', mode: 'add', tags: ['vip'] }],
        [
          'condition',
          'Large one',
          {
            paths: [
              {
                id: 'big',
                name: 'Large',
                match: 'all',
                groups: [{ match: 'all', rows: [{ left: 'step.size.value', op: 'is', right: 'large' }] }],
              },
            ],
          },
        ],
        [
          'call_flow',
          'Ask the courier',
          { flow: courier.id, mode: 'return', variables: [{ name: 'street', value: '{{ var.street }}' }] },
        ],
        [
          'template',
          'Ready',
          {
            template: {
              name: 'ready',
              language: 'en',
              category: 'utility',
              header: { type: '', text: '' },
              body: 'Your order is ready, {{1}}.',
              footer: '',
              buttons: [],
            },
            body_params: ['{{ contact.name }}'],
            after: 'continue',
          },
        ],
        ['assign', 'Hand over', { user: users[0].id, note: 'Large order for {{ step.day }}' }],
      ],
      { Size: 'large', Halves: 'only', 'Large one': 'big' },
    )

    await graph.says(server, MARIA, 'order')
    await graph.until(3)
    await graph.says(server, MARIA, '24/12/2026')
    await graph.until(4)
    await graph.says(server, MARIA, '2')
    await graph.until(6)
    assert.deepEqual(received(), [
      'Hello Maria',
      'location',
      'For which day?',
      received()[3],
      'The courier comes to Via Roma 1.',
      'template ready',
    ])
    assert.match(received()[3], /Which size\?[\s\S]*Small[\s\S]*Large/)

    // The person's way: every step with what it did.
    await page.goto(`/flows/${orders.id}/people`)
    await page
      .getByRole('link', { name: 'Maria' })
      .or(page.getByRole('row', { name: /Maria/ }))
      .first()
      .click()
    await page.getByRole('heading', { name: /Maria in Orders/ }).waitFor()
    const way = page.locator('ol').first()
    for (const sentence of [
      /street is now Via Roma 1/,
      /Kept with the contact as email: maria@example.com/,
      /Tags added: vip/,
      /Entered the flow Courier/,
      /Came back from the flow Courier/,
      new RegExp(`Given to ${users[0].name}`),
      /Left by “Large”/,
      /Left by “Everybody”/,
    ]) {
      await way.getByText(sentence).first().waitFor()
    }

    // The contact has the tag and the email, the conversation waits for the colleague.
    const { items: contacts } = await call('GET', '/contacts?q=Maria')
    assert.deepEqual(contacts[0].tags, ['vip'])
    await page.goto(`/contacts/${contacts[0].id}`)
    await page.getByText('vip').first().waitFor()
    assert.equal(await page.getByLabel('Email').inputValue(), 'maria@example.com')
    const { items: conversations } = await call('GET', '/conversations')
    assert.equal(conversations[0].status, 'new')
    await page.goto(`/conversations/${conversations[0].id}`)
    await graph.says(server, MARIA, 'order')
    await page
      .getByText(/A person has this conversation/)
      .first()
      .waitFor()
    assert.equal(received().length, 6, 'no flow answers a conversation that a colleague has')
  },
  { minutes: 3 },
)

story(
  'a call, a wait, a jump and the conversation itself leave their traces',
  async ({ page, server, call }) => {
    const channel = await connect(call)
    const flow = await publish(
      call,
      channel,
      'Stock',
      words('stock'),
      [
        ['message', 'Hello', { text: 'One moment', media_kind: 'none' }],
        ['delay', 'Breathe', { mode: 'amount', delay: { amount: 1, unit: 's' } }],
        [
          'http',
          'Ask the shop',
          { method: 'GET', url: `${graph.url}/stock`, query: [{ name: 'for', value: 'roses' }], sample: '{}' },
        ],
        ['message', 'Tell', { text: 'We have {{ step.ask_the_shop.json.count }}', media_kind: 'none' }],
        ['conversation', 'Open again', { action: 'reopen' }],
        ['goto', 'To the end', { step: 'step0006' }],
        ['end', 'Done', { outcome: 'Told' }],
      ],
      { 'Ask the shop': 'success' },
    )
    const buyer = '393336667777'
    const before = graph.sent.length
    await graph.says(server, buyer, 'stock')
    await graph.until(before + 2)
    assert.deepEqual(graph.sent.slice(before).map(textOf), ['One moment', 'We have 7'])
    const { items: people } = await call('GET', `/flows/${flow.id}/people`)
    await page.goto(`/runs/${people[0].id}`)
    const way = page.locator('ol').first()
    for (const sentence of [
      /Waits until/,
      /Called http.*\/stock\?for=roses/,
      /answered with status 200/,
      /Opened the conversation again/,
      /The flow has ended|completed/,
    ]) {
      await way.getByText(sentence).first().waitFor()
    }
    // The same on the canvas, back with the keys: when it was, what was sent, and what came back.
    await page.getByText('On the canvas', { exact: true }).click()
    await page.locator('.react-flow__node[data-id="step0002"] [data-way="passed"]').waitFor()
    const beside = page.getByRole('region', { name: /^Step \d+ of \d+$/ })
    for (let n = 0; n < 8 && (await beside.getByText('Ask the shop', { exact: true }).count()) === 0; n++)
      await page.keyboard.press('ArrowLeft')
    await beside.getByText('What was sent').click()
    await beside.getByText(`GET ${graph.url}/stock?for=roses`).waitFor()
    await beside.getByText(/^What came back/).click()
    const answer = JSON.parse(await beside.locator('pre').last().textContent())
    const when = await beside.locator('time').first().getAttribute('datetime')
    const { items: events } = await call('GET', `/runs/${people[0].id}/events`)
    const done = events.find((one) => one.kind === 'effect_done')
    assert.deepEqual(answer, done.result.json)
    assert.ok(
      events.some((one) => new Date(one.at).toISOString() === when),
      `${when} is when it happened`,
    )
    const { items } = await call('GET', '/conversations')
    const conversation = items.find((one) => one.contact.phone.endsWith('7777'))
    await page.goto(`/conversations/${conversation.id}`)
    await page.getByText('We have 7').last().waitFor()
    assert.equal(conversation.status, 'new', 'it was opened again and waits for a person')
    assert.deepEqual(answer, { count: 7, asked: 'roses' })
  },
  { fresh: true, minutes: 3 },
)

story(
  'every trigger starts its flow, and the conversation says which',
  async ({ page, server, call }) => {
    const channel = await connect(call)
    const answer = (text) => [['message', 'Say', { text, media_kind: 'none' }]]
    const again = { mode: 'always', hours: 24 }
    const flows = [
      ['Welcome', { kind: 'inbound_first', config: { again } }, 'welcome'],
      ['Places', { kind: 'inbound_kind', config: { kinds: ['location'], again } }, 'a place'],
      ['Codes', { kind: 'inbound_keyword', config: { keywords: ['^ab[0-9]+$'], match: 'regex', again } }, 'a code'],
      ['Buttons', { kind: 'inbound_payload', config: { payloads: ['AGAIN'], again } }, 'a button'],
      ['Ads', { kind: 'inbound_ad', config: { any: false, ads: ['120210000000000001'], again } }, 'an ad'],
      [
        'Closed',
        { kind: 'inbound_keyword', config: { keywords: ['hours'], match: 'exact', hours: 'outside', again } },
        'shut',
      ],
      ['Anything', { kind: 'inbound_any', config: { again } }, 'anything'],
    ]
    for (const [name, trigger, text] of flows) await publish(call, channel, name, trigger, answer(text))
    // Open never but for one minute of the week: the words for closed hours are heard.
    const days = { mon: [{ from: '03:00', to: '03:01' }] }
    await call('PATCH', '/account', { hours: { days, holidays: [] } })

    const lead = '393334445555'
    const heard = () => graph.sent.filter((one) => one.to === lead).map(textOf)
    const talk = [
      [{ type: 'text', text: { body: 'good morning' } }, 'welcome', 'Welcome'],
      [{ type: 'location', location: { latitude: 44.49, longitude: 11.34 } }, 'a place', 'Places'],
      [{ type: 'text', text: { body: 'AB123' } }, 'a code', 'Codes'],
      [{ type: 'button', button: { payload: 'AGAIN', text: 'Once more' } }, 'a button', 'Buttons'],
      [
        {
          type: 'text',
          text: { body: 'saw your ad' },
          referral: {
            source_type: 'ad',
            source_id: '120210000000000001',
            source_url: 'https://fb.me/x',
            headline: 'Roses',
            body: 'Fresh every day',
          },
        },
        'an ad',
        'Ads',
      ],
      [{ type: 'text', text: { body: 'hours' } }, 'shut', 'Closed'],
      [{ type: 'text', text: { body: 'what else' } }, 'anything', 'Anything'],
    ]
    const before = graph.sent.length
    for (const [index, [message]] of talk.entries()) {
      await graph.sends(server, lead, message)
      await graph.until(before + index + 1)
    }
    assert.deepEqual(
      heard(),
      talk.map(([, text]) => text),
    )
    const { items } = await call('GET', '/conversations')
    const conversation = items.find((one) => one.contact.phone.endsWith('5555'))
    await page.goto(`/conversations/${conversation.id}`)
    const thread = page.getByRole('log', { name: 'Messages' })
    for (const [, , flow] of talk) await thread.getByText(`Started “${flow}”`).first().waitFor()
    const { items: ads } = await call('GET', '/ads')
    assert.equal(ads[0].headline, 'Roses')
  },
  { fresh: true, minutes: 3 },
)
