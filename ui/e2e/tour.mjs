// Goes to every page, dialog, form, empty state and error state, in the language of the reader, and stops at each.
import { smallTour } from './tour-small.mjs'
import { catalogue } from './words.mjs'

const ITALIAN = catalogue().words
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Everything that the tour itself writes: a person's own words, the same in every language. */
export const OWN = [
  'Ada Lovelace',
  'Ada',
  'owner@example.com',
  'Maria Rossi',
  'Maria',
  'Rossi',
  'cliente',
  'Ordini',
  'Saldi',
  'Vecchio',
  'Tutto',
  'Lead',
  'Prima',
  'Negozio',
  'Gestionale',
  'Compleanno',
  'pizza',
  'ordine',
  'saldi',
  'Grazie mille',
  'Grace Hopper',
  'Altro nome',
  'A presto',
  'Seconda',
  'Saluto',
  'ordine_pronto',
  'offerta',
  'Offerta',
  'Ciao {{1}}, il tuo ordine è pronto.',
  ', il tuo ordine è pronto.',
  'birthday',
  'Quale pizza?',
  'xyz',
  'stop',
  'start',
  'cancella',
  'Test shop',
  // Words of the examples with what was answered in them, and single words that a comparison marks.
  'Grazie, Maria. Scegli di che cosa si tratta.',
  'mille',
  'presto',
  // A sample value of a variable.
  'VIP',
  // The words that an account begins with.
  'unsubscribe',
  'cancella iscrizione',
  'subscribe',
  'iscrivimi',
]

/** Says a message of the catalogues as the reader sees it. */
const speak = (language) => (english) => {
  if (language === 'en') return english
  const said = ITALIAN.get(english)
  if (said === undefined) throw new Error(`not in the catalogues: ${english}`)
  return said
}

/** What an account looks like after some weeks. */
async function seed({ call, page }, language) {
  const { items: channels } = await call('GET', '/channels')
  const demo = channels.find((one) => one.kind === 'demo').id
  const catalog = await call('GET', `/step-kinds?lang=${language}`)
  const make = async (name, trigger, kinds, more = {}) => {
    const flow = await call('POST', '/flows', {
      name,
      language,
      channels: [demo],
      ...(trigger && { trigger }),
      ...more,
    })
    if (!kinds) return flow
    const draft = await call('GET', `/flows/${flow.id}/draft`)
    const steps = kinds.map(({ kind, config }, n) => {
      const found = catalog.items.find((one) => one.kind === kind)
      const number = kinds.slice(0, n).filter((one) => one.kind === kind).length
      const name = number ? `${found.name} ${number + 1}` : found.name
      return {
        id: `step${String(n).padStart(5, '0')}`,
        kind,
        name,
        key: `${kind}_${n}`,
        config: config ?? found.defaults,
      }
    })
    const connections = steps.map((step, n) => ({ from: n ? steps[n - 1].id : 'start', exit: 'next', to: step.id }))
    const document = { ...draft.document, steps, connections: kinds.length > 4 ? connections.slice(0, 1) : connections }
    await call('PUT', `/flows/${flow.id}/draft`, { document }, { 'If-Match': `"${draft.revision}"` })
    return flow
  }
  const publish = async (flow) => {
    const { revision } = await call('GET', `/flows/${flow.id}/draft`)
    await call(
      'POST',
      `/flows/${flow.id}/publish`,
      { revision, name: 'Prima' },
      { 'Idempotency-Key': `${flow.id}${revision}` },
    )
  }
  const words = (...keywords) => ({ kind: 'inbound_keyword', config: { keywords, match: 'exact' } })
  const ask = { kind: 'question', config: { text: 'Quale pizza?', answer: 'text', save_to: 'fields.birthday' } }
  const thanks = { kind: 'message', config: { text: 'Grazie mille', media_kind: 'none' } }
  await call('POST', '/contact-fields', { key: 'birthday', label: 'Compleanno', type: 'date' })
  const orders = await make('Ordini', words('ordine'), [{ ...ask, config: { ...ask.config, save_to: '' } }, thanks])
  await publish(orders)
  const sale = await make('Saldi', words('saldi'), [thanks])
  await publish(sale)
  await call('POST', `/flows/${sale.id}/pause`)
  const old = await make('Vecchio', words('xyz'), [thanks])
  await call('POST', `/flows/${old.id}/archive`)
  const lead = await make('Lead', undefined, undefined, { example: 'lead' })
  const every = catalog.items.map(({ kind }) => ({ kind }))
  const all = await make('Tutto', undefined, every)
  const draft = await call('GET', `/flows/${all.id}/draft`)
  const triggers = catalog.triggers.map((one, n) => ({ id: `trigger0${n}`, kind: one.kind, config: one.defaults }))
  await call(
    'PUT',
    `/flows/${all.id}/draft`,
    { document: { ...draft.document, triggers } },
    { 'If-Match': `"${draft.revision}"` },
  )
  const contact = await call('POST', '/contacts', {
    phone: '+393331234567',
    first_name: 'Maria',
    last_name: 'Rossi',
    email: 'maria@example.com',
    tags: ['cliente'],
    fields: { birthday: '1990-05-04' },
  })
  const said = (text) => call('POST', '/demo/messages', { content: { type: 'text', text } })
  for (const text of ['xyz', 'saldi', 'ordine']) await said(text)
  await call('POST', '/demo/messages', { content: { type: 'image', media: await upload(page) } })
  await call('POST', '/api-keys', { name: 'Gestionale', role: 'owner' })
  const { items: conversations } = await call('GET', '/conversations')
  const { items: runs } = await call('GET', `/flows/${orders.id}/people`)
  return { orders, sale, lead, all, contact, conversation: conversations[0], run: runs[0], demo, catalog }
}

