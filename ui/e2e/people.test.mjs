// Seeing people: they come by signed webhooks, and every number on the pages is exactly theirs.
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { textOf } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })

const ANA = '393331112222'
const BOB = '393331113333'
const CARL = '393331114444'
const DORA = '393331115555'
const EVA = '393331116666'
const FRED = '393331117777'
const GINA = '393331118888'
const HANS = '393331119999'

const menu = {
  text: 'What do you want?',
  options: [
    { id: 'sales', title: 'Buy' },
    { id: 'help', title: 'Help' },
  ],
}
const say = (text) => ({ text, media_kind: 'none' })

/** A published flow with a menu of two paths, one of which asks for a name. */
async function seed(call) {
  const channel = await graph.connect(call)
  const trigger = {
    kind: 'inbound_keyword',
    config: { keywords: ['hello'], match: 'exact', again: { mode: 'always', hours: 24 } },
  }
  const flow = await call('POST', '/flows', { name: 'Desk', trigger })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const step = (id, kind, name, config) => ({ id, kind, name, key: name.toLowerCase().replaceAll(' ', '_'), config })
  const draft = {
    ...document,
    settings: { ...document.settings, language: 'en', channels: [channel.id] },
    steps: [
      step('choose01', 'menu', 'Choose', menu),
      step('askname1', 'question', 'Ask name', { text: 'What is your name?', answer: 'text' }),
      step('thanks01', 'message', 'Thanks', say('Thank you, {{ step.ask_name }}.')),
      step('helping1', 'message', 'Helping', say('Help is on its way.')),
    ],
    connections: [
      { from: 'start', exit: 'next', to: 'choose01' },
      { from: 'choose01', exit: 'sales', to: 'askname1' },
      { from: 'choose01', exit: 'help', to: 'helping1' },
      { from: 'askname1', exit: 'next', to: 'thanks01' },
    ],
  }
  const saved = await call('PUT', `/flows/${flow.id}/draft`, { document: draft }, { 'If-Match': `"${revision}"` })
  await call('POST', `/flows/${flow.id}/publish`, { revision: saved.revision })
  return flow
}

const received = (phone) => graph.sent.filter((one) => one.to === phone).map(textOf)

/** Asks until the answer is as it should be. */
async function eventually(ask, holds) {
  const until = Date.now() + 10_000
  for (;;) {
    const answer = await ask()
    if (holds(answer) || Date.now() > until) return answer
    await new Promise((done) => setTimeout(done, 100))
  }
}

