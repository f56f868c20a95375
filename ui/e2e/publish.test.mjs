// Saved tests, publishing, versions: what a publish changes for whom.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { faults } from './axe.mjs'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { ask, change, demoHeard, demoNumber, make, publish, rewrite, say, see } from './seed.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })

story(
  'a test is saved, broken by an edit, stands before publishing, and is overridden for a reason that is kept',
  async ({ page, call, editor }) => {
    const channel = await demoNumber(call)
    const flow = await make(call, 'Greet', [ask('Name', 'Your name?'), say('Bye', 'Bye {{ step.name }}')], [], channel)
    await publish(call, flow)
    await editor.open(flow.id)
    await editor.test()
    await editor.hears('Your name?')
    await editor.say('Ada')
    await editor.hears('Bye Ada')
    await page.getByRole('tab', { name: 'Tests' }).click()
    await page.getByLabel('Save this conversation as a test').fill('Ada says bye')
    await page.getByRole('button', { name: 'Save as test' }).click()
    await page.getByRole('button', { name: 'Run all tests' }).click()
    await page.getByText('Passes', { exact: true }).waitFor()

    await editor.select('Bye')
    await page.locator('[data-field="text"]').getByRole('textbox').click()
    await editor.write('See you')
    await page.getByRole('button', { name: 'Run all tests' }).click()
    await page.getByText('Fails', { exact: true }).waitFor()
    const table = page.getByRole('table', { name: 'Ada says bye: expected and now' })
    await table.getByRole('row', { name: 'Bye Ada See you' }).waitFor()
    await see(page, 'test-failing')

    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 saved test fails').waitFor()
    const button = dialog.getByRole('button', { name: 'Publish version 2' })
    assert.ok(await button.isDisabled(), 'a failing test stands in the way')
    // What keeps it back stands beside it, and leads there.
    await dialog.getByRole('button', { name: 'A test fails: say why you publish' }).click()
    await dialog.getByLabel('Why publish anyway').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('We say it another way now')
    await dialog.getByRole('button', { name: 'A test fails: say why you publish' }).waitFor({ state: 'detached' })
    await button.click()
    await page.getByText('Version 2 is live.').waitFor()
    const { items } = await call('GET', `/flows/${flow.id}/versions`)
    assert.match(items[0].note, /\[Ada says bye\] We say it another way now/)
    const { items: notes } = await call('GET', '/audit')
    assert.ok(JSON.stringify(notes).includes('We say it another way now'), 'the reason is in the log')
    await call('POST', '/demo/messages', { content: { type: 'text', text: 'greet' } })
    await call('POST', '/demo/messages', { content: { type: 'text', text: 'Ada' } })
    assert.deepEqual(await demoHeard(page, call, 2), ['Your name?', 'See you'])
  },
)

