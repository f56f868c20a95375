// Every page in Italian: whatever stands there is in the Italian catalogues, in the reader's formats, or written by
// the person. Every page in English: axe-core finds nothing, in both themes. Pictures of every stop, light and dark,
// go to .e2e/shots.
import { strict as assert } from 'node:assert'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { faults } from './axe.mjs'
import { startGraph } from './graph.mjs'
import { stories } from './harness.mjs'
import { OWN, wholeTour } from './tour.mjs'
import { italian, textsOfPage } from './words.mjs'

const graph = await startGraph()
after(() => graph.stop())
const { story } = stories({ owner: false, environment: { FLUSSO_GRAPH_URL: graph.url } })
const shots = fileURLToPath(new URL('../.e2e/shots', import.meta.url))

/** At each stop: a picture in both themes, and whatever else is done in each. */
function photographer(page, language, look = async () => undefined) {
  const folder = join(shots, language)
  mkdirSync(folder, { recursive: true })
  return async (name) => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' })
      await look(name, colorScheme)
    }
  }
}

/** What the open choices of the page offer. */
async function* choices(page, seen) {
  const dialog = page.getByRole('dialog').filter({ visible: true })
  const place = (await dialog.count()) > 0 ? dialog.last() : page
  for (const input of await place.locator('input[aria-haspopup="listbox"]').all()) {
    if (!(await input.isVisible()) || !(await input.isEnabled())) continue
    const name = await input.evaluate(
      (one) => location.pathname + (one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.id),
    )
    if (seen.has(name)) continue
    seen.add(name)
    await input.click()
    yield* await page.locator('[role="option"]').allTextContents()
    await input.press('Tab')
  }
}

story(
  'no word of another language stands on an Italian page',
  async (me) => {
    const { page } = me
    let known = italian([...OWN, graph.account.display])
    const picture = photographer(page, 'it')
    const foreign = new Map()
    const opened = new Set()
    let looked = 0
    const stop = async (name) => {
      await picture(name)
      // What people write to stop is in their languages, not in the reader's.
      if (name === 'settings-account') {
        const { consent_words: words } = await me.call('GET', '/account')
        const theirs = Object.values(words).flatMap((one) => [...(one.stop ?? []), ...(one.start ?? [])])
        known = italian([...OWN, graph.account.display, ...theirs])
      }
      const texts = await page.evaluate(textsOfPage)
      // Choices are looked at where there is a form; opening them would close a menu.
      if ((await page.getByRole('menu').count()) === 0) {
        for await (const option of choices(page, opened)) texts.push(['option', option])
      }
      looked += texts.length
      for (const [kind, text] of texts) {
        if (!known(text) && !foreign.has(text)) foreign.set(text, `${name}: ${kind} ${JSON.stringify(text)}`)
      }
    }
    try {
      await wholeTour(me, 'it', stop, graph)
    } finally {
      for (const text of foreign.values()) console.log(text)
    }
    assert.ok(looked > 2000, `only ${looked} texts were looked at`)
    assert.deepEqual([...foreign.values()], [])
    // The crawl can fail: an English sentence is not let through.
    assert.equal(known('Nobody is inside now.'), false)
    console.log(`${looked} texts looked at`)
  },
  { fresh: true, minutes: 10, locale: 'it-IT' },
)

story(
  'every page is whole for those who do not see it, and none is wider than the window',
  async (me) => {
    const { page } = me
    const seen = []
    // The same fault stands on many pages: it is told once, with the first of them.
    const found = new Map()
    let milliseconds = 0
    const picture = photographer(page, 'en', async (name, colorScheme) => {
      const began = performance.now()
      for (const fault of await faults(page, { colours: colorScheme === 'dark' })) {
        if (found.has(fault)) continue
        found.set(fault, `${name} ${colorScheme}: ${fault}`)
        console.log(found.get(fault))
      }
      milliseconds += performance.now() - began
    })
    const stop = async (name) => {
      await picture(name)
      seen.push(name)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
      assert.equal(wide, false, `${name} is wider than the window`)
    }
    await wholeTour(me, 'en', stop, graph)
    assert.deepEqual([...found.values()], [])
    assert.ok(seen.length > 60, `${seen.length} stops`)
    // The judge can find something.
    await page.goto('about:blank')
    await page.setContent('<img src="data:,"><p style="color: #aaa; background: #fff">pale</p>')
    const wrong = (await faults(page)).map((fault) => fault.split(':')[0])
    assert.ok(wrong.includes('image-alt') && wrong.includes('color-contrast'), wrong.join(' '))
    console.log(`${seen.length} stops looked at in two themes, ${Math.round(milliseconds / 1000)} s of it axe`)
  },
  { fresh: true, minutes: 15 },
)