async function upload(page) {
  const response = await page.context().request.post('/api/v1/media', {
    multipart: { file: { name: 'dot.png', mimeType: 'image/png', buffer: DOT } },
  })
  const stored = await response.json()
  return { id: stored.id, mime: stored.mime, filename: stored.filename, size: stored.size }
}

/** All of it, from an empty data folder on: `stop` is called with a name wherever there is something to see. */
export async function wholeTour(person, language, stop, graph) {
  const say = speak(language)
  await setupTour(person, say, stop)
  const made = await seed(person, language)
  await editorTour(person, say, stop, made)
  await smallTour(person, say, stop, { draft: made.lead, live: made.orders })
  const number = await numberTour(person, say, stop, graph)
  await tried(person, say, stop, graph, made.orders, number)
  await pagesTour(person, say, stop, made)
}

/** Before there is an owner: the setup page, its folded part, its errors. */
async function setupTour({ page, server }, say, stop) {
  await page.goto(server.setupLink)
  await page.getByLabel(say('Your name')).waitFor()
  await page.getByRole('button', { name: say('Language, time zone and country') }).click()
  await stop('setup')
  await page.getByLabel(say('Your name')).fill('Ada Lovelace')
  await page.getByLabel(say('Email')).fill('owner@example.com')
  await page.getByLabel(say('Password'), { exact: true }).fill('short')
  await page.getByRole('button', { name: say('Create my account') }).click()
  await page.locator('.mantine-PasswordInput-error, [role="alert"]').first().waitFor()
  await stop('setup-error')
  await page.getByLabel(say('Password'), { exact: true }).fill('a sentence nobody guesses')
  await page.getByRole('button', { name: say('Create my account') }).click()
  await page.getByRole('heading', { name: say('Begin with an example') }).waitFor()
  await stop('flows-empty')
  for (const [path, name] of [
    ['/conversations', 'conversations-empty'],
    ['/contacts', 'contacts-empty'],
    ['/settings?tab=problems', 'settings-problems'],
  ]) {
    await page.goto(path)
    await page.locator('h1, h2').first().waitFor()
    await stop(name)
  }
}