story(
  'a real conversation becomes a test, and the publish dialog shows who would read something else',
  async ({ page, call, server, editor }) => {
    const channel = await graph.connect(call)
    const flow = await make(
      call,
      'Order',
      [ask('What', 'What do you order?'), say('Thanks', 'Thank you for {{ step.what }}')],
      [],
      channel.id,
    )
    await publish(call, flow)
    const before = graph.sent.length
    for (const [n, [from, what]] of [
      ['393331112222', 'roses'],
      ['393331113333', 'tulips'],
    ].entries()) {
      await graph.says(server, from, 'order')
      await graph.until(before + 2 * n + 1)
      await graph.says(server, from, what)
      await graph.until(before + 2 * n + 2)
    }
    // Somebody who has only begun stands at the question.
    await graph.says(server, '393331114444', 'order')
    await graph.until(before + 5)

    const { items: people } = await call('GET', `/flows/${flow.id}/people`)
    const done = people.find((run) => run.status === 'completed')
    await page.goto(`/runs/${done.id}`)
    await page.getByRole('button', { name: 'Save as test' }).click()
    const asking = page.getByRole('dialog')
    await asking.getByLabel('Name of the test').fill('A real order')
    await see(page, 'run-save-test')
    await asking.getByRole('button', { name: 'Save as test' }).click()
    await page.getByText('Saved as a test of “Order”.').waitFor()
    const { items: tests } = await call('GET', `/flows/${flow.id}/tests`)
    assert.deepEqual(
      tests[0].script.turns.map((turn) => turn.expect[0].text.slice(0, 9)),
      ['What do y', 'Thank you'],
    )

    await change(call, flow, 'Thanks', { text: 'Your {{ step.what }} come tomorrow' })
    await editor.open(flow.id)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = page.getByRole('dialog')
    const reading = dialog.getByRole('region', { name: 'What customers will read differently' })
    await reading.getByText('2 of 3 conversations would change.').waitFor()
    await dialog.getByText('Step changed: Thanks').waitFor()
    await reading.locator('summary').first().click()
    const row = reading.getByRole('row', { name: /^Thank you for (roses|tulips) Your (roses|tulips) come tomorrow$/ })
    await row.first().waitFor()
    await row.first().scrollIntoViewIfNeeded()
    await see(page, 'publish-reading')
    await dialog.getByLabel('Why publish anyway').fill('Delivery is faster')
    await dialog.getByRole('button', { name: 'Publish version 2' }).click()
    await page.getByText('Version 2 is live.').waitFor()

    // What the dialog foretold is what the next customer gets; who had begun finishes as they began.
    await graph.says(server, '393331114444', 'daisies')
    await graph.until(before + 6)
    await graph.says(server, '393331115555', 'order')
    await graph.until(before + 7)
    await graph.says(server, '393331115555', 'lilies')
    await graph.until(before + 8)
    const texts = graph.sent.slice(before + 5).map(({ body }) => body.text?.body ?? body.interactive?.body?.text)
    assert.deepEqual(texts, ['Thank you for daisies', 'What do you order?', 'Your lilies come tomorrow'])
  },
  { fresh: true, minutes: 2 },
)

story(
  'any version is looked at and compared; restoring one asks what becomes of those who wait',
  async ({ page, call, editor }) => {
    const channel = await demoNumber(call)
    const flow = await make(
      call,
      'Table',
      [ask('When', 'When do you come?'), say('Booked', 'Booked for {{ step.when }}'), say('Extra', 'See you')],
      [],
      channel,
    )
    await publish(call, flow)
    await rewrite(call, flow, ({ steps, connections }) => {
      steps[0].config.text = 'When will you come?'
      steps[1].config.text = 'Reserved for {{ step.when }}'
      steps.pop()
      connections.pop()
    })
    await publish(call, flow)
    const { messages } = await call('POST', '/demo/messages', { content: { type: 'text', text: 'table' } })
    assert.ok(messages.length > 0)

    await editor.open(flow.id)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Versions' }).click()
    const panel = page.getByRole('complementary', { name: 'Versions' })
    await panel.getByText('People in it now: 1', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'What changed since version 1' }).click()
    const viewer = page.getByRole('dialog', { name: 'Versions, read-only' })
    const list = viewer.getByRole('complementary', { name: 'What differs' })
    await list.getByText('Step removed: Extra').waitFor()
    await list.locator('mark', { hasText: 'Reserved' }).waitFor()
    const gone = viewer.locator('.react-flow__node', { hasText: 'Extra' }).first()
    assert.equal(await gone.evaluate((node) => getComputedStyle(node, '::after').content), '"Removed"')
    await see(page, 'versions-compared')
    await viewer.getByRole('combobox', { name: 'Compared with' }).click()
    await page.getByRole('option', { name: 'Nothing', exact: true }).click()
    await viewer.getByRole('combobox', { name: 'What is shown' }).click()
    await page.getByRole('option', { name: 'Version 1', exact: true }).click()
    await viewer.locator('.react-flow__node', { hasText: 'When do you come?' }).first().waitFor()
    await see(page, 'version-shown')
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Restore version 1' }).click()
    const dialog = page.getByRole('dialog', { name: /Restore version 1 as version 3/ })
    await dialog.getByText('1 person is in it').waitFor()
    await dialog.getByRole('button', { name: 'More choices' }).click()
    await dialog.getByText('They go on in version 3').click()
    await see(page, 'restore-waiting')
    await dialog.getByRole('button', { name: 'Publish version 3' }).click()
    await page.getByText('Version 3 is live.').waitFor()
    const answered = await call('POST', '/demo/messages', { content: { type: 'text', text: 'Friday' } })
    assert.ok(answered)
    const { items: people } = await call('GET', `/flows/${flow.id}/people`)
    assert.equal(people[0].version, 3)
    assert.deepEqual(await demoHeard(page, call, 3), ['When will you come?', 'Booked for Friday', 'See you'])
  },
  { fresh: true },
)

