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
const OWNER = { email: 'owner@example.com', password: 'a sentence nobody guesses' }

const chromiumPath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
)

/** The program under test: FLUSSO_BIN, or built once for all stories. */
function binary() {
  if (process.env.FLUSSO_BIN) return process.env.FLUSSO_BIN
  mkdirSync(work, { recursive: true })
  const path = join(work, 'flusso')
  const built = spawnSync('go', ['build', '-o', path, '.'], { cwd: root, stdio: 'inherit' })
  if (built.status !== 0) throw new Error('the program does not build')
  return path
}

/** The editor under test: what `npm run build` made. */
function editorFolder() {
  const folder = process.env.FLUSSO_UI_DIR ?? join(ui, '.build')
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`no editor in ${folder}: run npm run build first`)
  return folder
}

/** A running program with its own data folder. `stop()` ends it; `start()` brings it up again on the same data. */
export async function startServer(environment = {}) {
  const data = mkdtempSync(join(tmpdir(), 'flusso-e2e-'))
  const bin = binary()
  let child
  let log = ''
  const server = {
    data,
    url: '',
    get log() {
      return log
    },
    async start() {
      child = spawn(bin, ['serve'], {
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          FLUSSO_ADDR: server.url ? new URL(server.url).host : '127.0.0.1:0',
          FLUSSO_DATA: data,
          FLUSSO_UI_DIR: editorFolder(),
          FLUSSO_ADMIN_EMAIL: OWNER.email,
          FLUSSO_ADMIN_PASSWORD: OWNER.password,
          ...environment,
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

/** A signed-in person in a browser window of their own. */
export async function openPerson(browser, server, options = {}) {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...options,
  })
  const page = await context.newPage()
  const problems = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    // A 401 or 409 that the story provokes is told by the browser too: only script errors and CSP count.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) problems.push(message.text())
  })
  const answer = await context.request.post('/api/v1/auth/login', { data: OWNER })
  if (!answer.ok()) throw new Error(`sign in: ${answer.status()} ${await answer.text()}`)
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

/**
 * One server and one browser for the stories of a file.
 * `const { story } = stories(); story('name', async ({ editor, call, page, server, person }) => {...})`
 */
export function stories(environment = {}) {
  let server
  let browser
  before(async () => {
    if (!chromiumPath) throw new Error('no Chromium: apt-get install chromium, or set CHROMIUM')
    server = await startServer(environment)
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    })
  })
  after(async () => {
    await browser?.close()
    await server?.remove()
  })
  const story = (name, tell, options = {}) =>
    test(name, { timeout: 90_000 }, async () => {
      const person = await openPerson(browser, server, options)
      const another = () => openPerson(browser, server, options)
      try {
        await tell({ ...person, server, person, another })
        if (person.problems.length > 0) throw new Error(`in the browser: ${person.problems.join('\n')}`)
      } catch (error) {
        mkdirSync(work, { recursive: true })
        const picture = join(work, `${name.replace(/\W+/g, '-')}.png`)
        await person.page.screenshot({ path: picture }).catch(() => undefined)
        error.message += `\n  seen: ${picture}`
        throw error
      } finally {
        await person.context.close()
      }
    })
  return { story }
}
