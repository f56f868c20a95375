// The main job, from the empty data folder to a paused flow, as an owner does it with mouse and keyboard.
import { strict as assert } from 'node:assert'
import { Demo } from './demo.mjs'
import { OWNER, stories } from './harness.mjs'

const { story } = stories({ owner: false })

/** The form behind the setup link: three fields and a button. */
async function setUp({ page, server, fill, click }, name = 'Ada') {
  await page.goto(server.setupLink)
  await fill(page.getByLabel('Your name'), name)
  await fill(page.getByLabel('Email'), OWNER.email)
  await fill(page.getByLabel('Password', { exact: true }), OWNER.password)
  await click(page.getByRole('button', { name: 'Create my account' }))
  await page.getByRole('heading', { name: 'Flows', exact: true }).waitFor()
}

// Acceptance: from the setup link to the first bubble on the test phone.
const CLICKS = 8
const FIELDS = 3

story(
  'from the setup link to the first bubble in a few clicks',
  async (me) => {
    const { page, editor, click, count } = me
    await setUp(me)
    await click(page.getByRole('button', { name: /Lead capture/ }))
    await page.getByRole('log', { name: 'Test conversation' }).waitFor()
    const [, flowId] = /flows\/([^/]+)\/edit/.exec(page.url()) ?? []
    const { document } = await me.call('GET', `/flows/${flowId}/draft`)
    // The first words that the example says are on the phone.
    const first = document.steps.find((step) => step.id === document.connections.find((c) => c.from === 'start').to)
    assert.ok(first.config.text.length > 10)
    await editor.hears(first.config.text.slice(0, 20))
    assert.ok(count.clicks <= CLICKS, `${count.clicks} clicks`)
    assert.ok(count.fields <= FIELDS, `${count.fields} typed fields`)
    console.log(`${count.clicks} clicks, ${count.fields} typed fields`)
  },
  { fresh: true },
)

story(
  'a flow is made, drawn, tried, published, answered, taken over, given back and paused',
  async (me) => {
    const { page, editor, call, click } = me
    const demo = new Demo(page)
    await setUp(me)

    // New flow through the dialog.
    await page.getByRole('button', { name: 'New flow' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Orders')
    await page.getByRole('radio', { name: 'Inbound message' }).click()
    await page.getByRole('radio', { name: 'Certain words' }).click()
    await page.getByRole('combobox', { name: 'Words' }).fill('order')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Next' }).click()

    // The canvas opens with the library at the trigger: steps by click.
    await page.getByRole('dialog', { name: 'Step library' }).waitFor()
    ;[, editor.flowId] = /flows\/([^/]+)\/edit/.exec(page.url())
    await editor.choose('Menu')
    await editor.write('What would you like?')
    await editor.option(1, 'Pizza')
    await editor.option(2, 'Advice')
    await editor.plus('Pizza')
    await editor.choose('Question')
    await editor.write('Which one?')
    await editor.plus('Question')
    await editor.choose('Message')
    await editor.write('It is on its way')
    // The second path leads to the same question: drawn by hand from the row to the card.
    await editor.draw('Menu', 'Advice', 'Question')
    await editor.undo()
    assert.deepEqual(await editor.lines(), ['Menu Pizza > Question', 'Question next > Message', 'start next > Menu'])
    await editor.redo()
    const whole = ['Menu Advice > Question', 'Menu Pizza > Question', 'Question next > Message', 'start next > Menu']
    assert.deepEqual(await editor.lines(), whole)

    // A step is edited, and the edit undone and redone.
    await editor.select('Message')
    await editor.field('Text').click()
    await editor.press('End')
    await editor.type(', soon')
    await editor.press('Control+z')
    assert.equal(await editor.text('Message'), 'It is on its way')
    await editor.press('Control+Shift+z')
    assert.equal(await editor.text('Message'), 'It is on its way, soon')

    // Tried on the phone; an edit, and the same answers again.
    await editor.test()
    await editor.hears('What would you like?')
    await editor.tap('Pizza')
    await editor.hears('Which one?')
    await editor.say('Margherita')
    await editor.hears('It is on its way, soon')
    await editor.field('Text').click()
    await editor.press('Control+a')
    await editor.type('Your pizza comes at eight')
    await click(page.getByRole('button', { name: 'Replay my answers' }))
    await editor.hears('Your pizza comes at eight')
    assert.deepEqual(await editor.customerSaid(), ['Pizza', 'Margherita'])

    await editor.publish('First menu')
    await editor.state('Live: version 1')

    // What a customer gets on the demo phone is the published version.
    await page.getByRole('link', { name: 'Conversations' }).click()
    await demo.open()
    await demo.say('order')
    await demo.hears('What would you like?')
    await demo.tap('Pizza')
    await demo.hears('Which one?')

    // Taken over: the flow says no more, the person does.
    await page.getByRole('complementary', { name: 'Conversations' }).getByRole('link').first().click()
    await page.getByRole('button', { name: 'Take over' }).click()
    await page.getByRole('button', { name: 'Give back to the flow' }).waitFor()
    await demo.say('Margherita')
    await demo.explains('A person has this conversation: the flows are silent')
    await page.getByLabel(/^Write to/).fill('Ada here: which size?')
    await page.keyboard.press('Enter')
    await demo.hears('Ada here: which size?')

    // Given back: the flow goes on where it stood.
    await page.getByRole('button', { name: 'Give back to the flow' }).first().click()
    await page.getByRole('button', { name: 'Take over' }).waitFor()
    await demo.say('Large')
    await demo.hears('Your pizza comes at eight')
    assert.deepEqual(await texts(call), [
      'in: order',
      'out: What would you like?',
      'in: Pizza',
      'out: Which one?',
      'in: Margherita',
      'out: Ada here: which size?',
      'in: Large',
      'out: Your pizza comes at eight',
    ])

    // Paused: nobody is answered, and the thread says why.
    await page.getByRole('link', { name: 'Flows' }).click()
    await page.getByRole('button', { name: 'Actions for Orders' }).click()
    await page.getByRole('menuitem', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Pause this flow' }).click()
    await page.getByText('“Orders” is paused.').waitFor()
    await demo.say('order')
    await demo.explains('“Orders” is paused: nothing answered')
    await page.getByRole('link', { name: 'Conversations' }).click()
    await page.getByRole('complementary', { name: 'Conversations' }).getByRole('link').first().click()
    const thread = page.getByRole('log', { name: 'Messages' })
    await thread.getByText('“Orders” is paused: nothing answered').waitFor()
    assert.deepEqual((await texts(call)).slice(-2), ['out: Your pizza comes at eight', 'in: order'])
    await thread.getByRole('button', { name: 'Resume the flow' }).click()
    await page.getByText('“Orders” answers again.').waitFor()
    await demo.say('order')
    await demo.hears('What would you like?', 2)
  },
  { fresh: true, minutes: 3 },
)

/** The only conversation, as the server holds it. */
async function texts(call) {
  const [conversation] = (await call('GET', '/conversations')).items
  const { items } = await call('GET', `/conversations/${conversation.id}/messages`)
  const said = ({ text, reply }) => text ?? reply?.title
  return items.map((message) => `${message.direction}: ${said(message.content)}`)
}
