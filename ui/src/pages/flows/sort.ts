import type { Flow } from '@/api/types'

const keys: Record<string, (a: Flow, b: Flow) => number> = {
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: 'base' }),
  people: (a, b) => a.people - b.people,
  updated: (a, b) => Date.parse(a.updated_at) - Date.parse(b.updated_at),
}

/** A list in the order of the table's head: `name`, or `-name` the other way round. */
export function sortFlows(flows: readonly Flow[], sort: string): Flow[] {
  const down = sort.startsWith('-')
  const by = keys[down ? sort.slice(1) : sort]
  if (!by) return [...flows]
  return [...flows].sort((a, b) => (down ? by(b, a) : by(a, b)))
}
