// Phones and tablets by touch, and the tour for newcomers; what the customer receives proves what was done.
import { strict as assert } from 'node:assert'
import { after } from 'node:test'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { keyword, numberOf, textOf } from './seed.mjs'
import { catalogue } from './words.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ environment: { FLUSSO_GRAPH_URL: graph.url } })

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const TABLET = { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true }
const MARIA = '393331112222'
const PAOLA = '393331113333'
const FINGER = 40
const italian = catalogue().words
const speak = (language) => (english) => (language === 'en' ? english : italian.get(english))

const number = numberOf(graph)

/** A flow that greets and asks, on the connected number. */
async function greeting(call, word) {
  const channel = await number(call)
  const trigger = keyword(word)
  const flow = await call('POST', '/flows', { name: 'Opening hours', trigger, channels: [channel.id] })
  const { document, revision } = await call('GET', `/flows/${flow.id}/draft`)
  const step = (id, name, text) => ({ id, kind: 'message', name, key: id, config: { text, media_kind: 'none' } })
  const steps = [step('greeting', 'Greeting', 'We are open from 9 to 18'), step('location', 'Where', 'Via Roma 1')]
  const connections = [
    { from: 'start', exit: 'next', to: 'greeting' },
    { from: 'greeting', exit: 'next', to: 'location' },
  ]
  const draft = { ...document, steps, connections }
  await call('PUT', `/flows/${flow.id}/draft`, { document: draft }, { 'If-Match': `"${revision}"` })
  return flow
}

/** What two fingers and one do on the canvas. */
async function fingers(page) {
  const session = await page.context().newCDPSession(page)
  const touch = (type, touchPoints) => session.send('Input.dispatchTouchEvent', { type, touchPoints })
  return {
    async drag(from, to) {
      await touch('touchStart', [from])
      for (let n = 1; n <= 8; n++) {
        await touch('touchMove', [{ x: from.x + ((to.x - from.x) * n) / 8, y: from.y + ((to.y - from.y) * n) / 8 }])
      }
      await touch('touchEnd', [])
    },
    async pinch({ x, y }, from, to) {
      const at = (half) => [
        { x: x - half, y, id: 0 },
        { x: x + half, y, id: 1 },
      ]
      await touch('touchStart', at(from))
      for (let n = 1; n <= 8; n++) await touch('touchMove', at(from + ((to - from) * n) / 8))
      await touch('touchEnd', [])
    },
  }
}

const view = (page) =>
  page.locator('.react-flow__viewport').evaluate((one) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(one).transform)
    return { zoom: a, x: e, y: f }
  })

/** Whole on the screen, and as large as a finger. */
async function fits(page, what) {
  const box = await what.boundingBox()
  const { width, height } = page.viewportSize()
  assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, JSON.stringify(box))
  return box
}

