// Pictures of every page and main dialog with the data of a small shop: four sizes, light and dark, English and
// Italian. They go to ui/.shots with a page a language that shows them beside each other, and ui/.shots/sheets has
// one picture a stop and size with both languages and themes.
// Usage: node bench/shots.mjs [en|it] [desk|small|tablet|phone] [name of a picture ...] [--sheets]   (make shots)
//   --sheets   takes no picture: puts those that are there together
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startGraph } from '../e2e/graph.mjs'
import { openBrowser, openPerson, startServer } from '../e2e/harness.mjs'
import { catalogue } from '../e2e/words.mjs'
import { flowerShop, shopTexts } from './flower-shop.mjs'
import { editorStops } from './shots-editor.mjs'
import { handsOf } from './shots-hands.mjs'
import { pageStops } from './shots-pages.mjs'
import { writeIndex, writeSheets } from './shots-sheets.mjs'

const SIZES = {
  desk: { width: 1440, height: 900 },
  small: { width: 1280, height: 800 },
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
}
const TOUCH = new Set(['tablet', 'phone'])
const LOCALES = { en: 'en-GB', it: 'it-IT' }
const SCHEMES = ['light', 'dark']
const folder = fileURLToPath(new URL('../.shots', import.meta.url))

const asked = process.argv.slice(2).filter((one) => one !== '--sheets')
const onlySheets = process.argv.includes('--sheets')
const languages = Object.keys(LOCALES).filter((one) => asked.includes(one) || !asked.some((a) => a in LOCALES))
const sizes = Object.entries(SIZES).filter(([size]) => asked.includes(size) || !asked.some((one) => one in SIZES))
const names = new Set(asked.filter((one) => !(one in LOCALES) && !(one in SIZES)))
const wanted = (name) => names.size === 0 || names.has(name)
const ITALIAN = catalogue().words

const speaker = (language) => (english) => {
  const said = language === 'en' ? english : ITALIAN.get(english)
  if (said === undefined) throw new Error(`not in the catalogues: ${english}`)
  return said
}

/** Until nothing loads any more and the letters are there. */
async function settled(page) {
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  await page.evaluate(() =>
    document.fonts.ready.then(() => new Promise((done) => requestIdleCallback(done, { timeout: 2_000 }))),
  )
}

async function picture(page, path) {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    await page.screenshot({ path: `${path}-${colorScheme}.png`, animations: 'disabled' })
  }
}

/** Goes through one stop; what it did not come to is told, with a picture of where it was. */
async function walk(context, [key, stop], into) {
  const { walk: come, names: shows = [key], first = false } = typeof stop === 'function' ? { walk: stop } : stop
  if (!shows.some(wanted)) return { taken: [], missed: [] }
  const page = await context.newPage()
  // Whoever has been here for weeks was shown around.
  await page.addInitScript((seen) => localStorage.setItem('flusso.shown-around', seen), String(!first))
  await page.emulateMedia({ colorScheme: SCHEMES[0], reducedMotion: 'reduce' })
  const taken = new Set()
  const shot = async (name) => {
    taken.add(name)
    if (!wanted(name)) return
    await settled(page)
    await picture(page, join(into, name))
  }
  let why = ''
  try {
    await come(page, shot)
    if (taken.size === 0) await shot(key)
  } catch (error) {
    why = error.message.split('\n').slice(0, 3).join(' ')
  }
  const missed = shows.filter((name) => wanted(name) && (!taken.has(name) || why))
  if (why && !page.isClosed()) await page.screenshot({ path: join(into, `${missed[0] ?? key}-missed.png`) })
  if (!page.isClosed()) await page.close()
  return { taken: [...taken].filter(wanted), missed: why ? missed.slice(-1).map((name) => `${name}: ${why}`) : [] }
}

/** One language in one size, with servers of its own: nothing is shared with what runs beside it. */
async function shoot(browser, language, size) {
  const began = performance.now()
  const graph = await startGraph()
  const environment = { FLUSSO_GRAPH_URL: graph.url, FLUSSO_ALLOW_PRIVATE: new URL(graph.url).host }
  // A shop after some weeks, an account on its first day, and one that nobody has set up.
  const servers = {
    shop: await startServer({ environment }),
    empty: await startServer({ environment }),
    new: await startServer({ environment, owner: false }),
  }
  const [say, text] = [speaker(language), shopTexts(language)]
  const into = join(folder, language, size)
  if (names.size === 0) rmSync(into, { recursive: true, force: true })
  mkdirSync(into, { recursive: true })
  const missed = []
  let count = 0
  try {
    const locale = LOCALES[language]
    const owner = await openPerson(browser, servers.shop, { locale })
    const made = await flowerShop(owner, graph, servers.shop, language)
    made.setupLink = servers.new.setupLink
    const contexts = {}
    for (const [place, server] of Object.entries(servers)) {
      const options = { locale, viewport: SIZES[size], hasTouch: TOUCH.has(size), signIn: place !== 'new' }
      const { context, page, call } = await openPerson(browser, server, options)
      if (place === 'empty') await call('PATCH', '/me', { language })
      await page.close()
      contexts[place] = context
    }
    const given = { made, say, text, hands: handsOf({ made, say, text, size }) }
    for (const stop of Object.entries({ ...pageStops(given), ...editorStops(given) })) {
      const done = await walk(contexts[stop[1].at ?? 'shop'], stop, into)
      count += done.taken.length * SCHEMES.length
      missed.push(...done.missed.map((line) => `${language} ${size} ${line}`))
    }
    for (const context of [owner.context, ...Object.values(contexts)]) await context.close()
  } finally {
    for (const server of Object.values(servers)) await server.remove()
    await graph.stop()
  }
  console.log(`${language} ${size}: ${count} pictures in ${Math.round((performance.now() - began) / 1000)} s`)
  return { count, missed }
}

// Half of the time is waiting for the page: two at once need little more than one.
const AT_ONCE = 2
const browser = await openBrowser()
const missed = []
try {
  const whole = asked.length === 0 && !onlySheets
  if (whole) rmSync(folder, { recursive: true, force: true })
  const jobs = onlySheets ? [] : languages.flatMap((language) => sizes.map(([size]) => [language, size]))
  const began = performance.now()
  let count = 0
  const work = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const shot = await shoot(browser, ...job)
      missed.push(...shot.missed)
      count += shot.count
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  if (!onlySheets) {
    for (const language of languages) writeIndex(folder, language, Object.keys(SIZES), SCHEMES)
    const seconds = Math.round((performance.now() - began) / 1000)
    console.log(`${count} pictures in ${seconds} s, beside each other in ${folder}/*/index.html`)
  }
  if (onlySheets || whole) {
    const sheets = await writeSheets(browser, folder, Object.fromEntries(sizes), Object.keys(LOCALES), SCHEMES)
    console.log(`${sheets} sheets in ${folder}/sheets`)
  }
} finally {
  await browser.close()
}
for (const line of missed) console.error(`not reached: ${line}`)
process.exitCode = missed.length > 0 ? 1 : 0
