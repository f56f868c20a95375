// Lighthouse on the pages that people open most: the real program, the built editor, the system's Chromium.
// Each page is opened cold as often as RUNS says, on a desktop and on a slow phone; the median counts.
// Usage: node bench/lighthouse.mjs
import { createServer } from 'node:net'
import lighthouse, { desktopConfig } from 'lighthouse'
import { openBrowser, openPerson, startServer } from '../e2e/harness.mjs'

const RUNS = 3
const BARS = { accessibility: 100, 'best-practices': 95, performance: 90 }
const FORMS = [
  ['desktop', desktopConfig],
  ['phone', undefined],
]
// Who draws flows sits at a desk; the phone is told for comparison.
const JUDGED = 'desktop'

/** A port that nobody uses at this moment. */
function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]

const server = await startServer()
const port = await freePort()
const browser = await openBrowser([`--remote-debugging-port=${port}`])
let missed = 0
try {
  const { context, call } = await openPerson(browser, server)
  for (const example of ['lead', 'appointment', 'faq']) await call('POST', '/flows', { name: example, example })
  const { items } = await call('GET', '/flows')
  const cookies = await context.cookies()
  const signedIn = { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
  const pages = [
    ['login', '/login', undefined],
    ['flow list', '/flows', signedIn],
    ['editor', `/flows/${items[0].id}/edit`, signedIn],
  ]
  for (const [form, config] of FORMS) {
    for (const [name, path, headers] of pages) {
      const scores = Object.fromEntries(Object.keys(BARS).map((category) => [category, []]))
      const wanting = new Map()
      for (let run = 0; run < RUNS; run++) {
        const flags = { port, logLevel: 'error', onlyCategories: Object.keys(BARS), extraHeaders: headers }
        const { lhr } = await lighthouse(server.url + path, flags, config)
        if (lhr.runtimeError) throw new Error(`${name}: ${lhr.runtimeError.message}`)
        for (const [category, list] of Object.entries(scores)) {
          list.push(Math.round(lhr.categories[category].score * 100))
          for (const { id, weight } of lhr.categories[category].auditRefs) {
            const { score, title, displayValue = '' } = lhr.audits[id]
            if (weight > 0 && score !== null && score < 0.9) wanting.set(id, `${category}: ${title} ${displayValue}`)
          }
        }
        if (!lhr.finalDisplayedUrl.endsWith(path)) throw new Error(`${name}: it led to ${lhr.finalDisplayedUrl}`)
      }
      const said = Object.entries(scores).map(([category, list]) => `${category} ${median(list)}`)
      console.log(`${form}, ${name}: ${said.join(', ')}`)
      for (const line of wanting.values()) console.log(`    ${line}`)
      if (form !== JUDGED) continue
      missed += Object.entries(BARS).filter(([category, bar]) => median(scores[category]) < bar).length
    }
  }
} finally {
  await browser.close()
  await server.remove()
}
if (missed > 0) console.log(`${missed} bars missed`)
process.exitCode = missed > 0 ? 1 : 0
