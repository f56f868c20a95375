// Search inside a flow: names, texts, variables.
import type { FlowDocument } from '@/api/types'
import { isRecord } from './rules'

// Every text of a config, deep; keys of objects are the program's words, not the person's.
function* texts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'number') yield String(value)
  else if (Array.isArray(value)) for (const item of value) yield* texts(item)
  else if (isRecord(value)) for (const item of Object.values(value)) yield* texts(item)
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Steps that speak of every word of the query, in the order given; accents and case do not count. */
export function findSteps(
  doc: FlowDocument,
  query: string,
  order: readonly string[] = doc.steps.map((s) => s.id),
): string[] {
  const words = plain(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const byId = new Map(doc.steps.map((step) => [step.id, step]))
  const names = new Map(doc.steps.map((step) => [step.id, step.name]))
  return [...new Set(order)].filter((id) => {
    const step = byId.get(id)
    if (!step) return false
    // A step that is pointed at by its id is found by its name.
    const said = [step.name, step.key, ...[...texts(step.config)].map((text) => names.get(text) ?? text)]
    const all = plain(said.join('\n'))
    return words.every((word) => all.includes(word))
  })
}
