// The demo phone: a customer of the demo number.
export class Demo {
  constructor(page) {
    this.page = page
    this.phone = page.getByRole('region', { name: 'Demo phone' })
    this.log = this.phone.getByRole('log')
  }

  async open() {
    await this.page.getByRole('button', { name: 'Demo phone', exact: true }).click()
    await this.phone.waitFor()
  }

  async say(text) {
    const line = this.phone.getByLabel('Write as the customer')
    await line.fill(text)
    await line.press('Enter')
    await this.log.locator('[data-direction="in"]', { hasText: text }).last().waitFor()
  }

  async tap(option) {
    await this.log.getByRole('button', { name: option, exact: true }).last().click()
  }

  /** Waits until the business has said this, for the n-th time. */
  async hears(text, times = 1) {
    await this.log
      .locator('[data-direction="out"]', { hasText: text })
      .nth(times - 1)
      .waitFor()
  }

  /** Waits for the word about a silence. */
  async explains(sentence) {
    await this.log.getByText(sentence).last().waitFor()
  }
}
