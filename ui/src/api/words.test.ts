// Every sentence of the pages, in both languages: plain words, no exclamation marks, nothing that only programmers say.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const BANNED: Record<string, RegExp> = {
  en: /\b(nodes?|edges?|payloads?|(a|the|this|each|every) runs?|side effects?|null|undefined|boolean|string|array|[45]\d\d|4xx|5xx|invalid|exception|snapshot|sprint)\b|!/i,
  it: /\b(nod[oi]|payload|null|undefined|effetti? collateral[ei]|booleano|stringa|array|[45]\d\d|4xx|5xx|eccezion[ei]|run|snapshot|sprint)\b|!/i,
}

function catalogues(): string[] {
  const pages = readdirSync('src/pages').map((page) => join('src/pages', page, 'locales'))
  const parts = readdirSync('src/locales').map((part) => join('src/locales', part))
  return [...pages, ...parts].filter((folder) => existsSync(join(folder, 'it.po')))
}

const joined = (lines: string): string =>
  lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string)
    .join('')

function sentences(folder: string, language: string): string[] {
  const text = readFileSync(join(folder, `${language}.po`), 'utf8')
  return text.split(/\n\n+/).flatMap((block) => {
    const found = /^msgid ((?:".*"\n?)+)msgstr ((?:".*"\n?)+)/m.exec(block)
    const said = found ? joined(found[2] ?? '""') : ''
    return found && joined(found[1] ?? '""') ? [said] : []
  })
}

test.each(['en', 'it'])('plain words in %s', (language) => {
  const all = catalogues().flatMap((folder) => sentences(folder, language))
  expect(all.length).toBeGreaterThan(500)
  // What stands between braces or in quotation marks of code is never read as a word.
  const read = all.map((sentence) => sentence.replace(/\{[^}]*\}/g, ''))
  expect(read.filter((sentence) => BANNED[language]?.test(sentence))).toEqual([])
})