story(
  'four people go through; numbers, lists, file, way and what is done to them are exactly theirs',
  async ({ page, server, call }) => {
    const flow = await seed(call)
    const says = async (phone, text) => {
      const before = graph.sent.length
      await graph.says(server, phone, text)
      await graph.until(before + 1)
    }
    for (const phone of [ANA, BOB, CARL, DORA]) await says(phone, 'hello')
    await says(ANA, 'Buy')
    await says(BOB, 'Buy')
    await says(CARL, 'Help')
    await says(ANA, 'Anna')

    // The summary: six counters that add up.
    await page.goto(`/flows/${flow.id}/summary`)
    await page.getByRole('heading', { name: 'Desk' }).waitFor()
    const counter = (label) =>
      page.locator('dl > div', { has: page.getByText(label, { exact: true }) }).locator('dd > :first-child')
    for (const [label, count] of Object.entries({
      Contacts: '4',
      Ongoing: '2',
      Completed: '2',
      Expired: '0',
      Canceled: '0',
      Failed: '0',
    }))
      assert.equal(await counter(label).textContent(), count, label)

    // A counter leads to its people, and the address keeps the filter.
    await counter('Ongoing').click()
    await page.waitForURL(/status=live/)
    const rows = page.getByRole('table', { name: 'People in this flow' }).locator('tbody tr')
    await eventually(
      () => rows.count(),
      (n) => n === 2,
    )
    assert.equal(await rows.count(), 2)

    // The file has who is listed: exact bytes, names kept from being formulas.
    const { items: live } = await call('GET', `/flows/${flow.id}/people?status=live`)
    const bob = live.find((run) => run.contact.phone === `+${BOB}`)
    const dora = live.find((run) => run.contact.phone === `+${DORA}`)
    await call('PATCH', `/contacts/${bob.contact.id}`, { first_name: '=2+3', last_name: '' })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export as CSV' }).click(),
    ])
    const file = readFileSync(await download.path(), 'utf8')
    const line = (run, name, step) =>
      `${name},${run.contact.phone},waiting,,${step},1,${run.started_at.replace(/\.\d+Z$/, 'Z')},,${run.started_by},${run.contact.id},${run.id}\r\n`
    assert.equal(
      file,
      `\ufeffname,phone,state,outcome,step,version,started_at,ended_at,started_by,contact_id,way_id\r\n${line(dora, dora.contact.name, 'Choose')}${line(bob, "'=2+3", 'Ask name')}`,
    )

    // The canvas shows the same people, number by number.
    await page.getByRole('tab', { name: 'Flow with numbers' }).click()
    const number = (name) => page.getByRole('button', { name, exact: true })
    for (const name of [
      'Came in: 4',
      'Choose: came here 4',
      'Choose: waiting here now 1',
      'Buy: 2 took this path',
      'Help: 1 took this path',
      'Ask name: came here 2',
      'Ask name: waiting here now 1',
      'Thanks: came here 1',
      'Helping: came here 1',
    ])
      await number(name).waitFor()
    await number('Buy: 2 took this path').click()
    const behind = page.getByRole('dialog', { name: 'Who left “Choose” by “Buy”' })
    const names = behind.getByRole('list', { name: 'People behind the number' }).getByRole('listitem')
    await names.first().waitFor()
    assert.equal(await names.count(), 2)
    await page.keyboard.press('Escape')

    // Somebody goes on: the numbers follow by themselves.
    await says(DORA, 'Help')
    await number('Help: 2 took this path').waitFor()
    assert.equal(await number('Choose: waiting here now 1').count(), 0)

    // Bob is let go on without an answer: the customer reads what comes next.
    await page.goto(`/flows/${flow.id}/summary?status=live`)
    await rows.first().waitFor()
    await page.getByRole('checkbox', { name: 'Choose this row' }).check()
    await page.getByRole('button', { name: 'Let go on' }).click()
    const sent = graph.sent.length
    await page
      .getByRole('dialog', { name: /Let 1 person go on/ })
      .getByRole('button', { name: 'Let them go on' })
      .click()
    await graph.until(sent + 1)
    assert.equal(received(BOB).at(-1), 'Thank you, .')
    assert.equal((await call('GET', `/runs/${bob.id}`)).status, 'completed')

    // Two are taken out at once; what they write then starts nothing where they stood.
    for (const phone of [ANA, CARL]) await says(phone, 'hello')
    await page.goto(`/flows/${flow.id}/summary?status=live`)
    await eventually(
      () => rows.count(),
      (n) => n === 2,
    )
    await page.getByRole('checkbox', { name: 'Choose all rows' }).check()
    await page.getByRole('button', { name: 'Take out' }).click()
    await page
      .getByRole('dialog', { name: /Take 2 people out of “Desk”/ })
      .getByRole('button', { name: 'Take them out' })
      .click()
    const canceled = await eventually(
      async () => (await call('GET', `/flows/${flow.id}/people?status=canceled`)).items,
      (items) => items.length === 2,
    )
    assert.deepEqual(canceled.map((run) => [run.contact.phone, run.outcome]).sort(), [
      [`+${ANA}`, 'by_hand'],
      [`+${CARL}`, 'by_hand'],
    ])
    const before = received(ANA).length
    await graph.says(server, ANA, 'Buy')
    const { items: threads } = await call('GET', '/conversations')
    const thread = threads.find((one) => one.contact.phone === `+${ANA}`)
    const last = await eventually(
      async () =>
        (await call('GET', `/conversations/${thread.id}/messages?limit=20`)).items.find(
          (one) => one.content.text === 'Buy' && one.reason?.code === 'nothing_matches',
        ),
      Boolean,
    )
    assert.ok(last, 'the message is told to start nothing')
    assert.equal(received(ANA).length, before)
    const { items: audit } = await call('GET', '/audit')
    assert.ok(audit.some((one) => one.action === 'people_end' && one.detail.done === 2))
    const stats = await call('GET', `/flows/${flow.id}/steps/stats`)
    for (const one of stats.items) {
      const left = Object.values(one.left).reduce((a, b) => a + b, 0)
      const ended = Object.values(one.ended).reduce((a, b) => a + b, 0)
      assert.equal(one.entered, left + ended + one.jumped + one.moved + one.waiting, one.step)
    }
  },
  { minutes: 3 },
)

