// The search of the step library.
import type { Kind } from '@/api/types'

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const begins = (text: string, word: string): boolean =>
  text.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word))

// What a step is called says more than what it is looked for under, and that more than its sentence.
function weight(kind: Kind, word: string): number {
  const name = folded(kind.name)
  const keywords = (kind.keywords ?? []).map(folded)
  if (name.startsWith(word)) return 6
  if (begins(name, word)) return 5
  if (keywords.some((one) => begins(one, word))) return 4
  const help = folded(kind.help)
  if (begins(help, word)) return 3
  return [name, help, ...keywords].some((one) => one.includes(word)) ? 1 : 0
}

/** Kinds that every word of the search speaks of, the best first. */
export function findKinds(kinds: readonly Kind[], query: string): Kind[] {
  const words = folded(query).split(/\s+/).filter(Boolean)
  return kinds
    .map((kind) => ({ kind, weights: words.map((word) => weight(kind, word)) }))
    .filter(({ weights }) => weights.every(Boolean))
    .sort((a, b) => sum(b.weights) - sum(a.weights))
    .map(({ kind }) => kind)
}

const sum = (list: number[]): number => list.reduce((total, one) => total + one, 0)
