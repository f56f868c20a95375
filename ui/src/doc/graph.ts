// What follows from a document: lookups, the way through it as a list, what cannot be reached.
import type { ConnectionDoc, FlowDocument, Kind, StepDoc } from '@/api/types'
import { type Graph, START } from './layout'
import { CARD_WIDTH, type Card, cardOf, triggerHeight } from './preview'
import { type Exit, exitsOf, type Words } from './rules'

export interface Context {
  kinds: ReadonlyMap<string, Kind>
  words: Words
  newId: () => string
}

export const stepById = (doc: FlowDocument, id: string): StepDoc | undefined => doc.steps.find((s) => s.id === id)

/** The exits of a card; the trigger card has one. */
export function exitsAt(doc: FlowDocument, id: string, context: Context): Exit[] {
  if (id === START) return [{ id: 'next', label: '' }]
  const step = stepById(doc, id)
  return step ? exitsOf(context.kinds.get(step.kind), step.config, context.words) : []
}

export const connectionAt = (doc: FlowDocument, from: string, exit: string): ConnectionDoc | undefined =>
  doc.connections.find((c) => c.from === from && c.exit === exit)

// A step object never changes in place, so its card is computed once.
const cards = new WeakMap<StepDoc, { words: Words; kind: Kind | undefined; card: Card }>()

export function cardFor(step: StepDoc, context: Pick<Context, 'kinds' | 'words'>): Card {
  const kind = context.kinds.get(step.kind)
  const known = cards.get(step)
  if (known && known.words === context.words && known.kind === kind) return known.card
  const card = cardOf(step, kind, context.words)
  cards.set(step, { words: context.words, kind, card })
  return card
}

/** The document as the layout sees it. */
export function layoutGraph(doc: FlowDocument, context: Context): Graph {
  const exits: Record<string, string[]> = { [START]: ['next'] }
  const list: Graph['cards'] = [
    { id: START, size: { width: CARD_WIDTH, height: triggerHeight(doc.triggers, context) } },
  ]
  for (const step of doc.steps) {
    const card = cardFor(step, context)
    exits[step.id] = card.exits.map((exit) => exit.id)
    list.push({ id: step.id, size: { width: CARD_WIDTH, height: card.height } })
  }
  return { cards: list, connections: doc.connections, exits }
}

export interface OutlineItem {
  id: string
  depth: number
  /** The path that leads here; empty for the first and for cards nothing leads to. */
  via: string
  /** Told above already: here only a pointer to it. */
  again: boolean
  /** Nothing leads here. */
  loose: boolean
}

/** The flow as a list, in the order a customer may meet it. */
export function outline(doc: FlowDocument, context: Context): OutlineItem[] {
  const items: OutlineItem[] = []
  const seen = new Set<string>()
  const visit = (root: string, loose: boolean) => {
    const stack: { id: string; depth: number; via: string }[] = [{ id: root, depth: 0, via: '' }]
    while (stack.length > 0) {
      const here = stack.pop()
      if (!here) break
      const again = seen.has(here.id)
      items.push({ ...here, again, loose: loose && here.depth === 0 })
      if (again) continue
      seen.add(here.id)
      const exits = exitsAt(doc, here.id, context)
      const deeper = exits.length > 1 ? here.depth + 1 : here.depth
      for (const exit of [...exits].reverse()) {
        const next = connectionAt(doc, here.id, exit.id)
        if (next && stepById(doc, next.to)) {
          stack.push({ id: next.to, depth: deeper, via: exits.length > 1 ? exit.label : '' })
        }
      }
    }
  }
  visit(START, false)
  for (const step of doc.steps) {
    if (!seen.has(step.id)) visit(step.id, !context.kinds.get(step.kind)?.note)
  }
  return items
}

/** Steps that can come before this one, nearest first: their answers may be used in it. */
export function before(doc: FlowDocument, id: string): string[] {
  const seen = new Set<string>([id])
  const queue = [id]
  const found: string[] = []
  for (let here = queue.shift(); here !== undefined; here = queue.shift()) {
    for (const c of doc.connections) {
      if (c.to !== here || seen.has(c.from)) continue
      seen.add(c.from)
      if (c.from !== START) found.push(c.from)
      queue.push(c.from)
    }
  }
  return found
}
