// The small language of a kind's catalogue: when something applies, which exits a step has, how labels are filled.
// The server computes the same from the same data (contract: exits are data).
import type { Config, ExitRule, Kind, Schema } from '@/api/types'

export interface Exit {
  id: string
  label: string
}

/** A duration as the documents hold it. */
export interface Duration {
  amount: number
  unit: 's' | 'min' | 'h' | 'd'
}

/** Words that labels need and that follow the reader's language. */
export interface Words {
  duration: (value: Duration) => string
  option: (index: number) => string
  /** What somebody writes, word for word. */
  quote: (said: string) => string
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isDuration = (value: unknown): value is Duration =>
  isRecord(value) && typeof value.amount === 'number' && typeof value.unit === 'string'

/** The value at a dotted path; nothing where the path leads nowhere. */
export function valueAt(root: unknown, path: string): unknown {
  let here: unknown = root
  for (const part of path.split('.')) {
    if (Array.isArray(here)) here = here[Number(part)]
    else if (isRecord(here)) here = here[part]
    else return undefined
  }
  return here
}

const truthy = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))

const literal = (value: unknown): string => (value === undefined || value === null ? '' : String(value))

/** `path`, `!path`, `path=value`, `path!=value`; `a&b` wants all, `a|b` any. A leading dot means the item. */
export function applies(when: string | undefined, config: unknown, item?: unknown): boolean {
  if (!when) return true
  const look = (path: string) => {
    const at = path.trim()
    return at.startsWith('.') ? valueAt(item, at.slice(1)) : valueAt(config, at)
  }
  const holds = (term: string): boolean => {
    const unequal = term.indexOf('!=')
    if (unequal > 0) return literal(look(term.slice(0, unequal))) !== term.slice(unequal + 2)
    const equal = term.indexOf('=')
    if (equal > 0) return literal(look(term.slice(0, equal))) === term.slice(equal + 1)
    return term.startsWith('!') ? !truthy(look(term.slice(1))) : truthy(look(term))
  }
  return when.split('|').some((all) => all.split('&').every((term) => holds(term.trim())))
}

/** A value that is told by a name known elsewhere: a contact field, a step, a flow, a person. */
export interface Reference {
  widget: string
  value: string
}

/** Part of a line: words, or something that has its name elsewhere. */
export type Piece = string | Reference

// Widgets whose values are keys or ids, never what a person reads.
const REFERENCES = new Set(['contact_field', 'step', 'flow', 'user', 'variable'])

const PLACE = /(?<!\{)\{([a-z0-9_.]+)\}(?!\})/gi

/** The schema of the value at a dotted path. */
export function schemaAt(schema: Schema | undefined, path: string): Schema | undefined {
  let here = schema
  for (const part of path.split('.')) here = here?.items ?? here?.properties?.[part]
  return here
}

function pieceOf(value: unknown, schema: Schema | undefined, words: Words): Piece {
  if (isDuration(value)) return words.duration(value)
  if (value === undefined || value === null) return ''
  const choices = schema?.['x-enum'] ?? schema?.items?.['x-enum']
  const said = (one: unknown) => choices?.find((choice) => choice.value === one)?.label
  const written = schema?.['x-widget'] === 'keywords'
  if (Array.isArray(value))
    return value.map((one) => said(one) ?? (written ? words.quote(literal(one)) : literal(one))).join(', ')
  const label = said(value)
  if (label !== undefined) return label
  const widget = schema?.['x-widget'] ?? ''
  return REFERENCES.has(widget) && value !== '' ? { widget, value: literal(value) } : literal(value)
}

/** A label in pieces: `{path}` is the value there, as its schema says that people read it. `{{ variables }}` are left alone. */
export function labelPieces(label: string, scope: unknown, words: Words, schema?: Schema): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const found of label.matchAll(PLACE)) {
    const [all, path = ''] = found
    pieces.push(label.slice(from, found.index), pieceOf(valueAt(scope, path), schemaAt(schema, path), words))
    from = found.index + all.length
  }
  pieces.push(label.slice(from))
  return pieces.filter((piece) => piece !== '')
}

/** A label as plain text. */
export const fillLabel = (label: string, config: unknown, words: Words): string =>
  labelPieces(label, config, words)
    .map((piece) => (typeof piece === 'string' ? piece : piece.value))
    .join('')

/** The named ways out of a step, in order. */
export function exitsOf(kind: Kind | undefined, config: Config, words: Words): Exit[] {
  if (!kind) return [{ id: 'next', label: '' }]
  if (kind.final) return []
  return (kind.exits ?? []).flatMap((rule) => fromRule(rule, config, words))
}

function fromRule(rule: ExitRule, config: Config, words: Words): Exit[] {
  if (!applies(rule.when, config)) return []
  if (!rule.each) return [{ id: rule.id, label: fillLabel(rule.label ?? '', config, words) }]
  const items = valueAt(config, rule.each)
  if (!Array.isArray(items)) return []
  return items.flatMap((item, index) => {
    if (!isRecord(item)) return []
    const id = item[rule.id]
    if (typeof id !== 'string' || !id) return []
    const label = item[rule.label ?? '']
    return [{ id, label: typeof label === 'string' && label.trim() ? label : words.option(index + 1) }]
  })
}

/** The exit that carries on when a step is inserted: `next` when there is one, else the first. */
export const mainExit = (exits: Exit[]): string | undefined =>
  exits.find((exit) => exit.id === 'next')?.id ?? exits[0]?.id