/** Everything that a signed-in owner can come to. */
async function pagesTour({ page, call }, say, stop, made) {
  const { orders, contact, conversation, run } = made
  const at = async (path, name, ready) => {
    await page.goto(path)
    await (ready ?? page.locator('h1, h2').first()).waitFor()
    await stop(name)
  }
  const button = (english, options = { exact: true }) => page.getByRole('button', { name: say(english), ...options })
  const confirm = async (open, name) => {
    await open()
    await page.getByRole('dialog').waitFor()
    await stop(name)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }

  await at('/login', 'login')
  await page.getByLabel(say('Email')).fill('owner@example.com')
  await page.getByLabel(say('Password'), { exact: true }).fill('wrong')
  await button('Sign in').click()
  await page.getByRole('alert').first().waitFor()
  await stop('login-error')
  await at('/setup', 'setup-done')

  await at('/flows', 'flows', page.getByRole('link', { name: 'Ordini' }))
  await confirm(() => button('Pause everything').click(), 'flows-pause-all')
  for (const [name, item] of [
    ['Ordini', 'Pause'],
    ['Ordini', 'Archive'],
    ['Ordini', 'Delete'],
  ]) {
    const menu = page
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('button')
      .last()
    await menu.click()
    await page.getByRole('menu').waitFor()
    if (item === 'Pause') await stop('flows-menu')
    await confirm(
      () => page.getByRole('menuitem', { name: say(item), exact: true }).click(),
      `flows-${item.toLowerCase()}`,
    )
  }
  await at('/flows?q=nothing-fits', 'flows-none')
  await at('/flows/new', 'new-flow')
  await button('Advanced options').first().click()
  await page.locator('button[aria-expanded="false"][aria-controls]').first().click()
  for (const type of ['Inbound message', 'Outbound message', 'Marketing']) {
    await page.getByRole('radio', { name: say(type) }).click()
    await stop(`new-flow-${type.split(' ')[0].toLowerCase()}`)
  }

  await at(`/conversations/${conversation.id}`, 'conversation', page.getByRole('log').first())
  await button('Take over').click()
  await page
    .getByRole('button', { name: say('Give back to the flow') })
    .first()
    .waitFor()
  await page.locator('footer textarea').first().fill('Grazie mille')
  await page.keyboard.press('Enter')
  await page.getByRole('log').getByText('Grazie mille').last().waitFor()
  await stop('conversation-taken')
  await page
    .getByRole('button', { name: say('Give back to the flow') })
    .first()
    .click()
  await at('/conversations?q=nothing-fits', 'conversations-none')
  await at('/conversations/00000000-0000-7000-8000-000000000000', 'conversation-unknown')

  await at('/contacts', 'contacts', page.getByText('Maria Rossi').first())
  await confirm(() => button('New contact').click(), 'contact-new')
  await at('/contacts?q=nothing-fits', 'contacts-none')
  await at(`/contacts/${contact.id}`, 'contact', page.getByRole('heading', { name: 'Maria Rossi' }))
  await button('Add a custom field').click()
  await stop('contact-field')
  await confirm(() => button('Delete').click(), 'contact-delete')
  await at('/contacts/00000000-0000-7000-8000-000000000000', 'contact-unknown', page.getByRole('alert').first())

  await at(`/flows/${orders.id}/people`, 'people', page.getByRole('table'))
  await at(`/flows/${made.lead.id}/people`, 'people-empty')
  await at(`/flows/${orders.id}/summary`, 'summary', page.getByRole('table').first())
  await page.getByRole('checkbox', { name: say('Choose all rows') }).check()
  await confirm(() => button('Take out').click(), 'people-take-out')
  await confirm(() => button('Move to the published version').click(), 'people-move')
  await at(`/flows/${orders.id}/summary?tab=versions`, 'summary-versions', page.getByRole('table').last())
  await at(
    `/flows/${orders.id}/summary?tab=viewer&period=own`,
    'summary-viewer',
    page.locator('.react-flow__node').first(),
  )
  await page
    .getByRole('button', { name: /^.+: \d+$/ })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
  await stop('people-behind')
  await page.keyboard.press('Escape')
  await at(`/flows/${made.lead.id}/summary?tab=viewer`, 'summary-empty')
  await at(`/runs/${run.id}?view=canvas`, 'run-canvas', page.locator('.react-flow__node').first())
  await at(`/runs/${run.id}`, 'run', page.locator('ol').first())
  await page.getByRole('button', { name: say('Save as test') }).click()
  await page.getByRole('dialog').getByRole('textbox').waitFor()
  await stop('run-save-test')
  await page.keyboard.press('Escape')
  await at('/runs/00000000-0000-7000-8000-000000000000', 'run-unknown', page.getByRole('alert').first())

  await at('/numbers', 'numbers')
  await at('/numbers/connect', 'connect')
  for (const [name, answer] of [
    ['app', 'Yes, in WhatsApp or WhatsApp Business'],
    ['other', 'It is connected to another system'],
  ]) {
    await page.getByRole('radio', { name: say(answer) }).click()
    await stop(`connect-${name}`)
  }
  await button('Connect and check').click()
  await page.locator('.mantine-TextInput-error').first().waitFor()
  await stop('connect-errors')

  for (const tab of ['profile', 'account', 'fields', 'keys', 'sessions', 'problems'])
    await at(`/settings?tab=${tab}`, `settings-${tab}`)
  await at('/settings?tab=profile', 'settings')
  await page.getByLabel(say('Current password')).fill('wrong password')
  await page.getByLabel(say('New password')).fill('another sentence')
  await button('Change password').click()
  await page.locator('.mantine-PasswordInput-error, [role="alert"]').first().waitFor()
  await stop('settings-password-error')
  await at('/settings?tab=keys', 'settings-keys-again')
  await page.getByLabel(say('Name of the new key')).fill('Gestionale')
  await button('Create key').click()
  await page.getByRole('button', { name: say('Copy the key') }).waitFor()
  await stop('settings-key-made')
  await confirm(() => button('Revoke').first().click(), 'settings-key-revoke')
  await at('/help', 'help')
  await at('/no-such-page', 'not-found', page.locator('a, button').first())

  await at('/flows', 'flows-again', page.getByRole('link', { name: 'Ordini' }))
  await button('Demo phone').click()
  await page.getByRole('region', { name: say('Demo phone') }).waitFor()
  await stop('demo-phone')
  await button('Close the demo phone').click()

  // What a page says when the server does not answer, or answers with an error.
  for (const [name, answer] of [
    ['offline', (route) => route.abort()],
    ['broken', (route) => route.fulfill({ status: 500, json: { status: 500, code: 'internal' } })],
  ]) {
    await page.route('**/api/v1/contacts?**', answer)
    await at('/contacts', `contacts-${name}`, page.getByRole('alert').first())
    await page.unroute('**/api/v1/contacts?**')
  }
  await call('GET', '/me')
}