story(
  'what changed since the live version is drawn on the canvas from within the publish dialog',
  async ({ page, call, editor }) => {
    const channel = await demoNumber(call)
    const flow = await make(
      call,
      'Bakery',
      [say('Welcome', 'Welcome to the bakery'), say('Old', 'We close at noon'), say('Bye', 'See you')],
      [],
      channel,
    )
    await publish(call, flow)
    await rewrite(call, flow, (document) => {
      document.steps[0].config.text = 'Welcome to the new bakery'
      document.steps = document.steps.filter((step) => step.name !== 'Old')
      const hours = { ...document.steps[1], id: 'step0009', name: 'Hours', key: 'hours' }
      document.steps.push({ ...hours, config: { text: 'Open all day', media_kind: 'none' } })
      const ids = ['start', ...document.steps.map((step) => step.id)]
      document.connections = ids.slice(1).map((to, n) => ({ from: ids[n], exit: 'next', to }))
    })
    await editor.open(flow.id)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Publish version 2' })
    await dialog.getByRole('button', { name: 'See it on the canvas' }).click()
    const viewer = page.getByRole('dialog', { name: 'Versions, read-only' })
    const list = viewer.getByRole('complementary', { name: 'What differs' })
    await list.getByText('Step removed: Old').waitFor()
    await list.locator('mark', { hasText: 'new' }).first().waitFor()
    const mark = (name) =>
      viewer
        .locator('.react-flow__node', { hasText: name })
        .first()
        .evaluate((node) => getComputedStyle(node, '::after').content)
    assert.equal(await mark('We close at noon'), '"Removed"')
    assert.equal(await mark('Welcome to the new bakery'), '"Changed"')
    assert.equal(await mark('Open all day'), '"New"')
    assert.equal(await mark('See you'), '"Leads elsewhere"')
    // It is there to be looked at: what deletes a step elsewhere does nothing here.
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await viewer.locator('.react-flow__node', { hasText: 'See you' }).first().waitFor()
    // Each line says by its name, its words and its style what became of it.
    const dashes = async (name) => {
      const line = viewer.getByRole('group', { name, exact: true })
      await line.waitFor({ state: 'attached' })
      return line.locator('path').evaluate((path) => getComputedStyle(path).strokeDasharray)
    }
    assert.equal(await dashes('From Trigger to Welcome'), 'none')
    assert.equal(await dashes('From Bye to Hours: New'), 'none')
    assert.equal(await dashes('From Welcome to Bye: Leads here now'), '14px, 4px, 3px, 4px')
    assert.equal(await dashes('From Welcome to Old: Led here before'), '5px, 6px')
    assert.equal(await dashes('From Old to Bye: Removed'), '5px, 6px')
    const words = viewer.locator('.react-flow__edgelabel-renderer [data-mark]')
    assert.deepEqual((await words.allTextContents()).sort(), ['Leads here now', 'Led here before', 'New', 'Removed'])
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      assert.deepEqual([colorScheme, ...(await faults(page))], [colorScheme])
      await see(page, `publish-drawn-${colorScheme}`)
    }
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })
    await dialog.getByRole('button', { name: 'Publish version 2' }).click()
    await dialog.waitFor({ state: 'detached' })
    await call('POST', '/demo/messages', { content: { type: 'text', text: 'bakery' } })
    assert.deepEqual(await demoHeard(page, call, 3), ['Welcome to the new bakery', 'See you', 'Open all day'])
  },
  { fresh: true },
)
