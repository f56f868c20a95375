// Templates that Meta approved: read from WhatsApp, filled in by a step, received by the customer.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { keyword, numberOf, publish, row, see } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({
  environment: { FLUSSO_GRAPH_URL: graph.url, FLUSSO_ALLOW_PRIVATE: new URL(graph.url).host },
})
const number = numberOf(graph)

const TEMPLATES = [
  {
    id: '1',
    name: 'order_ready',
    language: 'it',
    category: 'UTILITY',
    status: 'APPROVED',
    components: [
      { type: 'BODY', text: 'Ciao {{1}}, il tuo ordine è pronto' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Arrivo' }] },
    ],
  },
  {
    id: '2',
    name: 'sale',
    language: 'en',
    category: 'MARKETING',
    status: 'REJECTED',
    components: [{ type: 'BODY', text: 'Sale' }],
  },
]

story('templates are read from WhatsApp and seen as the customer gets them', async ({ page, call }) => {
  graph.account.templates = TEMPLATES
  await number(call)
  await page.goto('/templates')
  await page.getByRole('button', { name: 'Read from WhatsApp now' }).click()
  await page.getByRole('row', { name: /sale .*Rejected/ }).waitFor()
  await see(page, 'templates')
  await page.getByRole('button', { name: 'order_ready' }).click()
  await page.getByLabel('Text: 1').fill('Maria')
  await page.getByText('Ciao Maria, il tuo ordine è pronto').waitFor()
  await see(page, 'template')
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'State' }).click()
  await page.getByRole('option', { name: 'Rejected' }).click()
  await page.getByRole('button', { name: 'order_ready' }).waitFor({ state: 'detached' })
  assert.match(page.url(), /status=REJECTED/)
  const { items } = await call('GET', '/templates?status=REJECTED')
  assert.deepEqual(
    items.map(({ name, body }) => [name, body]),
    [['sale', 'Sale']],
  )
})

story('a step shows its template as the customer will get it, filled in', async ({ page, call, editor, server }) => {
  graph.account.templates = TEMPLATES
  const channel = await number(call)
  await call('POST', `/channels/${channel.id}/templates/sync`)
  const flow = await row(editor, call, ['Ecco'], { trigger: keyword('pronto?'), channels: [channel.id] })
  await editor.addAfter('Ecco', 'Template')
  const panel = page.getByRole('complementary', { name: 'Step editor' })
  await panel.locator('[data-field="template"]').getByRole('combobox').click()
  await page.getByRole('option', { name: 'order_ready (it)', exact: true }).click()
  const seen = panel.getByRole('region', { name: 'Preview' })
  await seen.getByText('Ciao 1, il tuo ordine è pronto').waitFor()
  await panel.locator('[data-field="body_params"]').getByRole('textbox').click()
  await page.keyboard.type('gentile {{')
  await page.getByRole('option', { name: /Phone/ }).first().click()
  await seen.getByText('Ciao gentile Phone, il tuo ordine è pronto').waitFor()
  await seen.getByText('Arrivo').waitFor()
  await editor.card('Template').getByText('Ciao gentile Phone, il tuo ordine è pronto').waitFor()
  await see(page, 'template-step')
  await editor.saved()
  await publish(call, flow)
  const before = graph.sent.length
  await graph.says(server, '393331112233', 'pronto?')
  await graph.until(before + 2)
  const { template } = graph.sent.at(-1).body
  assert.equal(template.name, 'order_ready')
  assert.deepEqual(template.components.find((one) => one.type === 'body').parameters, [
    { type: 'text', text: 'gentile +393331112233' },
  ])
})
