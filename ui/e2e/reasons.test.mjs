// Every silence is explained: under each message of a customer stands what it did, and what can be done about it.
import { strict as assert } from 'node:assert'
import { stories } from './harness.mjs'

const { story } = stories()

const words = (keywords, more = {}) => ({
  kind: 'inbound_keyword',
  config: { keywords, match: 'exact', again: { mode: 'always', hours: 24 }, ...more },
})
const message = { kind: 'message', name: 'Say', config: { text: 'Hello from here', media_kind: 'none' } }
const question = {
  kind: 'question',
  name: 'Ask',
  config: { text: 'What is it about?', answer: 'text', attempts: { enabled: false, max: 3 } },
}
const delay = { kind: 'delay', name: 'Rest', config: { delay: { amount: 1, unit: 'h' } } }

/** A published flow: its trigger and its steps in a row. */
async function publish(call, name, trigger, steps) {
  const flow = await call('POST', '/flows', { name, trigger })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const own = steps.map((step, n) => ({ ...step, id: `step000${n}`, key: `step_${n}` }))
  const connections = own.map((step, n) => ({ from: n ? own[n - 1].id : 'start', exit: 'next', to: step.id }))
  const { items } = await call('GET', '/channels')
  const settings = { ...document.settings, channels: items.filter((one) => one.kind === 'demo').map((one) => one.id) }
  const draft = { ...document, settings, steps: own, connections }
  const saved = await call('PUT', `/flows/${flow.id}/draft`, { document: draft }, { 'If-Match': `"${revision}"` })
  await call('POST', `/flows/${flow.id}/publish`, { revision: saved.revision }, { 'Idempotency-Key': flow.id })
  return flow
}

story(
  'under every message stands what it did and what can be done',
  async ({ page, call }) => {
    let written = 0
    const say = (content) => {
      written += 1
      return call('POST', '/demo/messages', { content })
    }
    const said = (text) => say({ type: 'text', text })
    const demo = await said('anyone there')
    await page.goto(`/conversations/${demo.conversation_id}`)
    const thread = page.getByRole('log', { name: 'Messages' })

    /** The last message of the customer says `sentence`, and offers `action` ('' for nothing). */
    const told = async (sentence, action) => {
      const bubble = thread.locator('[data-direction="in"]').nth(written - 1)
      await bubble.filter({ hasText: sentence }).waitFor()
      assert.equal(await thread.locator('[data-direction="in"]').count(), written, 'it stands under the last message')
      const offers = bubble.locator('a, button').filter({ hasText: /\w/ })
      if (action) await offers.first().waitFor()
      assert.deepEqual(await offers.allTextContents(), action ? [action] : [])
      return offers
    }
    const answers = async () => {
      const { items } = await call('GET', `/conversations/${demo.conversation_id}/messages`)
      return items.filter((one) => one.direction === 'out').length
    }
    const cancel = async () => {
      const { run } = await call('GET', `/conversations/${demo.conversation_id}`)
      if (run) await call('POST', `/runs/${run.id}/cancel`)
    }

    await told('No published flow answers on this number', 'Make a flow that answers')
    const orders = await publish(call, 'Orders', words(['order']), [question, message])
    await publish(call, 'Urgent', words(['urgent'], { interrupt: true }), [question])
    await publish(call, 'Waiting', words(['wait']), [message, delay])
    await publish(call, 'Once', words(['once'], { again: { mode: 'once', hours: 24 } }), [message])
    await publish(call, 'Warm', words(['warm'], { again: { mode: 'after_silence', hours: 12 } }), [message])

    await said('order')
    await told('Started “Orders”', 'See their way')
    await said('pizza')
    await told('Went on in “Orders” at “Ask”', 'People in this flow')
    await said('nobody reacts to this')
    await told('No flow reacts to this message: it waits for a person', 'Make a flow that answers')

    await said('order')
    await said('urgent')
    await told('Started “Urgent”; “Orders” ended for it', 'See their way')
    await said('fire')

    await said('once')
    await said('once')
    let before = await answers()
    await (await told('“Once” runs once per contact, and has run', 'Start it now')).click()
    await page.getByText('“Once” was started.').waitFor()
    assert.equal(await answers(), before + 1, 'started by hand, the flow answers')

    await said('warm')
    await said('warm')
    await told('“Warm” starts again only after 12 hours of silence', 'Start it now')

    await said('wait')
    await told('Started “Waiting”', 'See their way')
    before = await answers()
    await said('hurry up')
    await told('“Waiting” is at work at “Rest” and takes no message now', 'See their way')
    assert.equal(await answers(), before, 'nothing answers during a delay')
    await cancel()

    await call('POST', `/flows/${orders.id}/pause`)
    await said('order')
    await (await told('“Orders” is paused: nothing answered', 'Resume the flow')).click()
    await page.getByText('“Orders” answers again.').waitFor()
    assert.equal((await call('GET', `/flows/${orders.id}`)).state, 'live')

    await page.getByRole('button', { name: 'Take over' }).click()
    await page.getByRole('button', { name: 'Give back to the flow' }).first().waitFor()
    await said('order')
    await (await told('A person has this conversation: the flows are silent', 'Give back to the flow')).click()
    await page.getByRole('button', { name: 'Take over' }).waitFor()
    await call('POST', `/conversations/${demo.conversation_id}/messages`, { text: 'I am here' })
    await said('order')
    const { silenced_until: until } = await call('GET', `/conversations/${demo.conversation_id}`)
    if (until) await told(/The flows are silent here until \d/, 'Give back to the flow')
    else await told('A person has this conversation: the flows are silent', 'Give back to the flow')
    await call('POST', `/conversations/${demo.conversation_id}/give-back`)

    before = await answers()
    await said('STOP')
    await told('Does not want messages any more: nothing is sent')
    await said('stop')
    await told('Had asked before not to get messages')
    await said('order')
    await told('Does not want messages, so no flow answers', 'Open the contact')
    await said('START')
    await told('Wants messages again')
    await say({ type: 'reaction', reaction: { message_id: demo.messages[0].id, emoji: '👍' } })
    await told('Kept as it is: this kind of message is no answer')
    assert.equal(await answers(), before, 'nobody who wants no messages got one')

    // The server's reasons are the ones that the page has shown, but for those that only a real number can have.
    const seen = new Set()
    for (let cursor = ''; cursor !== null; ) {
      const query = cursor ? `?before=${cursor}` : ''
      const part = await call('GET', `/conversations/${demo.conversation_id}/messages${query}`)
      for (const one of part.items) if (one.reason?.code) seen.add(one.reason.code)
      cursor = part.next_cursor ?? null
    }
    const { reasons } = await call('GET', '/codes')
    const elsewhere = ['colleague_wrote', 'stored_only', until ? '' : 'silenced', /^trial_/] // trials: trial.test.mjs
    const missing = reasons.filter((code) => !seen.has(code))
    assert.deepEqual(
      missing.filter((code) => !elsewhere.some((one) => one === code || (one instanceof RegExp && one.test(code)))),
      [],
    )
  },
  { minutes: 3 },
)
