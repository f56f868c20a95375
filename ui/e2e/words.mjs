// What may stand on an Italian page: the Italian catalogues, the reader's formats, and what people wrote themselves.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ui = fileURLToPath(new URL('..', import.meta.url))
const root = join(ui, '..')

/** English to Italian, of every catalogue of the editor; `all` has every translation. */
export function catalogue() {
  const folders = [
    ...readdirSync(join(ui, 'src/pages')).map((name) => join(ui, 'src/pages', name, 'locales')),
    ...['kit', 'api', 'editor'].map((name) => join(ui, 'src/locales', name)),
  ]
  const words = new Map()
  const all = []
  for (const folder of folders) {
    const text = readFileSync(join(folder, 'it.po'), 'utf8')
    for (const block of text.split(/\n\n+/)) {
      const found = /^msgid ((?:".*"\n?)+)msgstr ((?:".*"\n?)+)/m.exec(block)
      if (!found) continue
      const [id, translated] = [found[1], found[2]].map((part) =>
        part
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
          .join(''),
      )
      if (!id) continue
      words.set(id, translated)
      all.push(translated)
    }
  }
  return { words, all }
}

/** The pieces of a message as people see them: plurals told out, tags apart, values as holes. */
export function piecesOf(message) {
  const open = /\{(\w+), (?:plural|select|selectordinal),/.exec(message)
  if (open) {
    let depth = 0
    let end = open.index
    for (; end < message.length; end++) {
      if (message[end] === '{') depth++
      else if (message[end] === '}' && --depth === 0) break
    }
    const body = message.slice(open.index + open[0].length, end)
    const cases = []
    for (const found of body.matchAll(/(?:=\d+|\w+) \{/g)) {
      let level = 0
      let at = found.index + found[0].length - 1
      const from = at + 1
      for (; at < body.length; at++) {
        if (body[at] === '{') level++
        else if (body[at] === '}' && --level === 0) break
      }
      // Braces inside a case belong to it: only cases of the outer level count.
      if (!cases.some((one) => found.index < one.to)) cases.push({ text: body.slice(from, at), to: at })
    }
    const [before, after] = [message.slice(0, open.index), message.slice(end + 1)]
    return cases.flatMap((one) => piecesOf(before + one.text.replaceAll('#', '{n}') + after))
  }
  return message.split(/<\/?\d+\/?>|\{\{.*?\}\}/).filter((piece) => piece.trim())
}

// Stands for a value until the pattern is whole.
const HOLE = '\uE000'
const bare = (text) => text.replace(/^[\s·]+|[\s·]+$|\s\(\d+\)$/g, '')
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

// What is the same in every language, or written by machines: each with its reason.
const EVERYWHERE = [
  /^(id|title)$/, // names of fields in the answer of another system
  /^\{\n[\s\S]*\}$|^lookup \S+.*no such host$|^whsec_\S+$/, // what programs say to each other, as they say it
  /^Flusso( [\w.-]+)?$|^React Flow( attribution)?$|^(Chrome|Linux)$/, // names
  /^(Ctrl|Shift|Alt|Del|Delete|Enter|Esc|Escape|Backspace|Arrow\w+|F2|[A-Z?+\-=0-9])(\+\S+)*$/, // keys
  /^(GET|POST|PUT|PATCH|DELETE|HEAD|JSON|XML|URL|API|QR)$/,
  /^English$|^Italiano$/, // a language is called by its own name
  /^[A-Z][A-Za-z_]+(\/[A-Za-z_+\-0-9]+)+$|^UTC$/, // time zones
  /^https?:\/\/\S*$|^wa\.me\S*$|^\S+@\S+\.\S+$/, // addresses
  /^\{\{.*\}\}$|^\{ \}$|^\{\}$|^[a-z_.]+ \?\? ".*"$/, // variables in texts
  /^[a-z][a-z0-9]*([._][a-z0-9_]+)+$/, // paths of variables and codes to quote: never a sentence
  /^[\w-]{20,}$/, // tokens, ids, keys
  /^flusso_[\w-]+…?$|^flusso-[a-z0-9]{6}$/, // keys, codes of trials
]

// Of the browser, in the reader's language.
const intl = (locale) => {
  const names = new Set()
  const add = (text) => text && names.add(text.toLowerCase())
  const styles = ['long', 'short', 'narrow']
  for (const [type, style] of ['region', 'language'].flatMap((type) => styles.map((style) => [type, style]))) {
    const display = new Intl.DisplayNames([locale], { type, style, fallback: 'none' })
    for (let a = 65; a < 91; a++) {
      for (let b = 65; b < 91; b++) {
        const code = String.fromCharCode(a, b)
        try {
          add(display.of(type === 'region' ? code : code.toLowerCase()))
        } catch {
          // Not a code.
        }
      }
    }
    for (const code of [
      'en-GB',
      'en-US',
      'pt-BR',
      'pt-PT',
      'zh-CN',
      'zh-TW',
      'zh-HK',
      'es-AR',
      'es-ES',
      'es-MX',
      'fil',
    ])
      if (type === 'language') add(display.of(code))
  }
  const words = new Set()
  for (const style of ['long', 'short', 'narrow']) {
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style })
    for (const unit of ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'])
      for (const n of [-2, -1, 0, 1, 2])
        for (const word of relative.format(n, unit).split(/[\s\d]+/)) words.add(word.toLowerCase())
    for (let n = 0; n < 12; n++)
      words.add(new Intl.DateTimeFormat(locale, { month: style }).format(Date.UTC(2024, n, 5)).toLowerCase())
    for (let n = 0; n < 7; n++)
      words.add(new Intl.DateTimeFormat(locale, { weekday: style }).format(Date.UTC(2024, 0, n + 1)).toLowerCase())
    for (const unit of ['second', 'minute', 'hour', 'day', 'millisecond'])
      for (const n of [1, 2])
        for (const word of new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: style })
          .format(n)
          .split(/[\s\d]+/))
          words.add(word.toLowerCase())
  }
  words.add('alle')
  return { names, words }
}