story('one person’s way is walked on the canvas with the keys', async ({ page, server, call }) => {
  const { items } = await call('GET', '/flows')
  const flow = items.find((one) => one.name === 'Desk') ?? (await seed(call))
  const before = graph.sent.length
  const phone = '393331116666'
  await graph.says(server, phone, 'hello')
  await graph.until(before + 1)
  await graph.says(server, phone, 'Buy')
  await graph.until(before + 2)
  await graph.says(server, phone, 'Emma')
  await graph.until(before + 3)
  const { items: people } = await call('GET', `/flows/${flow.id}/people`)
  const run = people.find((one) => one.contact.phone === `+${phone}`)
  await page.goto(`/runs/${run.id}`)
  await page.getByText('On the canvas').click()
  const card = (id) => page.locator(`.react-flow__node[data-id="${id}"] [data-way]`)
  await card('thanks01').waitFor()
  // At the end: all that they passed is lit, the rest is pale.
  for (const [id, way] of [
    ['choose01', 'passed'],
    ['askname1', 'passed'],
    ['thanks01', 'passed'],
    ['helping1', 'pale'],
  ])
    assert.equal(await card(id).getAttribute('data-way'), way, id)
  // Back with the keys: the question, with what they answered.
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  const beside = page.getByRole('region', { name: /^Step \d of \d$/ })
  await beside.getByText('Ask name').waitFor()
  await beside.getByText('Emma').waitFor()
  assert.equal(await card('thanks01').getAttribute('data-way'), 'pale')
  assert.equal(await card('askname1').getAttribute('data-way'), 'passed')
  const events = await call('GET', `/runs/${run.id}/events`)
  assert.ok(
    events.items.some(
      (one) => one.kind === 'reply' && one.step === 'askname1' && JSON.stringify(one.value).includes('Emma'),
    ),
  )
  assert.equal(received(phone).at(-1), 'Thank you, Emma.')
})

story('the editor’s canvas shows numbers when they are wanted, and who is behind one is let go on', async (tools) => {
  const { page, server, call } = tools
  const { items } = await call('GET', '/flows')
  const flow = items.find((one) => one.name === 'Desk')
  assert.ok(flow, 'the story before has made the flow')
  // Somebody stands at the menu: the card says so, also without numbers.
  const before = graph.sent.length
  await graph.says(server, GINA, 'hello')
  await graph.until(before + 1)
  await page.goto(`/flows/${flow.id}/edit?panel=people`)
  await page.locator('.react-flow__node[data-id="choose01"]').getByRole('img', { name: '1 waiting here' }).waitFor()
  const came = page.getByRole('button', { name: /^Choose: came here \d+$/ })
  await page.getByRole('switch', { name: 'Numbers on the canvas' }).waitFor()
  assert.equal(await came.count(), 0)
  await page.getByRole('switch', { name: 'Numbers on the canvas' }).click()
  await came.waitFor()
  const { items: stats } = await call('GET', `/flows/${flow.id}/steps/stats`)
  const { entered } = stats.find((one) => one.step === 'choose01')
  assert.equal(await came.getAttribute('aria-label'), `Choose: came here ${entered}`)
  // Two were taken out here: that is how many got no further.
  await page.getByRole('button', { name: /^Choose: went no further 2 \(\d+\s?%\)$/ }).waitFor()
  await page.getByRole('combobox', { name: 'When they came in' }).click()
  await page.getByRole('option', { name: 'Today', exact: true }).click()
  assert.equal(await came.getAttribute('aria-label'), `Choose: came here ${entered}`)
  await came.click()
  const all = page.getByRole('dialog', { name: 'Who came to “Choose”' })
  await all.getByRole('listitem').first().waitFor()
  assert.equal(await all.getByRole('listitem').count(), entered)
  await page.keyboard.press('Escape')
  await all.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Choose: waiting here now 1' }).click()
  const behind = page.getByRole('dialog', { name: /“Choose”/ })
  await behind.getByRole('link', { name: 'Filter, export or change them' }).click()
  await page.waitForURL(/summary.*step=choose01/)
  await page.getByRole('checkbox', { name: 'Choose this row' }).check()
  await page.getByRole('button', { name: 'Let go on' }).click()
  const asking = page.getByRole('dialog', { name: /Let 1 person go on/ })
  await asking.getByRole('combobox', { name: 'By which path' }).click()
  await page.getByRole('option', { name: 'Help', exact: true }).click()
  await asking.getByRole('button', { name: 'Let them go on' }).click()
  await graph.until(before + 2)
  assert.equal(received(GINA).at(-1), 'Help is on its way.')
})

