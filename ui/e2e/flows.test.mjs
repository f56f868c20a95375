// The list of flows: labels, several at once, files, examples.
import { strict as assert } from 'node:assert'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stories } from './harness.mjs'
import { catalogue } from './words.mjs'

const { story } = stories()

async function three(call) {
  const make = (name, example) => call('POST', '/flows', { name, example })
  const flows = [await make('Orders', 'lead'), await make('Visits', 'appointment'), await make('Help', 'faq')]
  for (const flow of flows) await call('POST', `/flows/${flow.id}/publish`, { revision: 1 })
  return flows
}

story(
  'flows get labels, are found by them, and several are paused at once',
  async ({ page, call }) => {
    const flows = await three(call)
    await page.goto('/flows')
    // Looked for by name, put in another order by the head of a column.
    const rows = page.getByRole('table', { name: 'Flows' }).locator('tbody tr')
    const names = () => rows.getByRole('link').evaluateAll((all) => all.map((one) => one.textContent))
    await rows.nth(2).waitFor()
    await page.getByLabel('Search by name').fill('vis')
    await rows.nth(1).waitFor({ state: 'detached' })
    assert.deepEqual(await names(), ['Visits'])
    await page.getByLabel('Search by name').fill('')
    await rows.nth(2).waitFor()
    const byName = page.getByRole('columnheader', { name: 'Name' })
    await byName.getByRole('button').click()
    await byName.and(page.locator('[aria-sort="ascending"]')).waitFor()
    assert.deepEqual(await names(), ['Help', 'Orders', 'Visits'])
    await byName.getByRole('button').click()
    await byName.and(page.locator('[aria-sort="descending"]')).waitFor()
    assert.deepEqual(await names(), ['Visits', 'Orders', 'Help'])
    const tick = (name) => page.getByRole('row', { name }).getByRole('checkbox').check()
    await tick(/Orders/)
    await tick(/Visits/)
    const bar = page.getByRole('toolbar', { name: 'Actions on the chosen rows' })
    await bar.getByRole('button', { name: 'Labels' }).click()
    const dialog = page.getByRole('dialog', { name: 'Labels' })
    await dialog.locator('input').first().fill('spring')
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: 'Label' }).click()
    await page.getByRole('option', { name: 'spring' }).click()
    await page.getByRole('row', { name: /Help/ }).waitFor({ state: 'detached' })
    assert.match(page.url(), /label=spring/)
    await bar.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Pause 2 flows' }).click()
    await page.getByText('2 flows are paused.').waitFor()
    const states = await Promise.all(flows.map(({ id }) => call('GET', `/flows/${id}`)))
    assert.deepEqual(
      states.map(({ state, labels }) => [state, labels]),
      [
        ['paused', ['spring']],
        ['paused', ['spring']],
        ['live', []],
      ],
    )
  },
  { fresh: true },
)

