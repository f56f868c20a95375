// Lists of things with a title: what pasting and moving make of them.
import { isRecord } from '@/doc'

export type Item = Record<string, unknown>

export const items = (value: unknown): Item[] => (Array.isArray(value) ? value.filter(isRecord) : [])

/** The lines of a pasted text without the signs of a list before them. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\s*(?:[-*•·–]|\d+[.)])\s+/, '').trim())
    .filter(Boolean)
}

/** Lines as options from a place on: an empty option there takes the first. What does not fit is left over. */
export function withLines(
  list: Item[],
  at: number,
  lines: string[],
  newId: () => string,
  max = Number.POSITIVE_INFINITY,
) {
  const here = list[at]
  const empty = here !== undefined && (here.title === undefined || here.title === '')
  const [first, ...others] = lines
  const rest = empty ? others : lines
  const room = Math.max(0, max - list.length)
  const made = rest.slice(0, room).map((title) => ({ id: newId(), title }))
  const filled = empty ? list.map((item, index) => (index === at ? { ...item, title: first } : item)) : list
  return { list: [...filled.slice(0, at + 1), ...made, ...filled.slice(at + 1)], left: rest.slice(room) }
}

/** The list with one element somewhere else. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  const [one] = next.splice(from, 1)
  if (one !== undefined) next.splice(to, 0, one)
  return next
}

let units = 0
/** A name for a change that is one step back by itself: a row more, a row elsewhere. */
export const newUnit = (): string => `rows ${++units}`