story(
  'on a phone an owner reads a flow as a list, tests it, publishes it and pauses it',
  async ({ page, call, server }) => {
    const flow = await greeting(call, 'phone')
    const menu = async (item) => {
      await page.getByRole('button', { name: 'More', exact: true }).tap()
      await page.getByRole('menuitem', { name: item }).tap()
    }
    await page.goto(`/flows/${flow.id}/edit`)
    await page.locator('.react-flow__node').nth(2).waitFor()

    await page.getByRole('button', { name: 'Read as a list' }).tap()
    const list = page.getByRole('complementary', { name: 'Flow as a list' })
    await list.getByText('We are open from 9 to 18').waitFor()
    const sheet = await fits(page, list)
    assert.deepEqual([sheet.width, sheet.height], [390, 844])
    await list.getByRole('button', { name: 'Where' }).tap()
    const step = page.getByRole('complementary', { name: 'Step editor' })
    await step.getByText('Via Roma 1').first().waitFor()
    await step.getByRole('button', { name: 'Close', exact: true }).tap()
    // Back where they came from, then to the canvas.
    await list.getByRole('button', { name: 'Close', exact: true }).tap()
    await list.waitFor({ state: 'detached' })

    // One finger on a card moves the board, two fingers make it smaller; nothing of the flow is moved.
    const before = await call('GET', `/flows/${flow.id}/draft`)
    const hand = await fingers(page)
    const card = await page.locator('.react-flow__node[data-id="greeting"]').boundingBox()
    const from = await view(page)
    await hand.drag({ x: card.x + 100, y: card.y + 20 }, { x: card.x + 100, y: card.y + 160 })
    await page.waitForFunction((y) => {
      const one = document.querySelector('.react-flow__viewport')
      return new DOMMatrix(getComputedStyle(one).transform).f > y + 80
    }, from.y)
    await hand.pinch({ x: 195, y: 500 }, 120, 50)
    await page.waitForFunction((zoom) => {
      const one = document.querySelector('.react-flow__viewport')
      return new DOMMatrix(getComputedStyle(one).transform).a < zoom
    }, from.zoom)
    assert.deepEqual(await call('GET', `/flows/${flow.id}/draft`), before)

    await menu('Test')
    const phone = page.getByRole('complementary', { name: 'Test', exact: true })
    await phone.getByRole('log').getByText('Via Roma 1').waitFor()
    await fits(page, phone)
    await phone.getByRole('button', { name: 'Close', exact: true }).tap()

    await menu(/^Publish/)
    const publish = page.getByRole('button', { name: 'Publish version 1' })
    await publish.scrollIntoViewIfNeeded()
    await fits(page, page.getByRole('dialog'))
    assert.ok((await fits(page, publish)).height >= FINGER)
    await publish.tap()
    await page.getByText('Version 1 is live.').waitFor()
    // A first flow on a number is said hello to; here the customer does it.
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('Live: version 1', { exact: true }).waitFor()
    const start = graph.sent.length
    await graph.says(server, MARIA, 'phone')
    await graph.until(start + 2)

    await menu('Pause')
    await page.getByRole('button', { name: 'Pause this flow' }).tap()
    await page.getByText('Paused', { exact: true }).waitFor()
    await graph.says(server, MARIA, 'phone')
    await page.getByRole('link', { name: 'Flows', exact: true }).tap()
    await page.getByRole('link', { name: 'Conversations', exact: true }).tap()
    await page.getByRole('link', { name: /Maria/ }).tap()
    await page.getByText('“Opening hours” is paused: nothing answered').waitFor()
    await page.getByRole('link', { name: 'Conversations', exact: true }).first().tap()

    await page.getByRole('link', { name: 'Flows', exact: true }).tap()
    await page.getByRole('link', { name: 'Opening hours', exact: true }).tap()
    await menu('Resume')
    await page.getByText('Live: version 1', { exact: true }).waitFor()
    await graph.says(server, PAOLA, 'phone')
    await graph.until(start + 4)
    assert.deepEqual(
      graph.sent.slice(start).map((one) => [one.to, textOf(one)]),
      [MARIA, PAOLA].flatMap((to) => [
        [to, 'We are open from 9 to 18'],
        [to, 'Via Roma 1'],
      ]),
    )
  },
  { minutes: 3, ...PHONE },
)

story(
  'on a tablet a step is added by touch, and the customer receives it',
  async ({ page, call, server, editor }) => {
    const flow = await greeting(call, 'tablet')
    await editor.open(flow.id)
    const plus = page.getByRole('button', { name: 'Add a step into this connection' }).last()
    assert.ok(
      (await plus.evaluate((one) => Number(getComputedStyle(one).opacity))) === 1,
      'a (+) is seen without a pointer',
    )
    await plus.tap()
    const library = page.getByRole('dialog', { name: 'Step library' })
    await library
      .getByRole('option')
      .filter({ has: page.getByText('Message', { exact: true }) })
      .first()
      .tap()
    await library.waitFor({ state: 'detached' })
    await editor.write('Also on Sunday')
    // A step covers the test phone here: Test brings the phone to the front.
    await page.getByRole('button', { name: 'Test', exact: true }).tap()
    const test = page.getByRole('complementary', { name: 'Test', exact: true })
    await test.getByRole('log').getByText('Also on Sunday').waitFor()
    await editor.select('Message')
    await test.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Test', exact: true }).tap()
    await test.waitFor()
    await page.getByRole('button', { name: 'Test', exact: true }).tap()
    await test.waitFor({ state: 'detached' })
    await editor.select('Message')
    await page
      .getByRole('complementary', { name: 'Step editor' })
      .getByRole('button', { name: 'Close the panel' })
      .tap()
    await editor.saved()
    await page.getByRole('button', { name: 'Publish', exact: true }).tap()
    await page.getByRole('button', { name: 'Publish version 1' }).tap()
    await page.getByText('Version 1 is live.').waitFor()
    const start = graph.sent.length
    await graph.says(server, MARIA, 'tablet')
    await graph.until(start + 3)
    assert.deepEqual(graph.sent.slice(start).map(textOf), ['We are open from 9 to 18', 'Also on Sunday', 'Via Roma 1'])

    // The longest state beside them, and what is pressed is still read whole.
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await editor.select('Message')
    await page.locator('[data-field="text"]').getByRole('textbox').tap()
    await editor.write('On Sunday too')
    await page.getByText('Live: version 1, 1 change not published').waitFor()
    for (const name of ['Test', 'Publish']) {
      const label = page.getByRole('button', { name, exact: true }).getByText(name)
      const [wide, seen] = await label.evaluate((one) => [one.scrollWidth, one.clientWidth])
      assert.ok(wide <= seen, `${name} is ${wide} wide and ${seen} of it are seen`)
    }
  },
  { minutes: 2, ...TABLET },
)