story(
  'what could not be done to one of several is told, and the others are done',
  async ({ page, call }) => {
    const flows = await three(call)
    await page.goto('/flows')
    await page.getByRole('row', { name: /Help/ }).waitFor()
    await page.getByRole('checkbox', { name: 'Choose all rows' }).check()
    const bar = page.getByRole('toolbar', { name: 'Actions on the chosen rows' })
    await bar.getByRole('button', { name: 'Pause', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Pause 3 flows?' })
    await dialog.getByText('Nobody is inside now.').waitFor()
    // The server refuses one of them.
    await page.route(`**/api/v1/flows/${flows[1].id}/pause`, (route) =>
      route.fulfill({ status: 404, json: { status: 404, code: 'not_found' } }),
    )
    await dialog.getByRole('button', { name: 'Pause 3 flows' }).click()
    await page.getByText('2 flows are paused.').waitFor()
    await page.getByText(/^1 flow was left as it is\. \S/).waitFor()
    const states = await Promise.all(flows.map(({ id }) => call('GET', `/flows/${id}`)))
    assert.deepEqual(
      states.map(({ state }) => state),
      ['paused', 'live', 'paused'],
    )
  },
  { fresh: true },
)

story('a flow leaves as a file and comes in again, the same to the byte', async ({ page, call, server }) => {
  await call('POST', '/flows', { name: 'Spring offers', example: 'opt_in', language: 'it' })
  await page.goto('/flows')
  await page.getByRole('button', { name: 'Actions for Spring offers' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as a file' }).click()
  const file = await coming
  assert.equal(file.suggestedFilename(), 'Spring offers.flow.json')
  const path = join(server.data, 'exported.json')
  await file.saveAs(path)
  const bring = async (from) => {
    await page.goto('/flows')
    await page.getByRole('button', { name: 'More ways to begin' }).click()
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('menuitem', { name: 'From a file' }).click()
    await (await choosing).setFiles(from)
  }
  await bring(path)
  await page.waitForURL(/\/flows\/[^/]+\/edit/)
  const id = /flows\/([^/]+)\/edit/.exec(page.url())[1]
  const again = await page.request.get(`/api/v1/flows/${id}/export`)
  assert.equal(await again.text(), await readFile(path, 'utf8'))

  // The published schema speaks of every part of that file, and of each of its steps.
  const schema = await call('GET', '/flow-schema.json')
  const written = JSON.parse(await readFile(path, 'utf8'))
  for (const part of Object.keys(written)) assert.ok(schema.properties[part], `the schema says nothing of ${part}`)
  const kinds = JSON.stringify(schema)
  for (const step of written.document.steps) assert.ok(kinds.includes(`"${step.kind}"`), step.kind)

  // What is no flow, and a flow of a newer program: said in words, and nothing is made.
  const before = (await call('GET', '/flows')).items.length
  const rubbish = join(server.data, 'cat.json')
  await writeFile(rubbish, 'a photo of a cat')
  await bring(rubbish)
  await page.getByText('This file holds no flow. Choose a file that Export has written.').waitFor()
  const newer = join(server.data, 'newer.json')
  await writeFile(newer, JSON.stringify({ flusso: 'flow', name: 'Future', document: { spec: 99 } }))
  await bring(newer)
  await page.getByText('This file was made for a newer version of the program.', { exact: false }).waitFor()
  assert.equal((await call('GET', '/flows')).items.length, before)

  // A kind of step that this program does not know is kept, shown, and said to be unable to run.
  const strange = join(server.data, 'strange.json')
  const step = { id: 'abcdefgh01', kind: 'teleport', name: 'مرحبا 🚀', key: 'away', config: { to: 'Bologna' } }
  const connections = [{ from: 'start', exit: 'next', to: step.id }]
  const document = { spec: 1, triggers: [], steps: [step], connections, variables: [], settings: { language: 'en' } }
  await writeFile(strange, JSON.stringify({ flusso: 'flow', name: 'Strange', document }))
  await bring(strange)
  await page.waitForURL((url) => !url.href.includes(id) && /\/edit$/.test(url.pathname))
  await page.locator('.react-flow__node', { hasText: 'مرحبا 🚀' }).click()
  await page.getByText('This program does not know this kind of step.').waitFor()
  const own = /flows\/([^/]+)\/edit/.exec(page.url())[1]
  const draft = await call('GET', `/flows/${own}/draft`)
  assert.deepEqual(draft.document.steps, [step])
})

story(
  'every example is shown with its first words and opens in the editor, ready to be tried, in both languages',
  async ({ page, call }) => {
    const documents = { en: [], it: [] }
    for (const language of ['en', 'it']) {
      await call('PATCH', '/me', { language })
      await page.goto('/flows/examples')
      const open = language === 'en' ? 'Open this example' : catalogue().words.get('Open this example')
      const examples = page.getByRole('button', { name: new RegExp(open) })
      await examples.first().waitFor()
      const count = await examples.count()
      assert.ok(count >= 8, `${count} examples`)
      for (const said of await examples.locator('[data-said]').allTextContents()) assert.ok(said.length > 10, said)
      // Each is opened where it stands, and its test has begun.
      for (let n = 0; n < count; n++) {
        await page.goto('/flows/examples')
        await examples.nth(n).click()
        await page.waitForURL(/\/edit/)
        await page.getByRole('log').locator('[data-direction="out"]').first().waitFor()
        const id = /flows\/([^/]+)\/edit/.exec(page.url())[1]
        const { issues } = await call('POST', `/flows/${id}/check`)
        assert.deepEqual(issues, [])
        documents[language].push((await call('GET', `/flows/${id}/draft`)).document)
      }
    }
    await call('PATCH', '/me', { language: 'en' })
    // The same flows, in other words.
    const shape = ({ steps, connections }) => [steps.map((step) => [step.id, step.kind]), connections]
    assert.deepEqual(documents.it.map(shape), documents.en.map(shape))
    const words = ({ settings, steps }) => [settings.language, steps.find((step) => step.config.text).config.text]
    for (const [n, english] of documents.en.entries()) {
      const [[one, said], [other, detto]] = [words(english), words(documents.it[n])]
      assert.deepEqual([one, other], ['en', 'it'])
      assert.notEqual(said, detto)
    }
  },
  { minutes: 2 },
)
