// What a variable holds in a trial: what the step's sample answer says, else something of its type.
import type { Json, Kind, StepDoc } from '@/api/types'
import { isRecord } from '@/doc'
import type { Variable } from './environment'

/** A member on the way into a value: a name, or a place in a list. */
export type Member = string | number

/** `json.items[0].title`, as expressions write it. */
export function pathOf(root: string, members: readonly Member[]): string {
  return members.reduce<string>((path, member) => {
    if (typeof member === 'number') return `${path}[${member}]`
    return /^[A-Za-z_]\w*$/.test(member) ? `${path}.${member}` : `${path}[${JSON.stringify(member)}]`
  }, root)
}

const MEMBER = /\??\.([A-Za-z_]\w*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gy

/** The way that a path names, without its root; nothing when it is no plain path. */
export function membersOf(path: string): Member[] | undefined {
  const root = /^[A-Za-z_]\w*/.exec(path)
  if (!root) return undefined
  const members: Member[] = []
  MEMBER.lastIndex = root[0].length
  while (MEMBER.lastIndex < path.length) {
    const found = MEMBER.exec(path)
    if (!found) return undefined
    if (found[1] !== undefined) members.push(found[1])
    else if (found[2] !== undefined) members.push(Number(found[2]))
    else members.push(JSON.parse(found[3] ?? '""') as string)
  }
  return members
}

export function valueAtMembers(value: unknown, members: readonly Member[]): unknown {
  return members.reduce<unknown>((at, member) => {
    if (Array.isArray(at)) return typeof member === 'number' ? at[member] : undefined
    return isRecord(at) && Object.hasOwn(at, member) ? at[member] : undefined
  }, value)
}

/** JSON that somebody wrote, or nothing. */
export function readJson(text: unknown): unknown {
  if (typeof text !== 'string' || text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const typeOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'list'
  return isRecord(value) ? 'object' : typeof value === 'string' ? 'text' : typeof value
}

// A picker with more rows than this is a haystack.
const SAMPLE_FIELDS = 60
const SAMPLE_DEPTH = 4

/** The fields of a step's sample answer and the values that it keeps by name, as variables. */
export function answerVariables(step: StepDoc, kind: Kind | undefined): Variable[] {
  const fields = kind?.schema?.properties ?? {}
  if (fields.sample?.['x-language'] !== 'json') return []
  const sample = readJson(step.config.sample)
  const found: Variable[] = []
  const kept = Array.isArray(step.config.values) ? step.config.values.filter(isRecord) : []
  const named = new Set(kept.map((one) => one.path))
  for (const { name, path } of kept) {
    if (typeof name !== 'string' || !name) continue
    const members = typeof path === 'string' ? membersOf(path) : undefined
    const value = members && valueAtMembers(sample, members)
    found.push(variable(step, `step.${step.key}.${name}`, name, value))
  }
  const walk = (value: unknown, members: Member[]) => {
    const inside = Array.isArray(value) ? [[0, value[0]] as const] : isRecord(value) ? Object.entries(value) : []
    for (const [member, next] of inside) {
      if (found.length >= SAMPLE_FIELDS || next === undefined) return
      const way = [...members, member]
      // What has a name of its own is offered by that.
      if (!named.has(pathOf('json', way)))
        found.push(variable(step, pathOf(`step.${step.key}.json`, way), pathOf('', way).replace(/^\./, ''), next))
      if (way.length < SAMPLE_DEPTH) walk(next, way)
    }
  }
  walk(sample, [])
  return found
}

const variable = (step: StepDoc, path: string, label: string, value: unknown): Variable => ({
  path,
  label: `${step.name}: ${label}`,
  group: 'step',
  type: value === undefined || value === null ? 'text' : typeOf(value),
  ...(value !== undefined && { sample: value }),
})

const BY_PATH: Record<string, Json> = {
  'contact.name': 'Maria Rossi',
  'contact.first_name': 'Maria',
  'contact.last_name': 'Rossi',
  'contact.phone': '+393331234567',
  'contact.email': 'maria@example.com',
  'contact.url': 'https://example.com',
  'contact.language': 'it',
  'contact.tags': ['VIP'],
}
const BY_TYPE: Record<string, Json> = {
  number: 3,
  boolean: true,
  date: '2026-12-01T10:00:00Z',
  list: ['A', 'B'],
  object: {},
}

/** What a variable holds while something is tried. */
export function sampleOf(variable: Variable): unknown {
  if (variable.sample !== undefined) return variable.sample
  return BY_PATH[variable.path] ?? BY_TYPE[variable.type] ?? 'abc'
}

/** A value on one line. */
export const inWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null))

// Quoted text inside an expression is no variable.
const TOKENS =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|(?<![\w.])((?:contact|step|var)(?:\??\.[A-Za-z_]\w*|\[\d+\])+)/g

/** The variables that can be given a value and are used in a text with {{ }}. */
export function usedIn(expressions: readonly string[]): string[] {
  const paths = new Set<string>()
  for (const text of expressions) {
    for (const [, path] of text.matchAll(TOKENS)) if (path) paths.add(path.replaceAll('?.', '.'))
  }
  return [...paths]
}

/** What was typed for a variable: a number for a number, a list for a list, else text. */
export function typed(text: string, type: string): Json {
  const value = readJson(text)
  const wanted = type === 'number' || type === 'boolean' || type === 'list' || type === 'object'
  return wanted && value !== undefined && typeOf(value) === type ? (value as Json) : text
}

/** The answer as a sample that a step may keep: whole, else with its lists and texts cut short. */
export function asSample(answer: unknown, max: number): string | undefined {
  for (const [items, chars] of [
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [20, 500],
    [3, 200],
    [1, 80],
  ] as const) {
    const text = JSON.stringify(cut(answer, items, chars), null, 2)
    if (text.length <= max) return text
  }
  return undefined
}

function cut(value: unknown, items: number, chars: number): unknown {
  if (typeof value === 'string') return value.length > chars ? value.slice(0, chars) : value
  if (Array.isArray(value)) return value.slice(0, items).map((one) => cut(one, items, chars))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cut(one, items, chars)]))
}
