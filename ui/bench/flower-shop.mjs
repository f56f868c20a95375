// An account as a small flower shop would have it after some weeks, in the language of who looks at it.

const TEXTS = {
  en: {
    shop: 'Anna’s Flowers',
    owner: 'Anna Reed',
    flow: 'Flower orders',
    others: [
      ['Appointment for a wedding', 'appointment', 'Weddings'],
      ['Where is my order', 'order_status', 'Orders'],
      ['Spring offers', 'opt_in', 'Marketing'],
      ['How did you like it', 'survey', 'Orders'],
      ['Questions about flowers', 'faq', ''],
    ],
    keyword: 'flowers',
    welcome: 'Hello {{ contact.first_name ?? "there" }} 🌷\nThis is *Anna’s Flowers*. Fresh bouquets, made today.',
    occasion: 'What is the occasion?',
    occasions: ['Birthday', 'Wedding', 'Just because'],
    names: [
      'Welcome',
      'Occasion',
      'Budget',
      'A large order?',
      'Wedding plan',
      'Delivery day',
      'Price',
      'Thank you',
      'To Anna',
    ],
    budget: 'How much would you like to spend, in euros?',
    large: 'More than 50 €',
    wedding: 'How lovely 💐 Anna plans weddings herself. When would you like to meet her?',
    day: 'Which day shall we deliver? For example: *Saturday* or *14 May*.',
    thanks: 'Thank you. Your bouquet arrives on {{ step.delivery_day }}. The price is {{ step.price.total }} €.',
    hand: 'A large order: Anna calls back today.',
    group: 'Delivery',
    note: 'In May we deliver on Sundays too.',
    label: 'Orders',
    people: [
      ['Maria', 'Rossi', '+393331234567'],
      ['James', 'Miller', '+447700900123'],
      ['Sofia', 'Conti', '+393471112223'],
      ['Omar', 'Haddad', '+393289876543'],
      ['Lucy', 'Brown', '+447700900456'],
    ],
    tags: ['customer', 'wedding'],
    field: 'Favourite flower',
    flower: 'Peonies',
    answers: ['flowers', 'Just because', '40', 'Saturday'],
    template: 'Hello {{1}}, your bouquet is on its way. It arrives at about {{2}}.',
    samples: ['Maria', '4 pm'],
    test: 'A bouquet for Saturday',
    key: 'Web shop',
    find: 'euros',
    mine: 'A warm welcome',
    theirs: 'Hello',
    old: 'Christmas 2025',
  },
  it: {
    shop: 'Fiori di Anna',
    owner: 'Anna Conti',
    flow: 'Ordini di fiori',
    others: [
      ['Appuntamento per un matrimonio', 'appointment', 'Matrimoni'],
      ['Dov’è il mio ordine', 'order_status', 'Ordini'],
      ['Offerte di primavera', 'opt_in', 'Marketing'],
      ['Com’è andata', 'survey', 'Ordini'],
      ['Domande sui fiori', 'faq', ''],
    ],
    keyword: 'fiori',
    welcome: 'Ciao {{ contact.first_name ?? "" }} 🌷\nQui è *Fiori di Anna*. Mazzi freschi, fatti oggi.',
    occasion: 'Per quale occasione?',
    occasions: ['Compleanno', 'Matrimonio', 'Senza un motivo'],
    names: [
      'Benvenuto',
      'Occasione',
      'Budget',
      'Ordine grande?',
      'Matrimonio',
      'Giorno di consegna',
      'Prezzo',
      'Grazie',
      'Ad Anna',
    ],
    budget: 'Quanto vuoi spendere, in euro?',
    large: 'Più di 50 €',
    wedding: 'Che bello 💐 Dei matrimoni si occupa Anna in persona. Quando vuoi incontrarla?',
    day: 'In che giorno consegniamo? Per esempio: *sabato* o *14 maggio*.',
    thanks: 'Grazie. Il mazzo arriva {{ step.delivery_day }}. Il prezzo è {{ step.price.total }} €.',
    hand: 'Ordine grande: Anna richiama oggi.',
    group: 'Consegna',
    note: 'A maggio consegniamo anche la domenica.',
    label: 'Ordini',
    people: [
      ['Maria', 'Rossi', '+393331234567'],
      ['Giacomo', 'Ferri', '+393335556667'],
      ['Sofia', 'Conti', '+393471112223'],
      ['Omar', 'Haddad', '+393289876543'],
      ['Lucia', 'Bruni', '+393409998887'],
    ],
    tags: ['cliente', 'matrimonio'],
    field: 'Fiore preferito',
    flower: 'Peonie',
    answers: ['fiori', 'Senza un motivo', '40', 'sabato'],
    template: 'Ciao {{1}}, il tuo mazzo è in viaggio. Arriva verso le {{2}}.',
    samples: ['Maria', '16'],
    test: 'Un mazzo per sabato',
    key: 'Negozio online',
    find: 'euro',
    mine: 'Un caldo benvenuto',
    theirs: 'Saluto',
    old: 'Natale 2025',
  },
}

