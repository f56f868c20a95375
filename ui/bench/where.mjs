// Where the time of a key goes: types into a step of a large flow under the browser's profiler and prints what took it.
// Usage: node bench/where.mjs [steps]   (make where)
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const STEPS = Number(process.argv[2] ?? 500)
const KEYS = 60
const KEY_EVERY_MS = 100
const SHOWN = 30
const SAMPLE_US = 200

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'flusso-where-'))
// Functions keep their names.
await build({ root, logLevel: 'error', build: { outDir: folder, emptyOutDir: true, minify: false } })
process.env.FLUSSO_UI_DIR = folder
const { openBrowser, openPerson, startServer } = await import('../e2e/harness.mjs')
const { largeFlow } = await import('./large-flow.mjs')

const server = await startServer()
const browser = await openBrowser()
try {
  const { page, context, call } = await openPerson(browser, server)
  const flow = await largeFlow(call, STEPS)
  await page.goto(`/flows/${flow.id}/edit`)
  const card = page.locator('.react-flow__node').and(page.getByLabel(flow.first, { exact: true }))
  await card.click({ position: { x: 100, y: 20 } })
  await page.locator('[data-field="text"]').getByRole('textbox').click()
  await page.keyboard.press('Control+a')
  const devtools = await context.newCDPSession(page)
  await devtools.send('Profiler.enable')
  await devtools.send('Profiler.setSamplingInterval', { interval: SAMPLE_US })
  await devtools.send('Performance.enable')
  const tasks = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1_000]))
  }
  const before = await tasks()
  await devtools.send('Profiler.start')
  await page.keyboard.type('we send it to you tomorrow '.repeat(9).slice(0, KEYS), { delay: KEY_EVERY_MS })
  const { profile } = await devtools.send('Profiler.stop')
  const after = await tasks()
  console.log(`${STEPS} steps, milliseconds a key`)
  for (const name of ['TaskDuration', 'ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration']) {
    console.log(`  ${name.padEnd(24)} ${((after[name] - before[name]) / KEYS).toFixed(2).padStart(8)}`)
  }
  show(profile)
} finally {
  await browser.close()
  await server.remove()
  rmSync(folder, { recursive: true, force: true })
}

/** Own time and time with all that was called, by function. */
function show({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const own = new Map()
  samples.forEach((id, index) => void own.set(id, (own.get(id) ?? 0) + timeDeltas[index] / 1_000))
  const name = ({ callFrame: { functionName, url, lineNumber } }) =>
    `${functionName || '(anonymous)'} ${url ? `${url.split('/').at(-1).split('-')[0]}:${lineNumber}` : ''}`
  const self = new Map()
  const whole = new Map()
  const walk = (node, above) => {
    const key = name(node)
    const mine = own.get(node.id) ?? 0
    self.set(key, (self.get(key) ?? 0) + mine)
    const inside = new Set(above).add(key)
    const sum = (node.children ?? []).reduce((total, id) => total + walk(byId.get(id), inside), mine)
    if (!above.has(key)) whole.set(key, (whole.get(key) ?? 0) + sum)
    return sum
  }
  walk(nodes[0], new Set())
  const idle = /^\((root|idle|program)\)/
  const components = [...whole].filter(([key]) => /^[A-Z]\w+ /.test(key))
  for (const [title, times] of [
    ['components, with what they call themselves', components],
    ['with what it calls', whole],
    ['by itself', self],
  ]) {
    console.log(title)
    const top = [...times].filter(([key]) => !idle.test(key)).sort((a, b) => b[1] - a[1])
    for (const [key, ms] of top.slice(0, SHOWN)) console.log(`  ${(ms / KEYS).toFixed(2).padStart(8)}  ${key}`)
  }
}
