// Try on my WhatsApp: one phone talks to the draft, everybody else stays on what is published, and nothing is counted.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { faults } from './axe.mjs'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { see } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })
const MINE = '393331234567'
const CUSTOMER = '393337654321'

/** What a phone has received, in order. */
const received = (phone) => graph.sent.filter((one) => one.to === phone).map((one) => one.body.text.body)
const word = { kind: 'inbound_keyword', config: { keywords: ['pizza'], match: 'exact', again: { mode: 'always' } } }

async function connect(call) {
  const channel = await graph.connect(call)
  await call('POST', `/channels/${channel.id}/check`)
  return channel
}

story(
  'only the phone that wrote the code talks to the draft',
  async ({ page, call, server, editor }) => {
    const dialog = page.getByRole('dialog', { name: 'Try on my WhatsApp' })
    const says = async (phone, text) => {
      const n = graph.sent.length
      await graph.says(server, phone, text)
      await graph.until(n + 1)
    }
    const rewrite = async (text) => {
      await editor.select('Message')
      await page.locator('[data-field="text"]').getByRole('textbox').first().click()
      await editor.write(text)
      await editor.saved()
    }

    // Without a number on WhatsApp the dialog says how to get one.
    const flow = await editor.create({ name: 'Orders', trigger: word })
    await editor.addAfter('Trigger', 'message')
    await editor.write('Welcome to the shop')
    await editor.saved()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Try on my WhatsApp' }).click()
    await dialog.getByText(/No WhatsApp number is connected yet/).waitFor()
    await see(page, 'trial-no-number')
    await dialog.getByRole('link', { name: 'Connect a number' }).waitFor()

    const channel = await connect(call)
    await dialog.getByRole('button', { name: 'Close' }).click()
    const { document, revision } = await editor.draft()
    document.settings.channels = [channel.id]
    const head = { 'If-Match': `"${revision}"` }
    const saved = await call('PUT', `/flows/${flow.id}/draft`, { document }, head)
    await call('POST', `/flows/${flow.id}/publish`, { revision: saved.revision })
    await page.reload()
    await editor.open(flow.id)
    await rewrite('Welcome to the new shop')

    // The code: to scan, or to write.
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByRole('button', { name: 'Try on my WhatsApp' }).click()
    await dialog.getByRole('img', { name: /QR code/ }).waitFor()
    const link = new URL(await dialog.getByRole('link', { name: 'Open WhatsApp' }).getAttribute('href'))
    assert.equal(link.origin + link.pathname, 'https://wa.me/390212345678')
    const code = link.searchParams.get('text')
    await dialog.getByText(code, { exact: false }).first().waitFor()
    await dialog.getByText(/The code works for another \d+:\d\d/).waitFor()
    assert.deepEqual(await faults(page), [])
    await see(page, 'trial-code')

    await says(CUSTOMER, 'pizza')
    await says(MINE, code)
    await dialog.getByText(/Maria talks to the draft until/).waitFor()
    assert.deepEqual(await faults(page), [])
    await see(page, 'trial-taken')

    // The draft is mended meanwhile: the next start on the phone has it, when it is asked for.
    await dialog.getByRole('button', { name: 'Done' }).click()
    await rewrite('Welcome to the newest shop')
    await page.getByRole('button', { name: /On your phone until/ }).click()
    await dialog.getByRole('button', { name: 'Use the newest draft' }).click()
    await page.getByText('The next start on the phone uses the newest draft.').waitFor()
    await says(MINE, 'and now?')
    await says(CUSTOMER, 'pizza')

    // Whoever looks at the conversation reads what it is.
    const { items } = await call('GET', `/flows/${flow.id}/trials`)
    const minutes = (new Date(items[0].until) - Date.now()) / 60_000
    assert.ok(minutes > 25 && minutes <= 30, `it lasts ${minutes} minutes more`)
    await dialog.getByRole('link', { name: 'See the conversation' }).click()
    await page.waitForURL(`**/conversations/${items[0].conversation_id}`)
    await page.getByText(/Trial of the draft of “Orders”, until/).waitFor()
    await see(page, 'trial-conversation')
    await page.getByRole('link', { name: 'See their way' }).last().click()
    await page.getByText('Trial of the draft').waitFor()
    await page.getByText('Welcome to the newest shop').waitFor()
    await page.getByText('On the canvas', { exact: true }).click()
    await page.locator('.react-flow__node').nth(1).waitFor()
    await see(page, 'trial-way')

    // What was said on the phone is kept as a test of the flow, and the draft passes it.
    await editor.open(flow.id)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Try on my WhatsApp' }).click()
    await dialog.getByRole('button', { name: 'Save as test' }).click()
    await dialog.getByLabel('Name of the test').fill('On my phone')
    assert.deepEqual(await faults(page), [])
    await see(page, 'trial-test')
    await dialog.getByRole('button', { name: 'Save as test' }).click()
    await page.getByText('Saved as a test of this flow.').waitFor()
    const played = await call('POST', `/flows/${flow.id}/tests/run`)
    const [kept] = played.items
    assert.equal(kept.name, 'On my phone')
    assert.deepEqual(
      kept.last.turns[0].got.map((one) => one.text),
      ['Welcome to the newest shop'],
    )
    assert.equal(kept.last.passed, true)

    // Ended by hand: the phone is one like any other.
    await dialog.getByRole('button', { name: 'End the trial' }).click()
    await dialog.getByText(/The trial is over/).waitFor()
    await see(page, 'trial-over')
    await says(MINE, 'pizza')

    const summary = await call('GET', `/flows/${flow.id}/summary`)
    assert.equal(summary.contacts, 3, 'the customer twice, and the phone after its trial')
    assert.deepEqual(received(CUSTOMER), ['Welcome to the shop', 'Welcome to the shop'])
    assert.deepEqual(received(MINE), ['Welcome to the new shop', 'Welcome to the newest shop', 'Welcome to the shop'])
  },
  { minutes: 3 },
)

