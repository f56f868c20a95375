// The paths of a condition, as the document holds them.
import { isRecord } from '@/doc'

export type Match = 'all' | 'any'
export interface Row {
  left: string
  op: string
  right?: string
  right2?: string
}
export interface RowGroup {
  match: Match
  rows: Row[]
}
export interface Path {
  id: string
  name: string
  match: Match
  groups: RowGroup[]
}

/** Comparisons that need nothing on the other side. */
export const WITHOUT_VALUE = new Set(['empty', 'not_empty'])
const match = (value: unknown): Match => (value === 'any' ? 'any' : 'all')
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const records = (value: unknown) => (Array.isArray(value) ? value.filter(isRecord) : [])

/** Whatever the document holds becomes paths that can be edited. */
export function readPaths(value: unknown): Path[] {
  return records(value).map((path) => ({
    ...path,
    id: text(path.id),
    name: text(path.name),
    match: match(path.match),
    groups: records(path.groups).map((group) => ({
      match: match(group.match),
      rows: records(group.rows).map((row) => ({ ...row, left: text(row.left), op: text(row.op) || 'is' })),
    })),
  }))
}