/** The words of the shop, for whoever writes as its customers. */
// Messages that the flow says to each of the answers: whoever writes next has read them all.
const BRINGS = [2, 1, 1, 1]

export const shopTexts = (language) => TEXTS[language]

/** A picture of flowers, drawn by the browser: the shop's own. */
async function picture({ context, call }) {
  const page = await context.newPage()
  await page.setViewportSize({ width: 640, height: 400 })
  await page.setContent(
    '<body style="margin:0;display:grid;place-items:center;height:100vh;font-size:150px;background:linear-gradient(160deg,#ffe3ea,#d9efd8)">💐🌷</body>',
  )
  const buffer = await page.screenshot({ type: 'png' })
  await page.close()
  const answer = await context.request.post('/api/v1/media', {
    multipart: { file: { name: 'bouquet.png', mimeType: 'image/png', buffer } },
  })
  const { id, mime, filename, size } = await answer.json()
  return call && { source: 'upload', media_id: id, url: '', filename, mime, size }
}

/** Fills an account and gives what the pictures go to. */
export async function flowerShop(person, graph, server, language) {
  const { call } = person
  const text = TEXTS[language]
  const { account } = graph
  account.display = '+39 02 1234 5678'
  await call('PATCH', '/me', { language, name: text.owner })
  await call('PATCH', '/account', { language, name: text.shop })
  const channel = await graph.connect(call, text.shop)
  const example = text.samples
  account.templates = [
    ['1', 'delivery_today', 'UTILITY', 'APPROVED', text.template],
    ['2', 'spring_offer', 'MARKETING', 'PENDING', text.template],
  ].map(([id, name, category, status, body]) => ({
    id,
    name,
    category,
    status,
    language,
    components: [{ type: 'BODY', text: body, example: { body_text: [example] } }],
  }))
  await call('POST', `/channels/${channel.id}/templates/sync`)
  await call('POST', '/contact-fields', { key: 'flower', label: text.field, type: 'text' })
  const flow = await draw(person, graph, channel, language)
  await publish(call, flow)
  const others = []
  for (const [name, kind, label] of text.others) {
    const other = await call('POST', '/flows', { name, example: kind, language })
    if (label) await call('PATCH', `/flows/${other.id}`, { labels: [label] })
    others.push(other)
  }
  const old = await call('POST', '/flows', { name: text.old, example: 'opt_in', language })
  await call('POST', `/flows/${old.id}/archive`)
  await unfinish(call, others[2])
  for (const [n, [first_name, last_name, phone]] of text.people.entries()) {
    const contact = { phone, first_name, last_name, tags: text.tags.slice(0, 1 + (n % 2)) }
    await call('POST', '/contacts', { ...contact, ...(n === 0 && { fields: { flower: text.flower } }) })
  }
  for (const [n, [, , phone]] of text.people.entries()) {
    for (const [at, said] of text.answers.slice(0, n === 4 ? 1 : n === 2 ? 2 : 4).entries()) {
      const before = graph.sent.length
      await graph.says(server, phone.slice(1), said)
      await graph.until(before + BRINGS[at])
      for (const message of graph.sent.slice(before)) await graph.delivered(server, message)
    }
  }
  await republish(call, flow)
  const { items: conversations } = await call('GET', '/conversations')
  const { items: contacts } = await call('GET', '/contacts')
  const { items: runs } = await call('GET', `/flows/${flow.id}/people`)
  await call('POST', `/channels/${channel.id}/check`)
  const whole = runs.find((one) => one.status === 'completed') ?? runs[0]
  await call('POST', `/flows/${flow.id}/tests`, { name: text.test, from_run: whole.id })
  await call('POST', `/flows/${flow.id}/tests/run`)
  const link = await call('POST', `/flows/${flow.id}/links`, { life: 'week' })
  return {
    call,
    flow,
    /** Never published: nobody was in it. */
    quiet: others[0],
    /** With problems. */
    broken: others[2],
    shared: link.url,
    channel,
    conversation: conversations[0],
    contact: contacts.find((one) => one.last_name === 'Rossi'),
    run: runs[0],
  }
}

/** Somebody went home in the middle of it: texts that are not written yet, paths that lead nowhere. */
async function unfinish(call, { id }) {
  const { document, revision } = await call('GET', `/flows/${id}/draft`)
  const steps = document.steps.map((step, n) => (n < 2 ? { ...step, config: { ...step.config, text: '' } } : step))
  const connections = document.connections.slice(0, -1)
  await call(
    'PUT',
    `/flows/${id}/draft`,
    { document: { ...document, steps, connections } },
    { 'If-Match': `"${revision}"` },
  )
}

