// A WhatsApp number is connected, from every fault to green, and the first hello goes through.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })

const HOUR_S = 3600

story(
  'every fault of a number is named with its remedy, until all is green',
  async ({ page, server, call, editor }) => {
    const { account } = graph
    const check = (name) =>
      page
        .getByRole('region', { name: 'What is still missing' })
        .getByRole('listitem')
        .filter({ has: page.getByText(name, { exact: true }) })
    const again = async () => {
      const checked = page.waitForResponse((response) => response.url().endsWith('/check'))
      await page.getByRole('button', { name: 'Check again' }).click()
      await checked
    }
    /** The line says what is wrong and what to do. */
    const wrong = async (name, sentence, remedy) => {
      await check(name).getByText(sentence).waitFor()
      await check(name).getByText(remedy).waitFor()
      assert.notEqual(await check(name).getAttribute('data-state'), 'ok', name)
    }
    const fine = async (name) => {
      await check(name).and(page.locator('[data-state="ok"]')).waitFor()
    }
    const change = async (label, value) => {
      const line = page.getByLabel(label, { exact: true }).last()
      await line.fill(value)
      const saved = page.waitForResponse((response) => response.request().method() === 'PATCH')
      await line.locator('xpath=ancestor::form').getByRole('button', { name: 'Save', exact: true }).click()
      assert.ok((await saved).ok())
    }

    // The guided page warns before anything is lost.
    await page.goto('/numbers/connect')
    await page.getByRole('radio', { name: /Yes, in WhatsApp/ }).click()
    await page.getByText(/It will stop working in the app there/).waitFor()
    await page.getByText(/those are forms inside a chat, not these flows/).waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Shop')
    await page.getByLabel('Phone number id').fill('100000000000009')
    await page.getByLabel('WhatsApp Business account id').fill(account.waba)
    await page.getByLabel('App id').fill(account.appId)
    await page.getByLabel('Permanent access token').fill('EAAOfAnotherAccount')
    await page.getByLabel('App secret').fill('not-the-secret')
    await page.getByRole('button', { name: 'Connect and check' }).click()

    await wrong('Access token', 'Meta does not accept this access token.', /Make a new one for the system user/)
    account.expiresAt = Math.floor(Date.now() / 1000) + HOUR_S
    await change('Permanent access token', account.token)
    await wrong('Access token', /This access token is temporary/, /lives one day/)
    account.expiresAt = 0
    await again()
    await fine('Access token')

    await wrong('Phone number id', /sees no number with this phone number id/, /not the number itself/)
    await change('Phone number id', account.phoneId)
    await fine('Phone number id')

    account.otherAccount = true
    await again()
    await wrong('WhatsApp Business account', /belongs to another WhatsApp Business account/, /Copy both again/)
    account.otherAccount = false
    await again()
    await fine('WhatsApp Business account')

    await wrong('App secret', 'This app secret belongs to another app.', /Copy the secret of the app/)
    account.subscribed = false
    await change('App secret', account.secret)
    await fine('App secret')
    // Not subscribed heals by itself: the program has subscribed the account.
    await fine('Account sends to the app')
    assert.equal(account.subscribed, true)

    await wrong('Webhook address', /is not HTTPS/, /FLUSSO_TLS_DOMAIN/)
    await server.stop()
    server.environment.FLUSSO_PUBLIC_URL = 'https://flows.example.com'
    await server.start()
    await page.reload()
    await fine('Webhook address')
    assert.equal(account.callbackUrl, 'https://flows.example.com/webhooks/whatsapp')

    // A test number sends only to the people on its list.
    account.testNumber = true
    await page.getByLabel('Your phone').fill('+39 333 1234567')
    await page.getByRole('button', { name: 'Send a test message' }).click()
    await page.getByText(/the recipient is not on its list/).waitFor()
    await page.getByText(/Manage phone number list/).waitFor()
    account.recipients = ['393331234567']
    await page.getByRole('button', { name: 'Send a test message' }).click()
    await page.getByText('Meta accepted it. Look at your phone.').waitFor()
    assert.equal(graph.sent.at(-1).to, '393331234567')
    account.testNumber = false

    // Whether the app is live, and whether Meta reaches us, shows with the first signed message.
    await again()
    await wrong('App is live', /Not known yet whether the app is live/, /Switch the app to “Live”/)
    await wrong('First signed message', /No signed message has arrived/, /Send a WhatsApp message to the number/)
    await graph.says(server, '393331234567', 'first')
    await fine('First signed message')
    await fine('App is live')
    await page.getByText('Connected', { exact: true }).first().waitFor()
    const [channel] = (await call('GET', '/channels')).items.filter((one) => one.kind === 'whatsapp')
    assert.equal(channel.state, 'connected')
    assert.deepEqual(channel.problems, [])

    // The first flow on it: after publishing, a hello from a phone lights up the chain.
    const trigger = { kind: 'inbound_keyword', config: { keywords: ['pizza'], match: 'exact' } }
    await editor.create({ name: 'First', trigger, channels: [channel.id] })
    await editor.addAfter('Trigger', 'message')
    await editor.write('Welcome to the shop')
    const before = graph.sent.length
    await editor.publishTo(/try it from a phone/i)
    const dialog = page.getByRole('dialog')
    await dialog.getByText('+39 02 1234 5678').first().waitFor()
    await dialog.getByText(/send “pizza” to/).waitFor()
    await graph.says(server, '393337654321', 'pizza')
    await graph.until(before + 1)
    assert.equal(graph.sent.at(-1).to, '393337654321')
    assert.equal(graph.sent.at(-1).body.text.body, 'Welcome to the shop')
    await graph.delivered(server, graph.sent.at(-1))
    await dialog.getByText('It works: the answer is on the phone.').waitFor()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await editor.state('Live: version 1')
  },
  { minutes: 3 },
)
