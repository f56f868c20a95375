// A kind of step that the editor has never heard of: its form, its paths and its preview come from the schema alone.
import { strict as assert } from 'node:assert'
import { readFile } from 'node:fs/promises'
import { after } from 'node:test'
import { Demo } from './demo.mjs'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ tags: 'testkind', environment: { FLUSSO_GRAPH_URL: graph.url } })
const LETTER = { name: 'letter', language: 'en', category: 'UTILITY', body: 'Dear {{1}}, it is ready.' }

story('a kind with every widget is configured, connected, tried and published', async (me) => {
  const { editor, page, call } = me
  await connect(call)
  const other = await call('POST', '/flows', { name: 'Another flow' })
  const { items: users } = await call('GET', '/users')
  await editor.create({
    name: 'Every widget',
    trigger: { kind: 'inbound_keyword', config: { keywords: ['all'], match: 'exact' } },
  })
  await editor.addAfter('Trigger', 'message')
  await editor.write('It begins')
  await editor.plus('Message')
  await editor.choose('Every widget')

  // The kind asks for every widget that there is.
  const { items } = await call('GET', '/step-kinds?lang=en')
  const kind = items.find((one) => one.kind === 'every_widget')
  const asked = new Set(widgetsOf(kind.schema))
  const source = await readFile(new URL('../src/form/widgets.ts', import.meta.url), 'utf8')
  const known = [...source.matchAll(/^ {2}(\w+): \w+Widget,$/gm)].map(([, name]) => name)
  assert.ok(known.length >= 23, `${known.length} widgets`)
  assert.deepEqual(
    known.filter((name) => !asked.has(name)),
    [],
    'widgets that the kind does not use',
  )

  // Every field, in the order of the form.
  const form = page.getByRole('complementary', { name: 'Step editor' })
  const place = (name) => form.locator(`[data-field="${name}"]`)
  const line = (name) => place(name).getByRole('textbox').first()
  const pick = async (name, option) => {
    await place(name).getByRole('combobox').click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
  const write = async (name, text) => {
    await line(name).click()
    await editor.write(text)
  }
  const chips = async (name, ...words) => {
    for (const word of words) {
      await place(name).getByRole('combobox').fill(word)
      await page.keyboard.press('Enter')
    }
  }
  await write('line', 'A line')
  await write('area', 'Two')
  await page.keyboard.press('Enter')
  await page.keyboard.type('lines')
  await write('template', 'Weight of *it*: ')
  await place('template').getByRole('button', { name: 'Insert a variable' }).click()
  await page.getByRole('option', { name: /First name/ }).click()
  await write('template_line', 'A short one')
  await line('number').fill('42')
  await place('select').waitFor({ state: 'detached' })
  await place('switch').getByRole('switch').click()
  await pick('select', 'Second')
  await place('segments').getByText('Second', { exact: true }).click()
  await line('duration').fill('3')
  await place('duration').getByRole('combobox', { name: 'Unit of time' }).click()
  await page.getByRole('option', { name: 'days', exact: true }).click()
  await editor.option(1, 'Left')
  await editor.option(2, 'Right')
  await place('options').getByRole('button', { name: 'Add an option' }).click()
  await editor.option(3, 'Straight on')
  await place('list').getByRole('button', { name: 'Add', exact: true }).click()
  await write('list.0.name', 'Box')
  await place('list.0.big').getByRole('switch').click()
  await write('list.0.note', 'fragile')
  await place('pairs').getByRole('button', { name: 'Add', exact: true }).click()
  await place('pairs').getByRole('textbox', { name: 'Name' }).fill('colour')
  await place('pairs').getByRole('textbox').nth(1).click()
  await editor.write('green')
  await place('media')
    .locator('input[type="file"]')
    .setInputFiles({
      name: 'dot.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    })
  await place('media').getByText('dot.png').waitFor()
  await place('paths').getByRole('button', { name: 'Add a path' }).click()
  await place('paths').getByRole('button', { name: 'Choose a variable' }).click()
  await page.getByRole('option', { name: /First name/ }).click()
  await place('paths').locator('.cm-content, [contenteditable="true"], input[type="text"]').last().click()
  await editor.write('Ada')
  await pick('country', 'Italy')
  await pick('contact_field', 'Email')
  await chips('tags', 'customer')
  await pick('step', 'Message')
  await place('variable').getByRole('button').click()
  await page.getByRole('option', { name: /First name/ }).click()
  await page.getByRole('button', { name: 'More', exact: true }).last().click()
  await place('code').locator('.cm-content').click()
  await page.keyboard.type('true')
  await chips('keywords', 'one', 'two')
  await pick('language', 'Italian')
  await place('weekdays').getByText('Mon', { exact: true }).click()
  await place('weekdays').getByText('Fri', { exact: true }).click()
  await place('channels').getByText(/emo/).click()
  await place('windows').getByRole('checkbox', { name: 'Saturday' }).click()
  await place('windows').getByLabel('Saturday: until').fill('12:30')
  await place('split').getByRole('button', { name: 'Add', exact: true }).click()
  await line('split.0.name').fill('Half')
  await line('split.0.weight').fill('2')
  await place('variable_name').getByRole('combobox').or(line('variable_name')).first().fill('total')
  await pick('flow', 'Another flow')
  await pick('user', users[0].name)
  await place('choices').getByText('Second', { exact: true }).click()
  await chips('ads', '120210000000000001')
  await pick('letter.template', 'letter (en)')
  await write('letter.body_params', 'Ada')

  const draft = await editor.draft()
  const step = draft.document.steps.find((one) => one.kind === 'every_widget')
  const { options, media, paths, channels, windows, split, letter, ...plain } = step.config
  assert.deepEqual(plain, {
    line: 'A line',
    area: 'Two\nlines',
    template: 'Weight of *it*: {{ contact.first_name }}',
    template_line: 'A short one',
    number: 42,
    switch: true,
    select: 'b',
    segments: 'b',
    duration: { amount: 3, unit: 'd' },
    list: [{ name: 'Box', big: true, note: 'fragile' }],
    pairs: [{ name: 'colour', value: 'green' }],
    country: 'IT',
    contact_field: 'email',
    tags: ['customer'],
    step: draft.document.steps[0].id,
    variable: 'contact.first_name',
    code: 'true',
    keywords: ['one', 'two'],
    language: 'it',
    weekdays: ['0', '4'],
    variable_name: 'total',
    flow: other.id,
    user: users[0].id,
    choices: ['b'],
    ads: ['120210000000000001'],
  })
  assert.deepEqual(windows.days.sat, [{ from: '09:00', to: '12:30' }])
  assert.deepEqual([split[0].name, split[0].weight], ['Half', 2])
  assert.deepEqual(
    [letter.template.name, letter.template.body, letter.body_params],
    [LETTER.name, LETTER.body, ['Ada']],
  )
  assert.deepEqual(
    options.map((option) => option.title),
    ['Left', 'Right', 'Straight on'],
  )
  assert.equal(media.filename, 'dot.png')
  assert.deepEqual([paths[0].groups[0].rows[0].left, paths[0].groups[0].rows[0].right], ['contact.first_name', 'Ada'])
  assert.equal(channels.length, 1)
  const errors = draft.issues.filter((issue) => issue.severity === 'error')
  assert.deepEqual(errors, [], 'problems of what was filled in')

  // Its paths are on the card, as many as it has options, and lead on.
  const shown = await editor
    .card('Every widget')
    .locator('.react-flow__handle.source[data-path]')
    .evaluateAll((all) => all.map((one) => one.dataset.path))
  assert.deepEqual(shown, ['Left', 'Right', 'Straight on', 'Switched on', 'Next'])
  await editor.plus('Switched on')
  await editor.choose('Message')
  await editor.write('It was switched on')
  await editor.plus('Straight on')
  await editor.choose('Message')
  await editor.write('Straight on it is')
  assert.deepEqual(await editor.lines(), [
    'Every widget Straight on > Message 3',
    'Every widget on > Message 2',
    'Message next > Every widget',
    'start next > Message',
  ])

  await editor.test()
  await editor.hears('It was switched on')
  await editor.publishTo('The flow is live')
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await editor.state('Live: version 1')
  const demo = new Demo(page)
  await demo.open()
  await demo.say('all')
  await demo.hears('It begins')
  await demo.hears('It was switched on')
})

/** A number whose account has one template. */
async function connect(call) {
  const { account } = graph
  const components = [{ type: 'BODY', text: LETTER.body, example: { body_text: [['Ada']] } }]
  account.templates = [{ id: '1', status: 'APPROVED', ...LETTER, components }]
  const channel = await graph.connect(call)
  await call('POST', `/channels/${channel.id}/templates/sync`)
}

function* widgetsOf(schema) {
  for (const property of Object.values(schema.properties ?? {})) {
    if (property['x-widget']) yield property['x-widget']
    yield* widgetsOf(property)
    if (property.items) yield* widgetsOf(property.items)
  }
}