/** The request goes to the shop's own address from now on: a second version, while people are in the first. */
async function republish(call, flow) {
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const steps = document.steps.map((step) =>
    step.kind === 'http'
      ? {
          ...step,
          config: {
            ...step.config,
            url: 'https://flowers.example/price',
            values: [{ name: 'total', path: 'json.total' }],
          },
        }
      : step,
  )
  await call('PUT', `/flows/${flow.id}/draft`, { document: { ...document, steps } }, { 'If-Match': `"${revision}"` })
  await publish(call, flow)
}

async function publish(call, flow) {
  const { revision } = await call('GET', `/flows/${flow.id}/draft`)
  await call('POST', `/flows/${flow.id}/publish`, { revision }, { 'Idempotency-Key': `${flow.id}${revision}` })
}

/** The shop's own flow: a greeting with a picture, a menu, a condition, a request, a hand-over, a note and a group. */
async function draw(person, graph, channel, language) {
  const { call } = person
  const text = TEXTS[language]
  const catalog = await call('GET', `/step-kinds?lang=${language}`)
  const trigger = { kind: 'inbound_keyword', config: { keywords: [text.keyword], match: 'exact' } }
  const flow = await call('POST', '/flows', { name: text.flow, language, channels: [channel.id], trigger })
  await call('PATCH', `/flows/${flow.id}`, { labels: [text.label] })
  const {
    items: [owner],
  } = await call('GET', '/users')
  const defaults = (kind) => structuredClone(catalog.items.find((one) => one.kind === kind).defaults)
  const step = (id, kind, name, key, config) => ({ id, kind, name, key, config: { ...defaults(kind), ...config } })
  const [welcome, occasion, budget, large, wedding, day, price, thanks, hand] = text.names
  const ways = ['birthday', 'wedding', 'because']
  const options = ways.map((id, n) => ({ id, title: text.occasions[n], description: '' }))
  const row = { left: 'step.budget', op: 'greater', right: '50', right2: '' }
  const steps = [
    step('stepwelcome', 'message', welcome, 'welcome', {
      media_kind: 'image',
      media: await picture(person),
      text: text.welcome,
    }),
    step('stepoccasio', 'menu', occasion, 'occasion', { text: text.occasion, options }),
    step('stepbudget0', 'question', budget, 'budget', { text: text.budget, answer: 'number' }),
    step('steplarge00', 'condition', large, 'large', {
      paths: [{ id: 'large', name: text.large, match: 'all', groups: [{ match: 'all', rows: [row] }] }],
    }),
    step('stepwedding', 'question', wedding, 'wedding', { text: text.wedding, answer: 'text' }),
    step('stepday0000', 'question', day, 'delivery_day', { text: text.day, answer: 'text' }),
    step('stepprice00', 'http', price, 'price', {
      url: `${graph.url}/stock`,
      query: [{ name: 'budget', value: '{{ step.budget }}' }],
      values: [{ name: 'total', path: 'json.count' }],
      sample: '{"total": 42, "flowers": ["peony", "rose"], "gift_card": true}',
    }),
    step('stepthanks0', 'message', thanks, 'thanks', { text: text.thanks }),
    step('stephand000', 'assign', hand, 'hand', { user: owner.id }),
    step('stepnote000', 'note', text.group, 'note', { text: text.note }),
  ].filter((one) => catalog.items.some(({ kind }) => kind === one.kind))
  const there = new Set(steps.map(({ id }) => id))
  const connections = [
    ['start', 'next', 'stepwelcome'],
    ['stepwelcome', 'next', 'stepoccasio'],
    ['stepoccasio', 'birthday', 'stepbudget0'],
    ['stepoccasio', 'wedding', 'stepwedding'],
    ['stepoccasio', 'because', 'stepbudget0'],
    ['stepbudget0', 'next', 'steplarge00'],
    ['steplarge00', 'large', 'stephand000'],
    ['steplarge00', 'else', 'stepday0000'],
    ['stepwedding', 'next', 'stephand000'],
    ['stepday0000', 'next', 'stepprice00'],
    ['stepprice00', 'success', 'stepthanks0'],
    ['stepprice00', 'error', 'stephand000'],
  ].flatMap(([from, exit, to]) => ((from === 'start' || there.has(from)) && there.has(to) ? [{ from, exit, to }] : []))
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const layout = {
    mode: 'auto',
    positions: {},
    groups: [
      { id: 'group000001', name: text.group, color: 'green', steps: ['stepday0000', 'stepprice00', 'stepthanks0'] },
    ],
  }
  await call(
    'PUT',
    `/flows/${flow.id}/draft`,
    { document: { ...document, steps, connections, layout } },
    { 'If-Match': `"${revision}"` },
  )
  return flow
}