/** A connected number, with the faults that the fake Meta has. */
async function numberTour({ page, call }, say, stop, graph) {
  const { account } = graph
  const channel = await call('POST', '/channels', {
    name: 'Negozio',
    phone_number_id: account.phoneId,
    waba_id: account.waba,
    app_id: account.appId,
    access_token: account.token,
    app_secret: 'not-the-secret',
  })
  account.expiresAt = Math.floor(Date.now() / 1000) + 3600
  await page.goto(`/numbers/${channel.id}`)
  await page.locator('[data-state="problem"]').nth(1).waitFor()
  await stop('number-faults')
  await page.getByRole('button', { name: say('Remove'), exact: true }).click()
  await page.getByRole('dialog').waitFor()
  await stop('number-remove')
  await page.keyboard.press('Escape')
  await page.goto('/numbers')
  await page.getByText('Negozio').first().waitFor()
  await stop('numbers-connected')
  await templates({ page, call }, say, stop, account, channel)
  return channel
}

/** What Meta approved, and what it did not. */
async function templates({ page, call }, say, stop, account, channel) {
  await page.goto('/templates')
  await page.getByRole('heading', { name: say('Templates') }).waitFor()
  await stop('templates-empty')
  const body = (text) => [{ type: 'BODY', text, example: { body_text: [['Maria']] } }]
  const common = { language: 'it', category: 'UTILITY' }
  account.templates = [
    {
      id: '1',
      name: 'ordine_pronto',
      status: 'APPROVED',
      ...common,
      components: body('Ciao {{1}}, il tuo ordine è pronto.'),
    },
    {
      id: '2',
      name: 'offerta',
      status: 'REJECTED',
      rejected_reason: 'INVALID_FORMAT',
      ...common,
      components: body('Offerta'),
    },
  ]
  account.expiresAt = 0
  await call('PATCH', `/channels/${channel.id}`, { app_secret: account.secret })
  await call('POST', `/channels/${channel.id}/templates/sync`)
  await page.reload()
  await page.getByText('ordine_pronto').first().click()
  await page.getByRole('dialog').waitFor()
  await stop('template')
  await page.keyboard.press('Escape')
  await stop('templates')
  await page.goto('/templates?q=nothing-fits')
  await page.locator('button').last().waitFor()
  await stop('templates-none')
}

