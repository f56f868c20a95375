// Undo as small reversible differences between two documents. Cheap because commands share what they leave alone.
import type { FlowDocument, GroupDoc, Point } from '@/api/types'
import { sorted } from './layout'

interface ListPatch {
  at: number
  out: unknown[]
  in: unknown[]
}

type Change<T> = [before: T | null, after: T | null]

export interface Patch {
  triggers?: ListPatch
  steps?: ListPatch
  connections?: ListPatch
  variables?: ListPatch
  settings?: Change<FlowDocument['settings']>
  mode?: Change<'auto' | 'free'>
  positions?: Record<string, Change<Point>>
  groups?: Change<GroupDoc[]>
}

const LISTS = ['triggers', 'steps', 'connections', 'variables'] as const

function listPatch(before: unknown[], after: unknown[]): ListPatch | undefined {
  if (before === after) return undefined
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  const room = Math.min(before.length, after.length) - head
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const out = before.slice(head, before.length - tail)
  const into = after.slice(head, after.length - tail)
  return out.length || into.length ? { at: head, out, in: into } : undefined
}

/** What turns `before` into `after`; nothing when they are the same. */
export function patchBetween(before: FlowDocument, after: FlowDocument): Patch | undefined {
  const patch: Patch = {}
  for (const name of LISTS) {
    const found = listPatch(before[name], after[name])
    if (found) patch[name] = found
  }
  if (before.settings !== after.settings) patch.settings = [before.settings, after.settings]
  if (before.layout?.mode !== after.layout?.mode) patch.mode = [before.layout?.mode ?? null, after.layout?.mode ?? null]
  if (before.layout?.groups !== after.layout?.groups)
    patch.groups = [before.layout?.groups ?? null, after.layout?.groups ?? null]
  const was = before.layout?.positions ?? {}
  const is = after.layout?.positions ?? {}
  if (was !== is) {
    const moved: Record<string, Change<Point>> = {}
    for (const id of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const a = was[id]
      const b = is[id]
      if (a === b || (a && b && a.x === b.x && a.y === b.y)) continue
      moved[id] = [a ?? null, b ?? null]
    }
    if (Object.keys(moved).length > 0) patch.positions = moved
  }
  return Object.keys(patch).length > 0 ? patch : undefined
}

export function invert(patch: Patch): Patch {
  const back: Patch = {}
  for (const name of LISTS) {
    const list = patch[name]
    if (list) back[name] = { at: list.at, out: list.in, in: list.out }
  }
  if (patch.settings) back.settings = [patch.settings[1], patch.settings[0]]
  if (patch.mode) back.mode = [patch.mode[1], patch.mode[0]]
  if (patch.groups) back.groups = [patch.groups[1], patch.groups[0]]
  if (patch.positions) {
    back.positions = Object.fromEntries(Object.entries(patch.positions).map(([id, [a, b]]) => [id, [b, a]]))
  }
  return back
}

export function apply(doc: FlowDocument, patch: Patch): FlowDocument {
  const next = { ...doc }
  for (const name of LISTS) {
    const list = patch[name]
    if (!list) continue
    const copy: unknown[] = [...doc[name]]
    copy.splice(list.at, list.out.length, ...list.in)
    Object.assign(next, { [name]: copy })
  }
  if (patch.settings?.[1]) next.settings = patch.settings[1]
  if (patch.mode || patch.positions || patch.groups) {
    const mode = patch.mode ? patch.mode[1] : (doc.layout?.mode ?? 'auto')
    const positions = { ...doc.layout?.positions }
    for (const [id, [, after]] of Object.entries(patch.positions ?? {})) {
      if (after) positions[id] = after
      else delete positions[id]
    }
    const groups = patch.groups ? patch.groups[1] : doc.layout?.groups
    if (mode === null) delete next.layout
    else next.layout = { mode, positions: sorted(positions), ...(groups && { groups }) }
  }
  return next
}

export interface Entry {
  /** What was done, as a registered label code: shown beside Undo. */
  label: string
  patch: Patch
  /** Selection before and after. */
  was: string[]
  is: string[]
  /** Entries with the same mark that follow each other quickly are one step back. */
  merge?: string
  at: number
}

// Enough for an afternoon's work, small enough for a browser tab.
const MAX_ENTRIES = 200
// Typing that pauses for longer than this starts a new step back.
const MERGE_MS = 1_200

export interface History {
  past: Entry[]
  future: Entry[]
}

export const emptyHistory: History = { past: [], future: [] }

/** Records a step. `origin` is the document before the entry that it may merge with. */
export function record(history: History, entry: Entry, merged: (earlier: Entry) => Patch | undefined): History {
  const last = history.past.at(-1)
  if (last && entry.merge && last.merge === entry.merge && entry.at - last.at < MERGE_MS) {
    const patch = merged(last)
    const rest = history.past.slice(0, -1)
    if (!patch) return { past: rest, future: [] }
    return { past: [...rest, { ...entry, patch, was: last.was }], future: [] }
  }
  return { past: [...history.past, entry].slice(-MAX_ENTRIES), future: [] }
}