story(
  'on a tablet a conversation shows whose it is and its end, is taken over and answered',
  async ({ page, call, server }) => {
    const flow = await greeting(call, 'desk')
    const { revision } = await call('GET', `/flows/${flow.id}/draft`)
    await call('POST', `/flows/${flow.id}/publish`, { revision })
    const start = graph.sent.length
    // As often as it takes to be longer than the screen.
    for (let n = 1; n <= 8; n++) {
      await graph.says(server, MARIA, 'desk')
      await graph.until(start + 2 * n)
    }
    await page.goto('/conversations')
    // Whoever wrote last stands on top: she wrote to other numbers too.
    await page.getByRole('link', { name: /Maria/ }).first().tap()
    const thread = page.getByRole('region', { name: /Maria/ })
    const last = thread.getByRole('log').getByText('Via Roma 1').last()
    await thread.getByRole('log').getByText('Via Roma 1').nth(7).waitFor()
    const whole = async () => {
      const name = thread.getByRole('heading', { name: /Maria/ })
      const [wide, seen] = await name.evaluate((one) => [one.scrollWidth, one.clientWidth])
      assert.ok(seen > 0 && wide <= seen, `the name is ${wide} wide and ${seen} of it are seen`)
      await page.waitForFunction(
        (one) => one.getBoundingClientRect().bottom <= one.closest('[tabindex="0"]').getBoundingClientRect().bottom,
        await last.elementHandle(),
      )
    }
    await whole()
    const search = await page.getByRole('searchbox', { name: 'Search by name or number' }).boundingBox()
    const edge = (await thread.boundingBox()).x
    assert.ok(search.x + search.width <= edge, `the search ends at ${search.x + search.width}, the list at ${edge}`)

    // The head grows by what stands in it then; the end of the talk is still seen.
    await thread.getByRole('button', { name: 'Take over' }).tap()
    await fits(page, thread.getByRole('button', { name: 'Give back to the flow' }))
    await whole()
    await thread.getByRole('textbox', { name: /Write to Maria/ }).fill('I am here')
    await thread.getByRole('button', { name: 'Send', exact: true }).tap()
    await graph.until(start + 17)
    assert.equal(textOf(graph.sent.at(-1)), 'I am here')
    await thread.getByRole('button', { name: 'Give back to the flow' }).tap()
  },
  { minutes: 2, ...TABLET },
)