/** The editor: every kind's form, every panel, every dialog. */
async function editorTour({ page, editor, call }, say, stop, made) {
  const panel = () => page.getByRole('complementary').last()
  const { all, lead, orders, catalog } = made
  await page.goto(`/flows/${all.id}/edit`)
  await page.locator('.react-flow__node').first().waitFor()
  const shut = async () => {
    await page.locator('.react-flow__pane').click({ position: { x: 30, y: 330 } })
  }
  await page.locator('.react-flow__node[data-id="start"]').click({ position: { x: 100, y: 20 } })
  await panel().waitFor()
  await stop('editor-triggers')
  for (const { kind } of catalog.items) {
    await shut()
    const step = (await editor.draftOf(all.id)).document.steps.find((one) => one.kind === kind)
    await page
      .getByRole('button', { name: say('Flow as a list') })
      .first()
      .click()
    await panel()
      .getByRole('button')
      .filter({ hasText: new RegExp(`^${step.name}`) })
      .first()
      .dblclick()
    await page.getByLabel(say('Name of the step')).waitFor()
    await unfold(page)
    await stop(`step-${kind}`)
  }
  await shut()
  for (const [action, name] of [
    ['Problems', 'editor-problems'],
    ['Flow as a list', 'editor-outline'],
    ['Flow settings', 'editor-settings'],
  ]) {
    await page
      .getByRole('button', { name: new RegExp(`^${say(action)}`) })
      .first()
      .click()
    await panel().waitFor()
    await stop(name)
  }
  await webhooks({ page }, say, stop)
  await page.getByRole('button', { name: say('Publish'), exact: true }).click()
  await page.getByRole('dialog').waitFor()
  await page.getByRole('dialog').getByRole('textbox').first().waitFor()
  await stop('editor-publish-refused')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await stop('editor-palette')
  await page.keyboard.press('Escape')

  await page.goto(`/flows/${orders.id}/edit`)
  await page.locator('.react-flow__node').nth(2).waitFor()
  await stop('editor-live')
  for (const [item, name] of [
    ['Versions', 'editor-versions'],
    ['People in this flow', 'editor-people'],
  ]) {
    await page.getByRole('button', { name: say('More'), exact: true }).click()
    await page.getByRole('menuitem', { name: say(item) }).click()
    await panel().waitFor()
    await stop(name)
  }
  await page.goto(`/flows/${lead.id}/edit`)
  await page.locator('.react-flow__node').nth(3).waitFor()
  await stop('editor-example')
  await page.getByRole('button', { name: say('More'), exact: true }).click()
  await page.getByRole('menuitem', { name: say('Try on my WhatsApp') }).click()
  await page.getByRole('dialog').getByRole('link').waitFor()
  await stop('editor-trial-none')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: say('Test'), exact: true }).click()
  await page.getByRole('log').locator('[data-direction="out"]').first().waitFor()
  await stop('editor-test')
  for (const tab of ['History', 'Variables', 'Tests']) {
    await page.getByRole('tab', { name: say(tab) }).click()
    await stop(`editor-test-${tab.toLowerCase()}`)
  }
  await page.getByLabel(say('Save this conversation as a test')).fill('Saluto')
  await page.getByRole('button', { name: say('Save as test') }).click()
  await page.getByRole('button', { name: say('Run all tests') }).click()
  await page.getByText(say('Passes'), { exact: true }).waitFor()
  await stop('editor-tests')
  await page.getByRole('tab', { name: say('Phone') }).click()
  await page.getByRole('button', { name: say('Conditions of the test') }).click()
  for (const who of ['A made-up person', 'One of your contacts']) {
    await page.getByRole('combobox', { name: say('Who writes') }).click()
    await page.getByRole('option', { name: say(who) }).click()
    await stop(`editor-test-conditions-${who === 'A made-up person' ? 'made' : 'contact'}`)
  }
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: say('More ways to write') }).click()
  await stop('editor-test-ways')
  await page.getByRole('menuitem', { name: say('Several messages in a row') }).click()
  await page.getByLabel(say('Several messages, one a line')).fill('Maria')
  await page.getByRole('button', { name: say('Send'), exact: true }).click()
  await page.getByRole('button', { name: new RegExp(`^${say('Let time pass')}`) }).click()
  await page.getByRole('menuitem', { name: say('3 days later') }).click()
  await page.getByText(say('The clock says {0}').replace('{0}', '').trim()).first().waitFor()
  await page.getByRole('button', { name: say('Replay my answers') }).click()
  await page.getByText(say('The same answers: the customer reads the same as before.')).waitFor()
  await stop('editor-test-replayed')
  await page
    .locator('.react-flow__node')
    .nth(1)
    .click({ position: { x: 100, y: 20 } })
  await page
    .getByRole('button', { name: say('Insert a variable') })
    .first()
    .click()
  await stop('editor-variables')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await shut()
  await page.keyboard.press('a')
  await page.getByRole('dialog').waitFor()
  await stop('editor-library')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: say('Publish'), exact: true }).click()
  await page.getByRole('dialog').getByRole('textbox').first().waitFor()
  await stop('editor-publish')
  await page.keyboard.press('Escape')
  await conflict({ page, call }, say, stop, lead)
  await restoring({ page, call }, say, stop, orders)
  await shown({ page }, say, stop, orders)
  await page.goto('/flows/00000000-0000-7000-8000-000000000000/edit')
  await page.getByRole('alert').first().waitFor()
  await stop('editor-unknown')
}

