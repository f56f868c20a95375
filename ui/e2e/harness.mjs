// Starts the real program with a fresh data folder and opens it in the system's Chromium.
// Stories import `story`, speak in gestures, and end on what the customer receives or what the server holds.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { Editor } from './editor.mjs'

const ui = fileURLToPath(new URL('..', import.meta.url))
const root = join(ui, '..')
const work = join(ui, '.e2e')
const READY_MS = 20_000
const STEP_MS = 12_000
export const OWNER = { email: 'owner@example.com', password: 'a sentence nobody guesses' }

const chromiumPath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
)

/** The program under test: FLUSSO_BIN, or built from the sources. With a build tag it is a program of its own. */
function binary(tags) {
  const given = tags ? process.env[`FLUSSO_BIN_${tags.toUpperCase()}`] : process.env.FLUSSO_BIN
  if (given) return given
  mkdirSync(work, { recursive: true })
  const path = join(work, tags ? `flusso-${tags}` : 'flusso')
  const built = spawnSync('go', ['build', ...(tags ? ['-tags', tags] : []), '-o', path, '.'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (built.status !== 0) throw new Error('the program does not build')
  return path
}

/** The editor under test: what `npm run build` made. */
function editorFolder() {
  const folder = process.env.FLUSSO_UI_DIR ?? join(ui, '.build')
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`no editor in ${folder}: run npm run build first`)
  return folder
}

/**
 * A running program with its own data folder. `stop()` ends it; `start()` brings it up again on the same data.
 * `owner: false` leaves the data folder empty, so that the program prints its setup link.
 */
export async function startServer({ environment = {}, tags = '', owner = true } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'flusso-e2e-'))
  const bin = binary(tags)
  let child
  let log = ''
  const server = {
    data,
    /** Settings of the next start. */
    environment: { ...environment },
    url: '',
    get log() {
      return log
    },
    /** The one-time link that the program printed. */
    get setupLink() {
      const found = /http:\/\/\S+\/setup\?token=(\S+)/.exec(log)
      if (!found) throw new Error(`no setup link in:\n${log}`)
      return `${server.url}/setup?token=${found[1]}`
    },
    async start() {
      child = spawn(bin, ['serve'], {
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          FLUSSO_ADDR: server.url ? new URL(server.url).host : '127.0.0.1:0',
          FLUSSO_DATA: data,
          FLUSSO_UI_DIR: editorFolder(),
          ...(owner && { FLUSSO_ADMIN_EMAIL: OWNER.email, FLUSSO_ADMIN_PASSWORD: OWNER.password }),
          ...server.environment,
        },
      })
      const address = await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`not ready in time:\n${log}`)), READY_MS)
        const read = (chunk) => {
          log += chunk
          const found = /msg=ready.*?address=(\S+)/.exec(log.slice(log.lastIndexOf('msg=ready')))
          if (!found) return
          clearTimeout(timer)
          resolve(found[1])
        }
        child.stdout.on('data', read)
        child.stderr.on('data', read)
        child.once('exit', (code) => reject(new Error(`the program ended with ${code}:\n${log}`)))
      })
      server.url = `http://${address}`
      const ready = await fetch(`${server.url}/readyz`)
      if (!ready.ok) throw new Error(`/readyz says ${ready.status}`)
    },
    async stop(signal = 'SIGTERM') {
      if (!child || child.exitCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill(signal)
      await ended
    },
    async remove() {
      await server.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

/** The system's Chromium. */
export function openBrowser(args = []) {
  if (!chromiumPath) throw new Error('no Chromium: apt-get install chromium, or set CHROMIUM')
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', ...args],
  })
}

/** A person in a browser window of their own, signed in unless told otherwise. */
export async function openPerson(browser, server, { signIn = true, ...options } = {}) {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...options,
  })
  // Long for a person, short for whoever waits for a story that fails.
  context.setDefaultTimeout(STEP_MS)
  const page = await context.newPage()
  const problems = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    // A 401 or 409 that the story provokes is told by the browser too: only script errors and CSP count.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) problems.push(message.text())
  })
  if (signIn) {
    const answer = await context.request.post('/api/v1/auth/login', { data: OWNER })
    if (!answer.ok()) throw new Error(`sign in: ${answer.status()} ${await answer.text()}`)
  }
  const call = async (method, path, data, headers = {}) => {
    const response = await context.request.fetch(`/api/v1${path}`, {
      method,
      headers: { Origin: server.url, ...headers },
      ...(data !== undefined && { data }),
    })
    const text = await response.text()
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${text}`)
    return text ? JSON.parse(text) : undefined
  }
  return { context, page, problems, call, editor: new Editor(page, call) }
}

/** Clicks and typing as a person does them, counted. */
function hands(page) {
  const count = { clicks: 0, fields: 0 }
  return {
    count,
    async click(what) {
      count.clicks += 1
      await what.click()
    },
    async fill(what, text) {
      count.fields += 1
      await what.fill(text)
    },
    page,
  }
}

/**
 * One server and one browser for the stories of a file.
 * `const { story } = stories(); story('name', async ({ editor, call, page, server, person }) => {...})`
 * The options are those of startServer; a story's own are those of openPerson, with `fresh: true` for a server of
 * its own and `minutes` for more time.
 */
export function stories(settings = {}) {
  let shared
  let browser
  before(async () => {
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    await shared?.remove()
  })
  const story = (name, tell, { fresh = false, minutes = 1.5, ...options } = {}) =>
    test(name, { timeout: minutes * 60_000 }, async () => {
      if (!fresh && !shared) shared = await startServer(settings)
      const server = fresh ? await startServer(settings) : shared
      const person = await openPerson(browser, server, { signIn: settings.owner !== false, ...options })
      const another = (more = {}) => openPerson(browser, server, { ...options, ...more })
      try {
        await tell({ ...person, ...hands(person.page), server, person, another })
        if (person.problems.length > 0) throw new Error(`in the browser: ${person.problems.join('\n')}`)
      } catch (error) {
        mkdirSync(work, { recursive: true })
        const picture = join(work, `${name.replace(/\W+/g, '-')}.png`)
        await person.page.screenshot({ path: picture }).catch(() => undefined)
        error.message += `\n  seen: ${picture}`
        throw error
      } finally {
        await person.context.close()
        if (fresh) await server.remove()
      }
    })
  return { story }
}
