// Names, keys and the references that point at them.
import type { FlowDocument, StepDoc } from '@/api/types'
import { isRecord } from './rules'

const KEY_LENGTH = 40
const NAME_LENGTH = 100
const ID_LENGTH = 12
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A fresh id from random bytes (the document allows 8 to 26 of [a-z0-9]). */
export function makeId(random: (bytes: Uint8Array) => Uint8Array): string {
  return Array.from(random(new Uint8Array(ID_LENGTH)), (byte) => ALPHABET[byte % ALPHABET.length]).join('')
}

/** The key that a name asks for: lower case, no accents, underscores. */
export function slug(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  const key = /^[a-z]/.test(plain) ? plain : `step_${plain}`
  return key.slice(0, KEY_LENGTH).replace(/_+$/, '')
}

export function uniqueKey(name: string, taken: ReadonlySet<string>): string {
  const base = slug(name)
  if (!taken.has(base)) return base
  for (let n = 2; ; n++) {
    const tail = `_${n}`
    const key = base.slice(0, KEY_LENGTH - tail.length) + tail
    if (!taken.has(key)) return key
  }
}

/** "Ask name", "Ask name 2", "Ask name 3"... */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  const clean = name.trim().slice(0, NAME_LENGTH)
  if (!taken.has(clean)) return clean
  const base = clean.replace(/ \d+$/, '')
  for (let n = 2; ; n++) {
    const next = `${base.slice(0, NAME_LENGTH - 4)} ${n}`
    if (!taken.has(next)) return next
  }
}

// Quoted text inside an expression is no reference.
const TOKENS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|(?<![\w.])step\s*\.\s*([a-z][a-z0-9_]*)/g

const inExpression = (text: string, renames: ReadonlyMap<string, string>): string =>
  text.replace(TOKENS, (whole, key: string | undefined) => {
    const next = key === undefined ? undefined : renames.get(key)
    return next === undefined ? whole : `step.${next}`
  })

/** Rewrites `step.<old>` in a template's expressions, or in a text that is itself a path. */
export function renameInText(text: string, renames: ReadonlyMap<string, string>): string {
  if (!text.includes('step')) return text
  const path = /^step\.([a-z][a-z0-9_]*)(?=$|[.[?])/.exec(text)
  if (path) {
    const next = renames.get(path[1] ?? '')
    return next === undefined ? text : `step.${next}${text.slice(path[0].length)}`
  }
  return text.replace(/\{\{([\s\S]*?)\}\}/g, (_, inside: string) => `{{${inExpression(inside, renames)}}}`)
}

/** The same value with every text passed through `change`; untouched parts keep their identity. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) {
    const next = value.map((item) => mapTexts(item, change))
    return (next.some((item, index) => item !== value[index]) ? next : value) as T
  }
  if (isRecord(value)) {
    let changed = false
    const next: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) {
      next[key] = mapTexts(item, change)
      if (next[key] !== item) changed = true
    }
    return (changed ? next : value) as T
  }
  return value
}

export function renameReferences(steps: StepDoc[], renames: ReadonlyMap<string, string>): StepDoc[] {
  return steps.map((step) => {
    const config = mapTexts(step.config, (text) => renameInText(text, renames))
    return config === step.config ? step : { ...step, config }
  })
}

export const keysOf = (doc: FlowDocument): Set<string> => new Set(doc.steps.map((step) => step.key))
export const namesOf = (doc: FlowDocument): Set<string> => new Set(doc.steps.map((step) => step.name))