story(
  'who waits is moved to the published version and reads its words from there on; figures and file of one version',
  async ({ page, server, call }) => {
    const { items: flows } = await call('GET', '/flows')
    const flow = flows.find((one) => one.name === 'Desk')
    const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
    const says = async (phone, text) => {
      const before = graph.sent.length
      await graph.says(server, phone, text)
      await graph.until(before + 1)
    }
    for (const phone of [EVA, FRED]) {
      await says(phone, 'hello')
      await says(phone, 'Buy')
    }
    const { items: inside } = await call('GET', `/flows/${flow.id}/people?status=live`)
    const eva = inside.find((run) => run.contact.phone === `+${EVA}`)
    await call('PATCH', `/contacts/${eva.contact.id}`, { first_name: 'Eva' })
    document.steps.find((step) => step.name === 'Thanks').config.text = 'Grazie, {{ step.ask_name }}.'
    const saved = await call('PUT', `/flows/${flow.id}/draft`, { document }, { 'If-Match': `"${revision}"` })
    await call('POST', `/flows/${flow.id}/publish`, { revision: saved.revision })

    // One of the two is moved; the other finishes what they began.
    await page.goto(`/flows/${flow.id}/summary?status=live`)
    const rows = page.getByRole('table', { name: 'People in this flow' }).locator('tbody tr')
    const row = rows.filter({ hasText: 'Eva' })
    await row.getByRole('checkbox', { name: 'Choose this row' }).check()
    await page.getByRole('button', { name: 'Move to the published version' }).click()
    await page
      .getByRole('dialog', { name: /Move 1 person to the published version/ })
      .getByRole('button', { name: 'Move them' })
      .click()
    await eventually(
      async () => (await call('GET', `/flows/${flow.id}/people?status=live`)).items,
      (items) => items.some((run) => run.contact.phone === `+${EVA}` && run.version === flow.version.number + 1),
    )
    await says(EVA, 'Eva')
    await says(FRED, 'Fred')
    assert.equal(received(EVA).at(-1), 'Grazie, Eva.')
    assert.equal(received(FRED).at(-1), 'Thank you, Fred.')

    // Of one version and one day: its counters, its people at one step, and their file.
    const number = flow.version.number + 1
    await says(HANS, 'hello')
    await says(HANS, 'Help')
    const own = await eventually(
      async () => (await call('GET', `/flows/${flow.id}/people?version=${number}&step=helping1&did=entered`)).items,
      (items) => items.length === 1,
    )
    const [hans] = own
    assert.equal(hans.contact.phone, `+${HANS}`)
    const choose = async (name, option) => {
      await page.getByRole('combobox', { name, exact: true }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    await page.goto(`/flows/${flow.id}/summary`)
    await choose('When they came in', 'Today')
    await choose('Version', `Version ${number}`)
    await choose('Step', 'Helping')
    await choose('What they did at the step', 'Came to it')
    await choose('State', 'completed')
    await rows.filter({ hasText: 'Help' }).first().waitFor()
    await eventually(
      () => rows.count(),
      (n) => n === 1,
    )
    const counted = await call('GET', `/flows/${flow.id}/summary?version=${number}`)
    const counter = (label) =>
      page.locator('dl > div', { has: page.getByText(label, { exact: true }) }).locator('dd > :first-child')
    for (const label of ['Contacts', 'Completed', 'Ongoing'])
      assert.equal(await counter(label).textContent(), String(counted[label.toLowerCase()]), label)
    assert.match(await counter('Average time').textContent(), /^\d+ seconds?$/)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export as CSV' }).click(),
    ])
    const file = readFileSync(await download.path(), 'utf8')
    await page.getByRole('tab', { name: 'Flow with numbers' }).click()
    await page.getByText(`This is version ${number}; the numbers count who was in it.`).waitFor()
    await page.getByRole('button', { name: 'Helping: came here 1', exact: true }).waitFor()
    await page.getByRole('tab', { name: 'Versions' }).click()
    const versions = page.getByRole('table', { name: 'Versions' })
    for (const one of counted.versions) {
      const cells = versions.getByRole('row', { name: new RegExp(`^Version ${one.version}\\b`) }).getByRole('cell')
      const shown = await cells.allTextContents()
      const { contacts, ongoing, completed, expired, canceled, failed } = one
      assert.deepEqual(shown.slice(1, 7), [contacts, ongoing, completed, expired, canceled, failed].map(String))
    }
    const at = (time) => time.replace(/\.\d+Z$/, 'Z')
    assert.equal(
      file,
      `\ufeffname,phone,state,outcome,step,version,started_at,ended_at,started_by,contact_id,way_id\r\n${[
        hans.contact.name,
        hans.contact.phone,
        hans.status,
        hans.outcome ?? '',
        hans.step_name ?? '',
        number,
        at(hans.started_at),
        at(hans.ended_at),
        hans.started_by,
        hans.contact.id,
        hans.id,
      ].join()}\r\n`,
    )
  },
)

