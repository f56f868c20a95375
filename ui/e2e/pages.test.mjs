// What the pages do to people in a flow.
import { strict as assert } from 'node:assert'
import { stories } from './harness.mjs'

const { story } = stories()
const hello = {
  kind: 'inbound_keyword',
  config: { keywords: ['hello'], match: 'exact', again: { mode: 'always', hours: 24 } },
}

/** A live flow that asks for a name. */
async function liveFlow(call, name = 'Orders') {
  const document = {
    spec: 1,
    triggers: [{ id: 'trigger01', ...hello }],
    steps: [
      {
        id: 'stepask001',
        kind: 'question',
        name: 'Ask name',
        key: 'ask_name',
        config: { text: 'Your name?', answer: 'text' },
      },
      {
        id: 'stepbye001',
        kind: 'message',
        name: 'Thanks',
        key: 'thanks',
        config: { text: 'Thanks, {{ step.ask_name }}' },
      },
    ],
    connections: [
      { from: 'start', exit: 'next', to: 'stepask001' },
      { from: 'stepask001', exit: 'next', to: 'stepbye001' },
    ],
    variables: [],
    settings: { language: 'en', channels: [] },
  }
  const channels = (await call('GET', '/channels')).items.map((channel) => channel.id)
  const flow = await call('POST', '/flows', { name, document, channels })
  await call('POST', `/flows/${flow.id}/publish`, { revision: flow.revision })
  return flow
}

story('the demo phone talks with a flow; a person takes over and gives back', async ({ page, call }) => {
  await liveFlow(call)
  await page.goto('/flows')
  await page.getByRole('button', { name: 'Demo phone' }).click()
  const phone = page.getByRole('region', { name: 'Demo phone' })
  const say = async (text) => {
    await phone.getByRole('textbox').fill(text)
    await phone.getByRole('textbox').press('Enter')
  }
  await say('hello')
  await phone.getByText('Your name?').waitFor()
  await page.getByRole('button', { name: 'Close the demo phone' }).click()

  await page.getByRole('link', { name: 'Conversations' }).click()
  await page.locator('aside a').first().click()
  await page.getByText('Started “Orders”').waitFor()
  await page.getByRole('button', { name: 'Take over' }).click()
  await page.getByRole('button', { name: 'Give back to the flow' }).waitFor()
  await page.getByRole('textbox', { name: /^Write to/ }).fill('A person here')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('log').getByText('A person here').waitFor()
  await page.getByRole('button', { name: 'Give back to the flow' }).click()
  await page.getByRole('button', { name: 'Take over' }).waitFor()
  const [thread] = (await call('GET', '/conversations')).items
  const said = (await call('GET', `/conversations/${thread.id}/messages`)).items
  assert.deepEqual(
    said.filter((message) => message.direction === 'out').map((message) => [message.source, message.content.text]),
    [
      ['flow', 'Your name?'],
      ['human', 'A person here'],
    ],
  )
  assert.equal(thread.bot, 'on')
})

story('a flow is paused with a word about who is inside, and somebody is taken out', async ({ page, call }) => {
  const flow = await liveFlow(call, 'Bookings')
  const contact = await call('POST', '/contacts', { phone: '+393331234567', first_name: 'Maria' })
  const demo = (await call('GET', '/channels')).items.find((channel) => channel.kind === 'demo')
  await call('POST', `/flows/${flow.id}/run`, { contacts: [{ id: contact.id }], channel_id: demo.id })
  await page.goto('/flows')
  await page.getByRole('button', { name: 'Actions for Bookings' }).click()
  await page.getByRole('menuitem', { name: 'Pause' }).click()
  await page.getByText('1 person inside will get no answer until you resume.').waitFor()
  await page.getByRole('button', { name: 'Pause this flow' }).click()
  await page
    .getByRole('row', { name: /Bookings/ })
    .getByText('Paused')
    .waitFor()
  assert.equal((await call('GET', `/flows/${flow.id}`)).state, 'paused')

  await page
    .getByRole('row', { name: /Bookings/ })
    .getByRole('link', { name: '1' })
    .click()
  await page.getByRole('link', { name: 'Maria' }).click()
  await page.getByRole('list').getByText('Waits for an answer until').waitFor()
  await page.getByRole('button', { name: 'Take Maria out of this flow' }).click()
  await page.getByRole('button', { name: 'Take them out' }).click()
  await page.getByText('canceled', { exact: true }).waitFor()
  const [run] = (await call('GET', `/flows/${flow.id}/people`)).items
  assert.equal(run.status, 'canceled')
})

story('a new flow: name, trigger and its words, numbers, then the editor', async ({ page, call }) => {
  await page.goto('/flows')
  await page.getByRole('button', { name: 'New flow' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Help desk')
  await page.getByRole('radio', { name: 'Certain words' }).check()
  await page
    .getByRole('textbox', { name: 'Words' })
    .or(page.getByRole('combobox', { name: 'Words' }))
    .first()
    .fill('help')
  await page.keyboard.press('Enter')
  assert.ok(await page.getByRole('checkbox', { name: 'Demo number' }).isChecked())
  await page.getByRole('button', { name: 'Next' }).click()
  await page.waitForURL(/\/flows\/[^/]+\/edit/)
  const flow = (await call('GET', '/flows')).items.find((one) => one.name === 'Help desk')
  assert.equal(flow.triggers[0].kind, 'inbound_keyword')
  assert.deepEqual(flow.triggers[0].config.keywords, ['help'])
  assert.equal(flow.channels.length, 1)
})

story('a page that is empty, slow, broken or not there says so, and leads on', async ({ page, call }) => {
  const { items } = await call('GET', '/contacts')
  for (const one of items) await call('DELETE', `/contacts/${one.id}`)
  // Empty: one sentence, and what can be done about it.
  await page.goto('/contacts')
  await page.getByText('Whoever writes to one of your numbers is kept here.').waitFor()
  await page.getByRole('button', { name: 'New contact' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('First name').fill('Ada')
  await dialog.getByLabel('Phone').fill('+393339998888')
  await dialog.getByRole('button', { name: 'Add contact' }).click()
  await dialog.waitFor({ state: 'detached' })

  // Slow: the shape of what comes. Broken: what happened, a code to quote, and another try.
  let broken = true
  let answer
  const held = new Promise((done) => {
    answer = done
  })
  await page.route('**/api/v1/contacts?**', async (route) => {
    if (broken) await route.fulfill({ status: 500, json: { status: 500, code: 'internal' } })
    else {
      await held
      await route.continue()
    }
  })
  await page.goto('/contacts')
  const alert = page.getByRole('alert')
  await alert.getByText('internal', { exact: true }).waitFor()
  broken = false
  await alert.getByRole('button', { name: 'Try again' }).click()
  await page.goto('/contacts')
  await page.locator('[aria-busy="true"]').first().waitFor()
  answer()
  await page.getByRole('link', { name: 'Ada' }).waitFor()
  assert.equal(await alert.count(), 0)

  // Nothing is there: a way back. Help is one press away on every page.
  await page.goto('/no-such-page')
  await page.getByText('There is nothing at this address.').waitFor()
  await page.getByRole('link', { name: 'Go to flows' }).click()
  await page.waitForURL(/\/flows$/)
  await page.getByRole('link', { name: 'Help', exact: true }).click()
  await page.waitForURL(/\/help/)
  await page.getByRole('heading', { name: 'Help', exact: true }).waitFor()
  const kept = (await call('GET', '/contacts')).items
  assert.deepEqual(
    kept.map(({ phone, first_name }) => [phone, first_name]),
    [['+393339998888', 'Ada']],
  )
})
