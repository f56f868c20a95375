// A draft is shown to somebody without a sign-in: a link, its phone in the browser, and its end.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { faults } from './axe.mjs'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { see } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({
  environment: { FLUSSO_GRAPH_URL: graph.url, FLUSSO_ALLOW_PRIVATE: new URL(graph.url).host },
})
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Every bubble, as "flow: text" or "visitor: text". */
const bubbles = (page) =>
  page
    .getByRole('log')
    .locator('[data-direction]')
    .evaluateAll((all) =>
      all.map(
        (one) =>
          `${one.dataset.direction === 'out' ? 'flow' : 'visitor'}: ${one.querySelector('[data-said]')?.textContent ?? ''}`,
      ),
    )

async function until(page, lines) {
  await page
    .getByRole('log')
    .locator('[data-direction]')
    .nth(lines.length - 1)
    .waitFor()
  assert.deepEqual(await bubbles(page), lines)
}

/** A flow that asks, calls another system, shows a picture and lets time pass; saved, never published. */
async function shop(call, context) {
  const picture = await context.request.post('/api/v1/media', {
    multipart: { file: { name: 'tea.png', mimeType: 'image/png', buffer: DOT } },
  })
  const { id: media_id } = await picture.json()
  const flow = await call('POST', '/flows', { name: 'Tea orders', language: 'en' })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const step = (n, kind, name, config) => ({ id: `step000${n}`, kind, name, key: `s${n}`, config })
  const url = `${graph.url}/stock?for=shop`
  const steps = [
    step(0, 'question', 'Name', { text: 'Hello {{ contact.first_name }}, your name?', answer: 'text' }),
    step(1, 'http', 'Stock', { method: 'GET', url, time_limit: 5, sample: '{"count": 3}' }),
    step(2, 'message', 'Picture', { media_kind: 'image', media: { source: 'upload', media_id }, text: 'Our tea' }),
    step(3, 'menu', 'Which', {
      text: '{{ step.s1.json.count }} teas left, {{ step.s0 }}. Which one?',
      options: [
        { id: 'green', title: 'Green' },
        { id: 'black', title: 'Black' },
      ],
    }),
    step(4, 'delay', 'Later', { mode: 'amount', delay: { amount: 2, unit: 'h' } }),
    step(5, 'message', 'Thanks', { text: 'Your tea is ready', media_kind: 'none' }),
  ]
  const line = (from, exit, to) => ({ from, exit, to })
  const connections = [
    line('start', 'next', 'step0000'),
    line('step0000', 'next', 'step0001'),
    line('step0001', 'success', 'step0002'),
    line('step0002', 'next', 'step0003'),
    line('step0003', 'green', 'step0004'),
    line('step0004', 'next', 'step0005'),
  ]
  await call(
    'PUT',
    `/flows/${flow.id}/draft`,
    { document: { ...document, steps, connections } },
    { 'If-Match': `"${revision}"` },
  )
  return flow
}

async function share(page) {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Show it to somebody' }).click()
  return page.getByRole('dialog', { name: 'Show it to somebody' })
}