story(
  'everybody who fits is chosen at once, also who is not on the page, and what was not done is told',
  async ({ page, server, call }) => {
    const flow = await seed(call)
    const phones = Array.from({ length: 120 }, (_, n) => `3934700${String(n).padStart(5, '0')}`)
    const sent = graph.sent.length + phones.length
    for (const phone of phones) await graph.says(server, phone, 'hello')
    await graph.until(sent)
    await eventually(
      async () => (await call('GET', `/flows/${flow.id}/summary`)).ongoing,
      (n) => n === phones.length,
    )
    await page.goto(`/flows/${flow.id}/summary?status=live`)
    const bar = page.getByRole('toolbar', { name: 'Actions on the chosen rows' })
    await page.getByRole('checkbox', { name: 'Choose all rows' }).check()
    await bar.getByText('50 chosen').waitFor()
    await bar.getByRole('button', { name: 'Choose all that match' }).click()
    await bar.getByText('120 chosen').waitFor()

    // One is left out again, and one leaves by another hand meanwhile.
    await page.getByRole('checkbox', { name: 'Choose this row' }).first().uncheck()
    await bar.getByText('119 chosen').waitFor()
    const last = (await call('GET', `/flows/${flow.id}/people?limit=200`)).items.at(-1)
    await call('POST', `/flows/${flow.id}/people/change`, { action: 'end', runs: [last.id] })
    await bar.getByRole('button', { name: 'Take out' }).click()
    const dialog = page.getByRole('dialog', { name: /Take 119 people out of “Desk”/ })
    await dialog.getByRole('button', { name: 'Take them out' }).click()
    await page.getByText('Done for 118 people.').waitFor()
    await page.getByText(/^1 person was left as they are\. /).waitFor()
    const { items: left } = await call('GET', `/flows/${flow.id}/people?status=live&limit=200`)
    assert.equal(left.length, 1)

    // Who is out gets no answer where they stood; who was left out goes on.
    const [stays] = left
    const gone = phones.find((phone) => `+${phone}` !== stays.contact.phone)
    await graph.says(server, gone, 'Buy')
    await graph.says(server, stays.contact.phone.slice(1), 'Buy')
    await graph.until(sent + 1)
    assert.deepEqual(received(stays.contact.phone.slice(1)), ['What do you want?', 'What is your name?'])
    assert.deepEqual(received(gone), ['What do you want?'])
  },
  { fresh: true, minutes: 2 },
)
