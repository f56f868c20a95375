// What a person sets around their flows: hours, words, fields, tags, webhooks, tests, who has a conversation.
import { strict as assert } from 'node:assert'
import { createServer } from 'node:http'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { see } from './seed.mjs'

const graph = await startGraph()
const told = []
const ear = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => {
    body += part
  })
  request.on('end', () => {
    told.push({ headers: request.headers, body: JSON.parse(body) })
    response.end('thanks')
  })
})
await new Promise((done) => ear.listen(0, '127.0.0.1', done))
const earUrl = `http://127.0.0.1:${ear.address().port}/hook`
after(() => {
  graph.stop()
  ear.close()
})

const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url, FLUSSO_ALLOW_PRIVATE: new URL(earUrl).host } })

story('hours, silence and words of the business are set and kept', async ({ page, call }) => {
  await page.goto('/settings?tab=account')
  const hours = page.getByRole('form', { name: 'Working hours' })
  await hours.getByRole('radio', { name: 'Open at these hours' }).click()
  await hours.getByLabel('Monday: from').fill('08:30')
  await hours.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').first().waitFor()
  const silence = page.getByRole('form', { name: 'When a person answers' })
  await silence.getByRole('combobox', { name: 'Then the flows stay silent' }).click()
  await page.getByRole('option', { name: '4 hours', exact: true }).click()
  await silence.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('combobox', { name: 'Stop words: Italian' }).fill('basta')
  await page.keyboard.press('Enter')
  await page.getByRole('form', { name: 'Stop and start' }).getByRole('button', { name: 'Save' }).click()
  await page.waitForFunction(() => document.querySelectorAll('form button[type=submit]:not([disabled])').length === 0)
  const account = await call('GET', '/account')
  assert.equal(account.hours.days.mon[0].from, '08:30')
  assert.equal(account.human_silence_minutes, 240)
  assert.ok(account.consent_words.it.stop.includes('basta'))
  await see(page, 'account')
})

story('fields and tags are made, renamed and deleted', async ({ page, call }) => {
  await call('POST', '/contact-fields', { key: 'birthday', label: 'Birthday', type: 'text' })
  await page.goto('/settings?tab=fields')
  await page.getByRole('button', { name: 'Change Birthday' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change “Birthday”' })
  await dialog.getByLabel('Name of the field').fill('Born on')
  await dialog.getByRole('combobox', { name: 'Kind of value' }).click()
  await page.getByRole('option', { name: 'Date', exact: true }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Born on').waitFor()
  const tags = page.getByRole('region', { name: 'Contact tags' })
  await tags.getByLabel('Name of the new tag').fill('vip')
  await tags.getByRole('button', { name: 'Create tag' }).click()
  await tags.getByRole('button', { name: 'Rename vip' }).click()
  await page.getByLabel('Name of the tag').fill('regular')
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
  await tags.getByText('regular').waitFor()
  await see(page, 'fields')
  await tags.getByRole('button', { name: 'Delete regular' }).click()
  await page.getByRole('button', { name: 'Delete the tag' }).click()
  await tags.getByText('No tags yet').waitFor()
  const { items } = await call('GET', '/contact-fields')
  assert.deepEqual(
    items.map(({ key, label, type }) => [key, label, type]),
    [['birthday', 'Born on', 'date']],
  )
})

story('a new flow tells another program; a test arrives signed', async ({ page, call }) => {
  await page.goto('/flows/new')
  await page.getByLabel('Name', { exact: true }).fill('Told')
  await page.getByRole('button', { name: 'Advanced options' }).first().click()
  // The box is still opening: a click may go beside what moves.
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'))
  await page.getByRole('switch', { name: 'Flow webhooks' }).click()
  await page.getByLabel('Address of the webhook').fill(earUrl)
  await see(page, 'new-flow')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('dialog', { name: 'Step library' }).waitFor()
  const [, id] = /flows\/([^/]+)\/edit/.exec(page.url())
  const { document } = await call('GET', `/flows/${id}/draft`)
  assert.deepEqual(document.settings.webhook, { enabled: true, url: earUrl, events: ['entered', 'completed'] })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More' }).first().click()
  await page.getByRole('menuitem', { name: 'Flow settings' }).click()
  const part = page.getByRole('region', { name: 'Flow webhooks' })
  await part.getByRole('button', { name: 'Make a new secret' }).click()
  await part.getByText('Copy it now').waitFor()
  await part.getByRole('button', { name: 'Send a test' }).click()
  await part.getByRole('status', { name: 'What came of the test' }).getByText('thanks').waitFor()
  assert.ok(told[0].headers['webhook-signature'])
  await see(page, 'webhook')
})

story(
  'a conversation is saved as a test, and stands before publishing when it fails',
  async ({ page, call, editor }) => {
    const flow = await call('POST', '/flows', { name: 'Tried', example: 'lead', language: 'en' })
    await page.goto(`/flows/${flow.id}/edit?test=true`)
    await page.getByRole('log', { name: 'Test conversation' }).locator('[data-direction=out]').first().waitFor()
    await page.getByRole('tab', { name: 'Tests' }).click()
    await page.getByLabel('Save this conversation as a test').fill('Hello')
    await page.getByRole('button', { name: 'Save as test' }).click()
    await page.getByRole('button', { name: 'Run all tests' }).click()
    await page.getByText('Passes').waitFor()
    // Another text than the saved one: the customer would read something else.
    const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
    const first = document.connections.find((one) => one.from === 'start').to
    for (const step of document.steps) if (step.id === first) step.config.text = 'Good day'
    await call('PUT', `/flows/${flow.id}/draft`, { document }, { 'If-Match': `"${revision}"` })
    await page.reload()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('1 saved test fails').waitFor()
    const publish = page.getByRole('button', { name: 'Publish version 1' })
    assert.ok(await publish.isDisabled())
    await see(page, 'publish')
    await page.getByLabel('Why publish anyway').fill('A new greeting')
    await publish.click()
    await page.getByText('Version 1 is live.').waitFor()
    editor.flowId = flow.id
    const { items } = await call('GET', `/flows/${flow.id}/versions`)
    assert.match(items[0].note, /A new greeting/)
  },
)

story('a conversation is given to somebody, closed and reopened', async ({ page, call }) => {
  await call('POST', '/demo/messages', { content: { type: 'text', text: 'anybody there' } })
  const { items } = await call('GET', '/conversations')
  await page.goto(`/conversations/${items[0].id}`)
  await page.getByRole('button', { name: 'Assigned to: Nobody' }).click()
  await page.getByRole('menuitem', { name: /\(you\)/ }).click()
  await page.getByText('has it now').waitFor()
  await page.getByText('Only mine').click()
  await page.getByRole('link', { name: /anybody there/ }).waitFor()
  await page.getByRole('button', { name: 'New', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Close the conversation' }).click()
  await page.getByRole('button', { name: 'Closed', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Reopen the conversation' }).click()
  await page.getByRole('button', { name: 'In progress', exact: true }).waitFor()
  await see(page, 'conversation')
  assert.equal((await call('GET', `/conversations/${items[0].id}`)).status, 'in_progress')
})