story(
  'a client without a sign-in tries the draft by a link, reads what was mended, and the link is withdrawn',
  async ({ page, call, context, editor, another }) => {
    const flow = await shop(call, context)
    await call('PATCH', '/account', { name: 'Tea house' })
    await editor.open(flow.id)
    const dialog = await share(page)
    await dialog.getByText('1 day').click()
    await dialog.getByRole('button', { name: 'Make a link' }).click()
    const address = await dialog.locator('code').textContent()
    await dialog.getByRole('button', { name: 'QR code of the link' }).click()
    await dialog.getByRole('img', { name: 'QR code of the link' }).waitFor()
    assert.deepEqual(await faults(page), [])
    await see(page, 'dialog')
    await page.keyboard.press('Escape')

    const client = await another({ signIn: false, viewport: { width: 390, height: 844 } })
    const answer = await client.page.goto(address)
    assert.equal(answer.headers()['referrer-policy'], 'no-referrer')
    await client.page.getByRole('heading', { name: 'Tea house' }).waitFor()
    await until(client.page, ['flow: Hello Maria, your name?'])
    const write = async (text) => {
      await client.page.getByLabel('Write a message').fill(text)
      await client.page.keyboard.press('Enter')
    }
    await write('Ada')
    // The call was answered by the sample of its step; the picture comes without a sign-in.
    const asked = [
      'flow: Hello Maria, your name?',
      'visitor: Ada',
      'flow: Our tea',
      'flow: 3 teas left, Ada. Which one?',
    ]
    await client.page.getByRole('button', { name: 'Green' }).waitFor()
    assert.deepEqual(
      (await bubbles(client.page)).filter((one) => !one.endsWith(': ') && !one.includes('Our tea')),
      [asked[0], asked[1], asked[3]],
    )
    const loaded = await client.page
      .getByRole('log')
      .locator('img')
      .evaluate((img) => img.decode().then(() => img.naturalWidth))
    assert.equal(loaded, 1)
    for (const colorScheme of ['light', 'dark']) {
      await client.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await client.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      assert.deepEqual(await faults(client.page), [])
      await see(client.page, `phone-${colorScheme}`)
    }
    await client.page.getByRole('button', { name: 'Green' }).click()
    await client.page.getByRole('button', { name: /^Skip the wait until/ }).click()
    await client.page.getByText('Your tea is ready').waitFor()
    await client.page.getByText('The conversation has ended.').waitFor()

    // Mended meanwhile: whoever starts over reads the new words.
    await editor.select('Thanks')
    await editor.field('Text').fill('Come and fetch your tea')
    await editor.saved()
    await client.page.getByRole('button', { name: 'Start over' }).first().click()
    await until(client.page, ['flow: Hello Maria, your name?'])
    await write('Grace')
    await client.page.getByRole('button', { name: 'Green' }).click()
    await client.page.getByRole('button', { name: /^Skip the wait until/ }).click()
    await client.page.getByText('Come and fetch your tea').waitFor()

    await share(page)
    await dialog.getByRole('button', { name: 'Withdraw' }).click()
    await dialog.getByText('Open links').waitFor({ state: 'detached' })
    await write('Are you there?')
    await client.page.getByRole('heading', { name: 'This preview is over' }).waitFor()
    await client.page.reload()
    await client.page.getByRole('heading', { name: 'This preview is over' }).waitFor()
    assert.deepEqual(await faults(client.page), [])
    await see(client.page, 'over')
    assert.deepEqual(client.problems, [])
    // Nobody was there, and nothing left the program.
    assert.deepEqual(await client.context.cookies(), [])
    assert.deepEqual((await call('GET', '/contacts')).items, [])
    assert.deepEqual(graph.sent, [])
    const { items } = await call('GET', '/audit')
    assert.deepEqual(
      items.map((one) => one.action).filter((one) => one.startsWith('link_')),
      ['link_withdrawn', 'link_made'],
    )
    await client.context.close()
  },
  { fresh: true },
)

story(
  'the phone of a link speaks the language of its visitor, and says when it has no connection',
  async ({ call, context, another }) => {
    const flow = await shop(call, context)
    const { url } = await call('POST', `/flows/${flow.id}/links`)
    const client = await another({ signIn: false, locale: 'it-IT', viewport: { width: 1440, height: 900 } })
    await client.page.goto(url)
    await client.page.getByText('Niente di ciò che scrivi qui viene conservato o inviato.').waitFor()
    await until(client.page, ['flow: Hello Maria, your name?'])
    await see(client.page, 'wide-it')
    await client.context.setOffline(true)
    const field = client.page.getByLabel('Scrivi un messaggio')
    await field.fill('Ada')
    await client.page.keyboard.press('Enter')
    await client.page.getByRole('alert').getByText('Il server non è raggiungibile').waitFor()
    assert.equal(await field.inputValue(), 'Ada')
    await client.context.setOffline(false)
    await client.page.keyboard.press('Enter')
    await client.page.getByText('3 teas left, Ada. Which one?').waitFor()
    await client.context.close()
    // Whoever tries it is nobody: no contact, no message.
    assert.deepEqual((await call('GET', '/contacts')).items, [])
    assert.deepEqual(graph.sent, [])
  },
)