const strings = (value) =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(strings) : []

/** Tells whether a text may stand on an Italian page. `own` is what the story wrote itself. */
export function italian(own) {
  const messages = catalogue().all
  const kinds = JSON.parse(readFileSync(join(root, 'engine/step/locales/it.json'), 'utf8'))
  messages.push(...strings(kinds))
  const literal = new Set(own)
  const folder = join(root, 'server/flows/examples')
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.it.json'))) {
    for (const text of strings(JSON.parse(readFileSync(join(folder, name), 'utf8')))) {
      literal.add(text)
      for (const piece of piecesOf(text)) literal.add(bare(piece))
    }
  }
  // Errors are told with a code to quote.
  const codes = JSON.parse(readFileSync(join(ui, 'src/api/codes.gen.json'), 'utf8'))
  for (const code of [...codes.errors, 'offline']) literal.add(code)
  const patterns = []
  for (const piece of messages.flatMap(piecesOf)) {
    const holes = piece.split(/\{[\w.]+\}/)
    if (holes.length === 1) literal.add(bare(piece))
    // A message that is nearly all holes would excuse everything.
    else if (/\p{L}{2}/u.test(holes.join(''))) {
      // A value at the end may be empty: then the space before it is gone too.
      const whole = bare(holes.map(escaped).join(HOLE)).replace(new RegExp(`\\s${HOLE}$`), `\\s*${HOLE}`)
      patterns.push(new RegExp(`^${whole.replaceAll(HOLE, '(.*?)')}$`, 'su'))
    }
  }
  const { names, words } = intl('it')
  const formatted = (text) =>
    text
      .split(/[\s\d.,:/+\-–%()]+/)
      .every(
        (word) =>
          word === '' || words.has(word.toLowerCase().replace(/\.$/, '')) || words.has(`${word.toLowerCase()}.`),
      )

  const known = (text, depth = 0) => {
    const said = bare(text)
    if (!/\p{L}/u.test(said) || literal.has(said) || names.has(said.toLowerCase()) || formatted(said)) return true
    if (EVERYWHERE.some((one) => one.test(said))) return true
    if (depth > 3) return false
    const quoted = /^«(.+)»$/su.exec(said)
    if (quoted && known(quoted[1], depth + 1)) return true
    // A second step of a kind is called so with a number.
    const first = said.replace(/\s\d+$/, '')
    if (first !== said && literal.has(first)) return true
    for (const pattern of patterns) {
      const found = pattern.exec(said)
      if (found?.slice(1).every((part) => known(part, depth + 1))) return true
    }
    // Words of ours side by side, with a dot or a comma between.
    for (const between of [' · ', '+', ', ', ': ', '\n', ' → ', '. ']) {
      const parts = said.split(between)
      if (parts.length > 1 && parts.every((part) => known(part, depth + 1))) return true
    }
    return false
  }
  return known
}

/** Every text that a person may see or hear on the page now. Runs in the browser. */
export function textsOfPage() {
  const found = []
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: false })
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement
    if (!holder || !node.data.trim() || /^(SCRIPT|STYLE|NOSCRIPT)$/.test(holder.tagName)) continue
    if (seen(holder)) found.push(['text', node.data])
  }
  for (const element of document.querySelectorAll(
    '[placeholder],[title],[aria-label],[alt],[aria-description],[aria-roledescription],[aria-valuetext]',
  )) {
    if (!seen(element)) continue
    for (const name of [
      'placeholder',
      'title',
      'aria-label',
      'alt',
      'aria-description',
      'aria-roledescription',
      'aria-valuetext',
    ]) {
      const value = element.getAttribute(name)
      if (value?.trim()) found.push([name, value])
    }
  }
  for (const input of document.querySelectorAll('input[aria-haspopup="listbox"], input[readonly]')) {
    if (input.value.trim() && seen(input)) found.push(['choice', input.value])
  }
  found.push(['title of the page', document.title])
  return found
}