/** A draft is shown to somebody: the links, the phone behind one, and its end. */
async function shown({ page }, say, stop, flow) {
  await page.goto(`/flows/${flow.id}/edit`)
  await page.locator('.react-flow__node').nth(2).waitFor()
  await page.getByRole('button', { name: say('More'), exact: true }).click()
  await page.getByRole('menuitem', { name: say('Show it to somebody') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: say('Make a link') }).click()
  await dialog.getByRole('button', { name: say('QR code of the link') }).click()
  await dialog.locator('img').waitFor()
  await stop('editor-links')
  await page.goto(await dialog.locator('code').textContent())
  await page.getByRole('log').locator('[data-direction="out"]').first().waitFor()
  await stop('shared')
  await page.goto('/try/nothing')
  await page.getByRole('heading').waitFor()
  await stop('shared-over')
}

/** A draft is put on a phone: the code, whose phone has it, its end. */
async function tried({ page, call, server }, say, stop, graph, flow, number) {
  await call('PATCH', `/channels/${number.id}`, { app_secret: graph.account.secret })
  await page.goto(`/flows/${flow.id}/edit`)
  await page.locator('.react-flow__node').nth(2).waitFor()
  await page.getByRole('button', { name: say('More'), exact: true }).click()
  await page.getByRole('menuitem', { name: say('Try on my WhatsApp') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('img').waitFor()
  await stop('editor-trial')
  const link = await dialog.getByRole('link', { name: say('Open WhatsApp') }).getAttribute('href')
  await graph.says(server, '393339876543', new URL(link).searchParams.get('text'))
  await dialog.getByRole('button', { name: say('End the trial') }).waitFor()
  await stop('editor-trial-taken')
  const thread = await dialog.getByRole('link', { name: say('See the conversation') }).getAttribute('href')
  await dialog.getByRole('button', { name: say('End the trial') }).click()
  await dialog.getByRole('button', { name: say('New code') }).waitFor()
  await stop('editor-trial-over')
  await page.goto(thread)
  await page.getByRole('link', { name: say('See their way') }).waitFor()
  await stop('conversation-trial')
  await page.getByRole('link', { name: say('See their way') }).click()
  await page.getByText(say('Trial of the draft')).waitFor()
  await stop('run-trial')
}

/** A flow tells another program: settings, secret, a test that arrives nowhere, the log. */
async function webhooks({ page }, say, stop) {
  const section = page.getByRole('region', { name: say('Flow webhooks') })
  await section.getByRole('switch').click()
  await section.getByRole('textbox').first().fill('https://example.invalid/flusso')
  await section.getByRole('button', { name: say('Make a new secret') }).click()
  await section.getByRole('button', { name: say('Copy the secret') }).waitFor()
  await section.getByRole('button', { name: say('Send a test') }).click()
  await section.getByRole('status', { name: say('What came of the test') }).waitFor()
  await stop('editor-webhooks')
}

/** Somebody else saved meanwhile: both sides, and what differs. */
async function conflict({ page, call }, say, stop, flow) {
  const draft = await call('GET', `/flows/${flow.id}/draft`)
  // Both gave the same step another name: that is for a person to decide.
  const [first, ...rest] = draft.document.steps
  const document = { ...draft.document, steps: [{ ...first, name: 'Saluto' }, ...rest] }
  const saved_at = new Date().toISOString()
  const current = { ...draft, document, revision: draft.revision + 1, author: 'Grace Hopper', saved_at }
  const path = `**/api/v1/flows/${flow.id}/draft`
  await page.route(path, (route) =>
    route.request().method() === 'PUT'
      ? route.fulfill({ status: 409, json: { status: 409, code: 'draft_conflict', current } })
      : route.fallback(),
  )
  await page
    .locator('.react-flow__node')
    .nth(1)
    .dblclick({ position: { x: 100, y: 20 } })
  await page.getByLabel(say('Name of the step')).fill('Altro nome')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: say('Keep mine') }).waitFor()
  await page.getByRole('button', { name: say('How mine differs') }).click()
  await stop('editor-conflict')
  await page.getByRole('button', { name: say('Take theirs') }).click()
  await page.getByRole('button', { name: say('Keep mine') }).waitFor({ state: 'hidden' })
  await page.unroute(path)
}

