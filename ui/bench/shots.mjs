// Pictures of every page and main dialog with the data of a small shop: four sizes, light and dark, English and
// Italian. They go to ui/.shots with a page a language that shows them beside each other.
// Usage: node bench/shots.mjs [en|it] [desk|small|tablet|phone] [name of a picture ...]   (make shots)
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startGraph } from '../e2e/graph.mjs'
import { openBrowser, openPerson, startServer } from '../e2e/harness.mjs'
import { catalogue } from '../e2e/words.mjs'
import { flowerShop, shopTexts } from './flower-shop.mjs'

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

const asked = process.argv.slice(2)
const languages = asked.filter((one) => one in LOCALES)
const sizes = Object.entries(SIZES).filter(([size]) => asked.includes(size) || !asked.some((one) => one in SIZES))
const names = new Set(asked.filter((one) => !(one in LOCALES) && !(one in SIZES)))
const ITALIAN = catalogue().words

const speaker = (language) => (english) => {
  const said = language === 'en' ? english : ITALIAN.get(english)
  if (said === undefined) throw new Error(`not in the catalogues: ${english}`)
  return said
}

/** What is looked at: a name, and how to come there. `page` is a fresh page of the right size. */
function stops({ flow, conversation, contact, run, channel }, say, text, size) {
  const phone = size === 'phone'
  const go = (path, ready) => async (page) => {
    await page.goto(path)
    await page
      .locator(ready ?? 'h1')
      .first()
      .waitFor()
  }
  const named = (page, english) => page.getByRole('button', { name: say(english), exact: true }).first()
  const editor = go(`/flows/${flow.id}/edit`, '.react-flow__node')
  /** A step's form, by the list of steps: its card may be anywhere. */
  const step = (name) => async (page) => {
    await editor(page)
    await named(page, phone ? 'Read as a list' : 'Flow as a list').click()
    const row = page.getByRole('complementary').getByRole('button').filter({ hasText: name }).first()
    if (phone) await row.click()
    else await row.dblclick()
    await page.getByLabel(say('Name of the step')).waitFor()
  }
  const within = (first, then) => async (page) => {
    await first(page)
    await then(page)
  }
  const menu = (english) => async (page) => {
    await editor(page)
    await named(page, 'More').click()
    await page.getByRole('menuitem', { name: say(english) }).click()
  }
  const test = async (page) => {
    await editor(page)
    if (phone) {
      await named(page, 'More').click()
      await page.getByRole('menuitem', { name: say('Test'), exact: true }).click()
    } else await named(page, 'Test').click()
    const log = page.getByRole('log')
    await log.locator('[data-direction="out"]').nth(1).waitFor()
    await log.getByRole('button', { name: text.occasions[2], exact: true }).last().click()
    const line = page.getByLabel(say('Write as the customer'))
    for (const answer of text.answers.slice(2, 3)) {
      await line.fill(answer)
      await line.press('Enter')
      await log.locator('[data-direction="in"]', { hasText: answer }).last().waitFor()
    }
  }
  const [welcome, occasion, budget, large, , , price] = text.names
  return {
    login: go('/login'),
    flows: go('/flows', 'tbody tr, li a'),
    'flows-menu': within(go('/flows', 'tbody tr, li a'), (page) =>
      page
        .locator('main')
        .getByRole('button', { name: new RegExp(text.flow) })
        .last()
        .click(),
    ),
    'new-flow': go('/flows/new'),
    examples: go('/flows/examples'),
    editor,
    'editor-message': step(welcome),
    'editor-menu': step(occasion),
    'editor-question': step(budget),
    'editor-condition': step(large),
    'editor-request': within(step(price), async (page) => {
      const box = page.getByRole('region', { name: say('Test request') })
      await box.scrollIntoViewIfNeeded()
    }),
    'editor-emoji': within(step(welcome), async (page) => {
      await page
        .getByRole('button', { name: new RegExp(`^${say('Insert an emoji into {label}').replace('{label}', '.*')}$`) })
        .first()
        .click()
      await page.getByRole('listbox').waitFor()
    }),
    'editor-variables': within(step(text.names[7]), (page) =>
      page
        .getByRole('button', {
          name: new RegExp(`^${say('Insert a variable into {label}').replace('{label}', '.*')}$`),
        })
        .first()
        .click(),
    ),
    'editor-library': within(editor, async (page) => {
      if (phone) return
      await page.keyboard.press('a')
      await page.getByRole('dialog').waitFor()
    }),
    'editor-test': test,
    'editor-side': phone
      ? test
      : within(step(occasion), async (page) => {
          await named(page, 'Test').click()
          const log = page.getByRole('log')
          await log.locator('[data-direction="out"]').nth(1).waitFor()
          await log.getByRole('button', { name: text.occasions[2], exact: true }).last().click()
          await log.locator('[data-direction="out"]').nth(2).waitFor()
        }),
    'editor-versions': menu('Versions'),
    'editor-people': menu('People in this flow'),
    'editor-settings': menu('Flow settings'),
    'editor-publish': within(step(welcome), async (page) => {
      await page.locator('[data-field="text"]').getByRole('textbox').click()
      await page.keyboard.press('Control+End')
      await page.keyboard.type(' 🌻')
      await page.locator('[data-save="saved"]').waitFor()
      await page.keyboard.press('Escape')
      if (phone) {
        await named(page, 'More').click()
        await page.getByRole('menuitem', { name: say('Publish'), exact: true }).click()
      } else await named(page, 'Publish').click()
      await page.getByRole('dialog').getByRole('textbox').first().waitFor()
    }),
    summary: go(`/flows/${flow.id}/summary`),
    'summary-people': go(`/flows/${flow.id}/people`),
    'summary-canvas': go(`/flows/${flow.id}/summary?tab=viewer`, '.react-flow__node'),
    run: go(`/runs/${run.id}`),
    'run-canvas': go(`/runs/${run.id}?view=canvas`, '.react-flow__node'),
    conversations: go('/conversations'),
    conversation: go(`/conversations/${conversation.id}`, '[role="log"]'),
    contacts: go('/contacts', 'tbody tr, li a'),
    contact: go(`/contacts/${contact.id}`),
    templates: go('/templates'),
    numbers: go('/numbers'),
    number: go(`/numbers/${channel.id}`),
    connect: go('/numbers/connect'),
    settings: go('/settings'),
    'settings-fields': go('/settings?tab=fields'),
    help: go('/help'),
    'demo-phone': within(go('/flows', 'tbody tr, li a'), async (page) => {
      await named(page, 'Demo phone').click()
      await page.getByRole('region', { name: say('Demo phone') }).waitFor()
    }),
    'not-found': go('/no-such-page', 'a'),
  }
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

async function shoot(browser, language) {
  const graph = await startGraph()
  const server = await startServer({
    environment: { FLUSSO_GRAPH_URL: graph.url, FLUSSO_ALLOW_PRIVATE: new URL(graph.url).host },
  })
  const wanted = (name) => names.size === 0 || names.has(name)
  const missed = []
  const found = new Set()
  try {
    const owner = await openPerson(browser, server, { locale: LOCALES[language] })
    const made = await flowerShop(owner, graph, server, language)
    for (const [size, viewport] of sizes) {
      const touch = TOUCH.has(size)
      const { context } = await openPerson(browser, server, { locale: LOCALES[language], viewport, hasTouch: touch })
      const into = join(folder, language, size)
      mkdirSync(into, { recursive: true })
      for (const [name, come] of Object.entries(stops(made, speaker(language), shopTexts(language), size))) {
        if (!wanted(name)) continue
        const page = await context.newPage()
        // Whoever has been here for weeks was shown around.
        await page.addInitScript(() => localStorage.setItem('flusso.shown-around', 'true'))
        try {
          await come(page)
          await settled(page)
        } catch (error) {
          missed.push(`${language} ${size} ${name}: ${error.message.split('\n')[0]}`)
        }
        await picture(page, join(into, name))
        found.add(name)
        await page.close()
      }
      await context.close()
    }
  } finally {
    await server.remove()
    await graph.stop()
  }
  return { names: [...found], missed }
}

/** A page with every picture: a stop a line, the sizes beside each other. */
function sheet(language, list) {
  const image = (name, size, scheme) => `<img loading="lazy" alt="${name}" src="${size}/${name}-${scheme}.png">`
  const lines = list.flatMap((name) => [
    `<h2>${name}</h2>`,
    ...SCHEMES.map(
      (scheme) =>
        `<div>${Object.keys(SIZES)
          .map((size) => image(name, size, scheme))
          .join('')}</div>`,
    ),
  ])
  const style = 'img{height:420px;margin:4px;border:1px solid #888}div{white-space:nowrap}'
  const html = `<!doctype html><meta charset="utf-8"><title>${language}</title><style>${style}</style>${lines.join('')}`
  writeFileSync(join(folder, language, 'index.html'), html)
}

const browser = await openBrowser()
const missed = []
try {
  for (const language of languages.length > 0 ? languages : Object.keys(LOCALES)) {
    if (asked.length === languages.length) rmSync(join(folder, language), { recursive: true, force: true })
    const shot = await shoot(browser, language)
    sheet(language, shot.names)
    missed.push(...shot.missed)
    console.log(`${language}: ${shot.names.length} pages and dialogs in ${folder}/${language}/index.html`)
  }
} finally {
  await browser.close()
}
for (const line of missed) console.error(`not reached: ${line}`)
process.exitCode = missed.length > 0 ? 1 : 0