story(
  'on a phone the code is a button, also for a flow that was never published',
  async ({ page, call, server }) => {
    const [channel] = (await call('GET', '/channels')).items.filter((one) => one.kind === 'whatsapp')
    const trigger = { ...word, config: { ...word.config, keywords: ['menu'] } }
    const flow = await call('POST', '/flows', {
      name: 'Menu',
      trigger,
      channels: [(channel ?? (await connect(call))).id],
    })
    const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
    document.steps = [
      {
        id: 'step0001',
        kind: 'message',
        name: 'Menu',
        key: 'menu',
        config: { text: 'Today: soup', media_kind: 'none' },
      },
    ]
    document.connections = [{ from: 'start', exit: 'next', to: 'step0001' }]
    await call('PUT', `/flows/${flow.id}/draft`, { document }, { 'If-Match': `"${revision}"` })
    await page.goto(`/flows/${flow.id}/edit`)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Try on my WhatsApp' }).click()
    const dialog = page.getByRole('dialog', { name: 'Try on my WhatsApp' })
    const open = dialog.getByRole('link', { name: 'Open WhatsApp' })
    await open.waitFor()
    assert.equal(await dialog.getByRole('img', { name: /QR code/ }).count(), 0, 'nobody scans their own screen')
    const before = received(MINE).length
    const n = graph.sent.length
    await graph.says(server, MINE, new URL(await open.getAttribute('href')).searchParams.get('text').toUpperCase())
    await graph.until(n + 1)
    await dialog.getByText(/Maria talks to the draft until/).waitFor()
    assert.equal((await call('GET', `/flows/${flow.id}`)).version, null, 'it is still not published')
    assert.deepEqual(received(MINE).slice(before), ['Today: soup'])
  },
  { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
)

story(
  'a number that was never checked is checked from the dialog, and the code can be scanned',
  async ({ page, call, server }) => {
    const channel = await graph.connect(call)
    const trigger = { ...word, config: { ...word.config, keywords: ['bread'] } }
    const flow = await call('POST', '/flows', { name: 'Bread', trigger, channels: [channel.id] })
    const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
    const config = { text: 'Fresh at seven', media_kind: 'none' }
    document.steps = [{ id: 'step0001', kind: 'message', name: 'Bread', key: 'bread', config }]
    document.connections = [{ from: 'start', exit: 'next', to: 'step0001' }]
    await call('PUT', `/flows/${flow.id}/draft`, { document }, { 'If-Match': `"${revision}"` })
    await page.goto(`/flows/${flow.id}/edit`)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Try on my WhatsApp' }).click()
    const dialog = page.getByRole('dialog', { name: 'Try on my WhatsApp' })
    await dialog.getByText(/There is no QR code yet/).waitFor()
    const code = /flusso-\w{6}/i.exec(await dialog.textContent())[0]
    assert.equal(await dialog.getByRole('img', { name: /QR code/ }).count(), 0)
    assert.deepEqual(await faults(page), [])
    await see(page, 'trial-unchecked')

    // Meta does not know the number at first: the dialog says so and leads to what is missing.
    const { phoneId } = graph.account
    graph.account.phoneId = '999'
    await dialog.getByRole('button', { name: 'Check the number' }).click()
    await dialog.getByText(/Meta did not say which phone number it is/).waitFor()
    await dialog.getByRole('link', { name: 'See what is missing' }).waitFor()
    graph.account.phoneId = phoneId
    await dialog.getByRole('button', { name: 'Check the number' }).click()
    await dialog.getByRole('img', { name: /QR code/ }).waitFor()
    const link = new URL(await dialog.getByRole('link', { name: 'Open WhatsApp' }).getAttribute('href'))
    assert.equal(link.origin + link.pathname, 'https://wa.me/390212345678')
    assert.equal(link.searchParams.get('text'), code)

    const before = received(MINE).length
    const n = graph.sent.length
    await graph.says(server, MINE, code)
    await graph.until(n + 1)
    await dialog.getByText(/Maria talks to the draft until/).waitFor()
    assert.deepEqual(received(MINE).slice(before), ['Fresh at seven'])
  },
  { fresh: true },
)