story(
  'on a tablet what narrows the numbers of a flow and acts on its people is read whole, in Italian too',
  async ({ page, call, server }) => {
    const say = speak('it')
    await call('PATCH', '/me', { language: 'it' })
    const flow = await greeting(call, 'numbers')
    const { revision } = await call('GET', `/flows/${flow.id}/draft`)
    await call('POST', `/flows/${flow.id}/publish`, { revision })
    const start = graph.sent.length
    await graph.says(server, MARIA, 'numbers')
    await graph.until(start + 2)
    const whole = async (what) => {
      const [wide, seen] = await what.evaluate((one) => [one.scrollWidth, one.clientWidth])
      assert.ok(wide <= seen, `${await what.textContent()} is ${wide} wide and ${seen} of it are seen`)
    }
    await page.goto(`/flows/${flow.id}/summary`)
    for (const name of ['When they came in', 'Version']) await whole(page.locator(`input[aria-label="${say(name)}"]`))
    await page.getByRole('checkbox', { name: say('Choose all rows') }).check()
    const bar = page.getByRole('toolbar', { name: say('Actions on the chosen rows') })
    for (const name of ['Let go on', 'Move to the published version', 'Take out', 'Clear']) {
      const button = bar.getByRole('button', { name: say(name) })
      await fits(page, button)
      await whole(button.getByText(say(name)))
    }
    await fits(page, page.getByRole('button', { name: say('Columns') }))
    // One's way belongs to the flow, and the navigation says so.
    await page.getByRole('row').last().getByRole('link').tap()
    await page.getByText(say('Entered the flow')).waitFor()
    assert.equal(
      await page
        .getByRole('link', { name: say('Flows'), exact: true })
        .first()
        .getAttribute('aria-current'),
      'page',
    )
    // The part of the settings that is shown is the one that is marked, also by its own address.
    await page.goto('/settings?tab=profile')
    const part = page
      .getByRole('navigation', { name: say('Settings') })
      .getByRole('link', { name: say('You'), exact: true })
    await part.waitFor()
    assert.equal(await part.getAttribute('aria-current'), 'page')
    assert.deepEqual(graph.sent.slice(start).map(textOf), ['We are open from 9 to 18', 'Via Roma 1'])
  },
  { minutes: 2, ...TABLET },
)

for (const [language, locale] of [
  ['en', 'en-GB'],
  ['it', 'it-IT'],
]) {
  story(
    `the tour is offered, walked, left and found again (${language})`,
    async ({ page, call }) => {
      const say = speak(language)
      await call('PATCH', '/me', { language })
      const flow = await greeting(call, `tour ${language}`)
      const before = await call('GET', `/flows/${flow.id}/draft`)
      const titles = [
        'Here it begins',
        'Add what happens next',
        'Write what the customer reads',
        'Try it',
        'Let it answer',
      ]
      const bubble = (n) => page.getByRole('dialog', { name: say(titles[n]) })
      const focused = (n) => page.locator('[role="dialog"]:focus-within').filter({ hasText: say(titles[n]) })
      await page.goto(`/flows/${flow.id}/edit`)
      await page.locator('.react-flow__node').nth(2).waitFor()
      assert.equal(await page.getByRole('dialog').count(), 0, 'nobody is shown around unasked')
      await page.getByRole('button', { name: say('Show me around') }).focus()
      await page.keyboard.press('Enter')
      for (let n = 0; n < titles.length; n++) {
        await bubble(n).waitFor()
        await fits(page, bubble(n))
        // Whoever does not see it is told: the focus is in it.
        await focused(n).waitFor()
        if (n === 2) await page.getByRole('complementary', { name: say('Step editor') }).waitFor()
        if (n === titles.length - 1) break
        await bubble(n)
          .getByRole('button', { name: say('Next') })
          .focus()
        await page.keyboard.press('Enter')
      }
      await bubble(4)
        .getByRole('button', { name: say('Back') })
        .click()
      await bubble(3).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })

      // Offered once; afterwards it is in the menu and in the help.
      await page.reload()
      await page.locator('.react-flow__node').nth(2).waitFor()
      assert.equal(await page.getByRole('button', { name: say('Show me around') }).count(), 0)
      await page.getByRole('button', { name: say('More'), exact: true }).click()
      await page.getByRole('menuitem', { name: say('Show me around') }).click()
      await bubble(0)
        .getByRole('button', { name: say('Leave') })
        .click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('button', { name: say('More'), exact: true }).click()
      await page.getByRole('menuitem', { name: say('Help') }).click()
      await page.getByRole('link', { name: say('Show me around') }).click()
      await bubble(0).waitFor()
      assert.deepEqual(await call('GET', `/flows/${flow.id}/draft`), before, 'a tour changes nothing')
    },
    { locale },
  )
}
