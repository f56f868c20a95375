// Gestures of a person who draws a flow.
import { strict as assert } from 'node:assert'

export class Editor {
  constructor(page, call) {
    this.page = page
    this.call = call
    this.flowId = undefined
  }

  /** A new flow through the API, opened on the canvas. */
  async create(body) {
    const flow = await this.call('POST', '/flows', { name: 'A flow', ...body })
    await this.open(flow.id)
    return flow
  }

  async open(id) {
    this.flowId = id
    await this.page.goto(`/flows/${id}/edit`)
    await this.page.getByRole('button', { name: 'Publish', exact: true }).waitFor()
    await this.page.locator('.react-flow__node').first().waitFor()
  }

  card(name) {
    const nodes = this.page.locator('.react-flow__node')
    return name === 'Trigger'
      ? nodes.and(this.page.locator('[data-id="start"]'))
      : nodes.and(this.page.getByLabel(name, { exact: true }))
  }

  async select(name) {
    await this.card(name).click({ position: { x: 100, y: 20 } })
  }

  /** Presses the (+) of an open path: "Add a step after ...". */
  async plus(name) {
    await this.page.getByRole('button', { name: `Add a step after “${name}”` }).click()
    await this.page.getByRole('dialog', { name: 'Step library' }).waitFor()
  }

  /** In the open library: types and presses Enter. */
  async pick(kind) {
    await this.page.keyboard.type(kind)
    await this.page.keyboard.press('Enter')
    await this.page.getByRole('dialog', { name: 'Step library' }).waitFor({ state: 'detached' })
  }

  /** In the open library: one click on a kind. */
  async choose(kind) {
    const library = this.page.getByRole('dialog', { name: 'Step library' })
    await library
      .getByRole('option')
      .filter({ has: this.page.getByText(kind, { exact: true }) })
      .click()
    await library.waitFor({ state: 'detached' })
  }

  /** Writes the title of the n-th option in the step editor. */
  async option(n, title) {
    const field = this.page.locator(`[data-field="options.${n - 1}.title"]`)
    await field.getByRole('textbox').click()
    await this.write(title)
  }

  /** Where a path's line begins. */
  async grip(name, label) {
    return this.card(name).locator(`.react-flow__handle.source[data-path="${label}"]`).boundingBox()
  }

  /** Drags from a path of one card to another card, or to a place on the empty canvas. */
  async draw(from, label, to) {
    const grip = await this.grip(from, label)
    const end = typeof to === 'string' ? await this.card(to).boundingBox() : { ...to, width: 0, height: 0 }
    await this.page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2)
    await this.page.mouse.down()
    await this.page.mouse.move(end.x + end.width / 2, end.y + Math.min(40, end.height / 2), { steps: 12 })
    await this.page.mouse.up()
  }

  async undo() {
    await this.page.getByRole('button', { name: 'Undo', exact: true }).click()
  }

  async redo() {
    await this.page.getByRole('button', { name: 'Redo', exact: true }).click()
  }

  /** Every connection as "from path > to", with names. */
  async lines() {
    const { document } = await this.draft()
    const step = (id) => document.steps.find((one) => one.id === id)
    const path = ({ from, exit }) => step(from)?.config.options?.find((one) => one.id === exit)?.title ?? exit
    return document.connections.map((c) => `${step(c.from)?.name ?? c.from} ${path(c)} > ${step(c.to).name}`).sort()
  }

  async text(name) {
    const { document } = await this.draft()
    return document.steps.find((step) => step.name === name).config.text
  }

  /** What was said on the test phone as the customer. */
  async customerSaid() {
    const said = this.page.getByRole('log', { name: 'Test conversation' }).locator('[data-direction="in"]')
    return said.evaluateAll((bubbles) => bubbles.map((bubble) => bubble.querySelector('[data-said]')?.textContent))
  }

  async addAfter(name, kind) {
    await this.plus(name)
    await this.pick(kind)
  }

  /** Types where the focus is: after adding, that is the new step's first field. */
  async type(text) {
    await this.page.keyboard.type(text)
  }

  /** Writes over what the field holds: new steps come with an example. */
  async write(text) {
    await this.page.keyboard.press('Control+a')
    await this.page.keyboard.type(text)
  }

  async press(keys) {
    await this.page.keyboard.press(keys)
  }

  field(label) {
    return this.page
      .getByRole('complementary', { name: /Step editor|Trigger|Flow settings/ })
      .getByLabel(label, { exact: true })
  }

  async saved() {
    await this.page.locator('[data-save="saved"]').waitFor()
  }

  /** The draft as the server holds it. */
  async draft() {
    await this.saved()
    return this.call('GET', `/flows/${this.flowId}/draft`)
  }

  draftOf(id) {
    return this.call('GET', `/flows/${id}/draft`)
  }

  async flow() {
    return this.call('GET', `/flows/${this.flowId}`)
  }

  async test() {
    await this.page.getByRole('button', { name: 'Test', exact: true }).click()
    await this.page.getByRole('log', { name: 'Test conversation' }).waitFor()
  }

  /** Writes as the customer on the test phone. */
  async say(text) {
    await this.page.getByLabel('Write as the customer').fill(text)
    await this.page.getByRole('button', { name: 'Send', exact: true }).click()
  }

  async tap(option) {
    await this.page.getByRole('log').getByRole('button', { name: option, exact: true }).last().click()
  }

  /** Waits until the phone shows this text as the last bubble of the business. */
  async hears(text) {
    await this.page.getByRole('log').locator('[data-direction="out"]', { hasText: text }).last().waitFor()
  }

  async publish(name = '') {
    const dialog = await this.pressPublish(name)
    await dialog.waitFor({ state: 'detached' })
  }

  /** Publishes and stays where the dialog leads. */
  async publishTo(heading) {
    const dialog = await this.pressPublish('')
    await dialog.getByText(heading).waitFor()
  }

  async pressPublish(name) {
    await this.page.getByRole('button', { name: 'Publish', exact: true }).click()
    const dialog = this.page.getByRole('dialog')
    const button = dialog.getByRole('button', { name: /^Publish version/ })
    await button.waitFor()
    if (name) await dialog.getByLabel('Name of the version').fill(name)
    await button.click()
    return dialog
  }

  async state(text) {
    await this.page.getByText(text, { exact: true }).waitFor()
  }

  async steps() {
    const { document } = await this.draft()
    return document.steps.map((step) => step.name)
  }

  async expectSteps(names) {
    assert.deepEqual(await this.steps(), names)
  }
}
