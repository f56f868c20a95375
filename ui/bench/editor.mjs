// How fast the editor is with large flows: the real program, the built editor, the system's Chromium.
// Prints a table; ends with 1 when a bar of docs/bench.md is missed at 500 steps.
// Usage: node bench/editor.mjs [steps ...]
import { gzipSync } from 'node:zlib'
import { openBrowser, openPerson, startServer } from '../e2e/harness.mjs'
import { largeFlow } from './large-flow.mjs'

const asked = process.argv.slice(2).map(Number)
const SIZES = asked.length > 0 ? asked : [500, 1_000]
const JUDGED = 500
const OPENINGS = 5
const FRAMES = 240
const KEYS = 120
// Ten keys a second is a fast typist; what is slower than that would pile up.
const KEY_EVERY_MS = 100
const PIXELS_A_FRAME = 24
const BAR = { pan: 33, fitted: 50, open: 1_500, key: 50, script: 300_000 }

const sorted = (list) => [...list].sort((a, b) => a - b)
const part = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))]
const median = (list) => part(list, 0.5)
const p95 = (list) => part(list, 0.95)

/** From going to the address until the first card stands there and the page has time for whatever is pressed. */
async function open({ page }, flow) {
  await page.goto('about:blank')
  const began = performance.now()
  await page.goto(`/flows/${flow.id}/edit`, { waitUntil: 'commit' })
  await page
    .locator('.react-flow__node')
    .and(page.getByLabel(flow.first, { exact: true }))
    .waitFor()
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)))
  return performance.now() - began
}

/** Moves the canvas in every frame, there and back, and gives how long each frame took. */
function pan({ page }, frames) {
  return page.evaluate(
    ([count, pixels]) =>
      new Promise((done) => {
        const pane = document.querySelector('.react-flow__pane')
        const box = pane.getBoundingClientRect()
        const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 }
        const took = []
        let last = 0
        const tick = (now) => {
          if (last) took.push(now - last)
          last = now
          if (took.length >= count) return done(took)
          const there = took.length < count / 2 ? 1 : -1
          const turn = { deltaX: there * pixels * 0.3, deltaY: there * pixels, bubbles: true, cancelable: true }
          pane.dispatchEvent(new WheelEvent('wheel', { ...at, ...turn }))
          requestAnimationFrame(tick)
        }
        requestAnimationFrame(tick)
      }),
    [frames, PIXELS_A_FRAME],
  )
}

/** Types into the text of a step; from each key to the frame that shows it. */
async function type({ page }, flow) {
  const card = page.locator('.react-flow__node').and(page.getByLabel(flow.first, { exact: true }))
  await card.click({ position: { x: 100, y: 20 } })
  const field = page.locator('[data-field="text"]').getByRole('textbox')
  await field.click()
  await page.keyboard.press('Control+a')
  await page.evaluate(() => {
    globalThis.took_ = []
    const shown = new MessageChannel()
    const began = []
    shown.port1.onmessage = () => {
      for (const at of began.splice(0)) globalThis.took_.push(performance.now() - at)
    }
    // A message that is sent in a frame arrives when the frame is painted.
    addEventListener(
      'keydown',
      (event) => {
        began.push(event.timeStamp)
        requestAnimationFrame(() => shown.port2.postMessage(0))
      },
      true,
    )
  })
  const words = 'we send it to you tomorrow '
  const text = words.repeat(Math.ceil(KEYS / words.length)).slice(0, KEYS)
  await page.keyboard.type(text, { delay: KEY_EVERY_MS })
  await page.locator('[data-save="saved"]').waitFor()
  const took = await page.evaluate(() => globalThis.took_)
  if (took.length !== KEYS) throw new Error(`${took.length} keys were measured, not ${KEYS}`)
  return took
}

/** The scripts that a browser fetches before anything shows, compressed: the entry and what it names beforehand. */
async function firstLoad(server) {
  const html = await (await fetch(`${server.url}/`)).text()
  const found = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map((match) => match[1])
  let bytes = 0
  for (const file of new Set(found)) {
    const script = Buffer.from(await (await fetch(server.url + file)).arrayBuffer())
    bytes += gzipSync(script, { level: 9 }).length
  }
  return bytes
}

async function measure(browser, server, count) {
  const person = await openPerson(browser, server)
  const flow = await largeFlow(person.call, count)
  const first = await open(person, flow)
  const openings = []
  for (let n = 0; n < OPENINGS; n++) openings.push(await open(person, flow))
  const { page } = person
  const near = await pan(person, FRAMES)
  await page.getByRole('button', { name: /^Show the whole flow/ }).click()
  // The way there is an animation.
  await page.waitForFunction(() => {
    const { transform } = document.querySelector('.react-flow__viewport').style
    const still = globalThis.transform_ === transform
    globalThis.transform_ = transform
    return still
  })
  const cards = await page.locator('.react-flow__node').count()
  const fitted = await pan(person, FRAMES)
  await open(person, flow)
  const keys = await type(person, flow)
  await person.context.close()
  return {
    count,
    cards,
    figures: [
      ['first opening, nothing fetched before', first, undefined, 'ms'],
      ['open to interactive, median', median(openings), BAR.open, 'ms'],
      ['p95 frame, panning at zoom 1', p95(near), BAR.pan, 'ms'],
      ['p95 frame, panning the whole flow', p95(fitted), BAR.fitted, 'ms'],
      ['p95 from a key to its frame, typing in a step', p95(keys), BAR.key, 'ms'],
    ],
  }
}

const server = await startServer()
const browser = await openBrowser()
let missed = 0
const line = (what, value, bar, unit, judged) => {
  const late = bar !== undefined && value > bar
  if (late && judged) missed += 1
  const said = unit === 'ms' ? value.toFixed(value < 100 ? 1 : 0) : Math.round(value).toLocaleString('en')
  const verdict = bar === undefined ? '' : `at most ${bar.toLocaleString('en')}${late ? '  MISSED' : ''}`
  console.log(`  ${what.padEnd(48)} ${`${said} ${unit}`.padStart(14)}   ${verdict}`)
}
try {
  const script = await firstLoad(server)
  console.log('first load')
  line('scripts, compressed', script, BAR.script, 'bytes', true)
  for (const size of SIZES) {
    const { count, cards, figures } = await measure(browser, server, size)
    console.log(`${count} steps (${cards} cards drawn when the whole flow is shown)`)
    for (const [what, value, bar, unit] of figures) line(what, value, bar, unit, size === JUDGED)
  }
} finally {
  await browser.close()
  await server.remove()
}
process.exitCode = missed > 0 ? 1 : 0
