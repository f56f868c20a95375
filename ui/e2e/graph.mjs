// Meta as far as a connected number needs it: judges tokens, proofs and ids as the Graph API does, keeps what was
// sent, and signs webhooks. The Go tests have the same in server/servertest/graph.go.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'

const TOKEN = 190
const PARAMETER = 100
const NOT_A_RECIPIENT = 131030
const LONG_MS = 60_000

export async function startGraph() {
  /** What is true at Meta; stories change it. */
  const account = {
    phoneId: '100000000000001',
    waba: '200000000000002',
    appId: '300000000000003',
    token: 'EAAGoodToken',
    secret: 'app-secret',
    display: '+39 02 1234 5678',
    otherAccount: false,
    expiresAt: 0,
    subscribed: true,
    callbackUrl: '',
    testNumber: false,
    recipients: [],
    templates: [],
  }
  const sent = []
  const waiting = []
  let count = 0

  const fail = (response, status, code, message) => {
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify({ error: { message: `(#${code}) ${message}`, type: 'OAuthException', code } }))
  }
  const give = (response, value) => {
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(value))
  }
  const proof = (token) => createHmac('sha256', account.secret).update(token).digest('hex')

  function messages(response, body) {
    if (body.status === 'read') return give(response, { success: true })
    const digits = String(body.to ?? '').replace('+', '')
    if (account.testNumber && !account.recipients.includes(digits)) {
      return fail(response, 400, NOT_A_RECIPIENT, 'Recipient phone number not in allowed list')
    }
    count += 1
    const id = `wamid.OUT${count}`
    sent.push({ id, to: digits, body })
    for (const wake of waiting.splice(0)) wake()
    return give(response, { messaging_product: 'whatsapp', contacts: [{ wa_id: digits }], messages: [{ id }] })
  }

  function answer(request, response, text) {
    const url = new URL(request.url, 'http://graph')
    // Not Meta: another system that a flow asks.
    if (url.pathname === '/stock') return give(response, { count: 7, asked: url.searchParams.get('for') })
    const [, first, second] = url.pathname.slice(1).split('/')
    const token = (request.headers.authorization ?? '').replace('Bearer ', '')
    const asApp = token === `${account.appId}|${account.secret}`
    const data = (value) => give(response, { data: value })
    if (first === 'debug_token') {
      if (!asApp && token !== account.token) return fail(response, 401, TOKEN, 'Invalid OAuth access token')
      const valid = url.searchParams.get('input_token') === account.token
      const scopes = ['whatsapp_business_messaging', 'whatsapp_business_management']
      return data({
        app_id: account.appId,
        is_valid: valid,
        expires_at: account.expiresAt,
        scopes: valid ? scopes : [],
      })
    }
    if (first === account.appId && second === 'subscriptions') {
      if (!asApp) return fail(response, 400, TOKEN, 'This method must be called with an app access_token')
      if (request.method === 'POST') {
        account.callbackUrl = url.searchParams.get('callback_url') ?? ''
        return give(response, { success: true })
      }
      const fields = [{ name: 'messages', version: 'v26.0' }]
      const hook = { object: 'whatsapp_business_account', callback_url: account.callbackUrl, active: true, fields }
      return data(account.callbackUrl ? [hook] : [])
    }
    if (token !== account.token) return fail(response, 401, TOKEN, 'Invalid OAuth access token')
    const proved = url.searchParams.get('appsecret_proof')
    if (proved && proved !== proof(token)) {
      return fail(response, 400, PARAMETER, 'Invalid appsecret_proof provided in the API argument')
    }
    if (first === account.phoneId && second === undefined) {
      const mode = account.testNumber ? 'SANDBOX' : 'LIVE'
      const number = { id: account.phoneId, display_phone_number: account.display, verified_name: 'Test shop' }
      return give(response, { ...number, account_mode: mode, throughput: { level: 'STANDARD' } })
    }
    if (first === account.waba && second === 'message_templates') return data(account.templates)
    if (first === account.waba && second === 'phone_numbers') {
      return data([{ id: account.otherAccount ? '999999999999999' : account.phoneId }])
    }
    if (first === account.waba && second === 'subscribed_apps') {
      if (request.method === 'POST') {
        account.subscribed = true
        return give(response, { success: true })
      }
      return data(account.subscribed ? [{ whatsapp_business_api_data: { id: account.appId } }] : [])
    }
    if (first === account.phoneId && second === 'media') {
      count += 1
      return give(response, { id: `media${count}` })
    }
    if (first === account.phoneId && second === 'messages') return messages(response, JSON.parse(text))
    return fail(response, 400, PARAMETER, `Unsupported request. Object with ID '${first}' does not exist`)
  }

  const http = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => answer(request, response, text))
  })
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve))

  /** Delivers a signed webhook, as Meta would. */
  async function deliver(server, value) {
    const change = {
      field: 'messages',
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '390212345678', phone_number_id: account.phoneId },
        ...value,
      },
    }
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: account.waba, changes: [change] }],
    })
    const signature = createHmac('sha256', account.secret).update(body).digest('hex')
    const response = await fetch(`${server.url}/webhooks/whatsapp`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Hub-Signature-256': `sha256=${signature}` },
      body,
    })
    if (!response.ok) throw new Error(`webhook: ${response.status}`)
  }
  const seconds = () => String(Math.floor(Date.now() / 1000))

  return {
    account,
    sent,
    url: `http://127.0.0.1:${http.address().port}`,
    /** A person writes to the number. */
    says: (server, from, text) => {
      count += 1
      const message = { id: `wamid.IN${count}`, from, timestamp: seconds(), type: 'text', text: { body: text } }
      return deliver(server, { contacts: [{ profile: { name: 'Maria' }, wa_id: from }], messages: [message] })
    },
    /** A person sends anything else: a message as Meta writes it, without its id and time. */
    sends: (server, from, message) => {
      count += 1
      const whole = { id: `wamid.IN${count}`, from, timestamp: seconds(), ...message }
      return deliver(server, { contacts: [{ profile: { name: 'Maria' }, wa_id: from }], messages: [whole] })
    },
    /** What was sent reached the phone. */
    delivered: (server, message) =>
      deliver(server, {
        statuses: [{ id: message.id, status: 'delivered', timestamp: seconds(), recipient_id: message.to }],
      }),
    /** Connects the number of this account, as the page does. */
    connect: (call, name = 'Shop') =>
      call('POST', '/channels', {
        name,
        phone_number_id: account.phoneId,
        waba_id: account.waba,
        app_id: account.appId,
        access_token: account.token,
        app_secret: account.secret,
      }),
    /** Waits until this many messages were sent. */
    async until(n) {
      const timer = setTimeout(() => waiting.splice(0).forEach((wake) => void wake()), LONG_MS)
      while (sent.length < n && timer.hasRef()) await new Promise((resolve) => waiting.push(resolve))
      clearTimeout(timer)
      if (sent.length < n) throw new Error(`${sent.length} of ${n} messages were sent`)
    },
    stop: () => {
      http.closeAllConnections()
      http.close()
    },
  }
}