/** An older version is taken back: the same dialog as for publishing. */
async function restoring({ page, call }, say, stop, flow) {
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const last = document.steps.at(-1)
  const steps = document.steps.map((step) =>
    step === last ? { ...step, config: { ...step.config, text: 'A presto' } } : step,
  )
  const saved = await call(
    'PUT',
    `/flows/${flow.id}/draft`,
    { document: { ...document, steps } },
    { 'If-Match': `"${revision}"` },
  )
  await page.goto(`/flows/${flow.id}/edit`)
  await page.locator('.react-flow__node').nth(2).waitFor()
  await page.getByRole('button', { name: say('Publish'), exact: true }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('More choices') })
    .click()
  await stop('editor-publish-waiting')
  await page.keyboard.press('Escape')
  await call('POST', `/flows/${flow.id}/publish`, { revision: saved.revision, name: 'Seconda' })
  await page.reload()
  await page.locator('.react-flow__node').nth(2).waitFor()
  await page.getByRole('button', { name: say('More'), exact: true }).click()
  await page.getByRole('menuitem', { name: say('Versions') }).click()
  const older = page.getByRole('complementary').last().locator('article').nth(1)
  await older
    .getByRole('button', { name: new RegExp(`^${say('What changed since version {0}').replace('{0}', '')}`) })
    .click()
  await page.getByRole('complementary', { name: say('What differs') }).waitFor()
  await stop('editor-versions-compared')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await older.getByRole('button').last().click()
  await page.getByRole('dialog').getByRole('textbox').first().waitFor()
  await stop('editor-restore')
  await page.keyboard.press('Escape')
}

/** Opens what is folded and switches on what hides more, so that every field of a form is seen. */
async function unfold(page) {
  const form = page.getByRole('complementary').last()
  for (const folded of await form.locator('button[aria-expanded="false"]:not([aria-haspopup])').all()) {
    if (await folded.isVisible()) await folded.click()
  }
  for (const off of await form.getByRole('switch', { checked: false }).all()) {
    if (await off.isVisible()) await off.click()
  }
}
