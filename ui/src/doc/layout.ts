// Where cards stand: tidy and settle (push apart). Pure: the same document always has the same picture.
import dagre from '@dagrejs/dagre'
import type { ConnectionDoc, FlowDocument, LayoutDoc, Point } from '@/api/types'
import { branches } from './branches'

export interface Size {
  width: number
  height: number
}

export const START = 'start'
const GAPS = { rank: 64, side: 48 }
/** Cards closer than this are pushed apart. */
export const GAP = 24

export interface Graph {
  /** Cards in document order, the trigger card first. */
  cards: { id: string; size: Size }[]
  connections: ConnectionDoc[]
  /** The order of a step's exits, so that branches stand in the order of their rows. */
  exits: Record<string, string[]>
}

// Above this the best picture costs too much time before the first one: dagre's work grows faster than the flow.
const LARGE = 60

/** Top to bottom, branches side by side in the order of their exits. */
export function tidy(graph: Graph): Record<string, Point> {
  const positions = graph.cards.length > LARGE ? branches(graph, leads(graph), GAPS) : layered(graph)
  const origin = positions[START] ?? { x: 0, y: 0 }
  for (const [id, at] of Object.entries(positions)) positions[id] = { x: at.x - origin.x, y: at.y - origin.y }
  return settle(graph.cards, positions)
}

function layered(graph: Graph): Record<string, Point> {
  const g = new dagre.graphlib.Graph()
  g.setGraph({ rankdir: 'TB', nodesep: GAPS.side, ranksep: GAPS.rank, ranker: 'tight-tree' })
  g.setDefaultEdgeLabel(() => ({}))
  const known = new Set(graph.cards.map((card) => card.id))
  // dagre keeps the order in which it meets cards: walk as the customer would.
  for (const id of walk(graph, known)) {
    const card = graph.cards.find((c) => c.id === id)
    if (card) g.setNode(id, { width: card.size.width, height: card.size.height })
  }
  for (const { from, to } of ordered(graph)) if (known.has(from) && known.has(to) && from !== to) g.setEdge(from, to)
  dagre.layout(g)
  const positions: Record<string, Point> = {}
  for (const { id, size } of graph.cards) {
    const at = g.node(id)
    positions[id] = { x: Math.round(at.x - size.width / 2), y: Math.round(at.y - size.height / 2) }
  }
  return positions
}

function ordered(graph: Graph): ConnectionDoc[] {
  const rank = (c: ConnectionDoc) => graph.exits[c.from]?.indexOf(c.exit) ?? 0
  return [...graph.connections].sort((a, b) => (a.from === b.from ? rank(a) - rank(b) : 0))
}

/** Where each card leads to, in the order of its exits. */
function leads(graph: Graph): Map<string, string[]> {
  const targets = new Map<string, string[]>()
  for (const { from, to } of ordered(graph)) targets.set(from, [...(targets.get(from) ?? []), to])
  return targets
}

function walk(graph: Graph, known: ReadonlySet<string>): string[] {
  const targets = leads(graph)
  const seen = new Set<string>()
  for (const { id: root } of graph.cards) {
    const stack = [root]
    while (stack.length > 0) {
      const id = stack.pop() as string
      if (seen.has(id) || !known.has(id)) continue
      seen.add(id)
      stack.push(...(targets.get(id) ?? []).slice().reverse())
    }
  }
  return [...seen]
}

const overlap = (a: Point & Size, b: Point & Size): boolean =>
  a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP

/**
 * Pushes cards down until none overlaps. `fixed` cards keep their place; of the others, the higher one does.
 * Returns the same object when nothing had to move.
 */
export function settle(
  cards: Graph['cards'],
  positions: Record<string, Point>,
  fixed: ReadonlySet<string> = new Set(),
): Record<string, Point> {
  const boxes = cards.map(({ id, size }, order) => ({ id, order, ...size, ...(positions[id] ?? { x: 0, y: 0 }) }))
  boxes.sort((a, b) => Number(fixed.has(b.id)) - Number(fixed.has(a.id)) || a.y - b.y || a.x - b.x || a.order - b.order)
  const placed: typeof boxes = []
  let moved = false
  for (const box of boxes) {
    let hit = placed.find((other) => overlap(box, other))
    while (hit) {
      box.y = hit.y + hit.height + GAP
      moved = true
      hit = placed.find((other) => overlap(box, other))
    }
    placed.push(box)
  }
  const complete = cards.every(({ id }) => positions[id])
  if (!moved && complete) return positions
  return sorted(Object.fromEntries(placed.map(({ id, x, y }) => [id, { x, y }])))
}

/** Positions with their ids in order: equal layouts have equal bytes. */
export function sorted(positions: Record<string, Point>): Record<string, Point> {
  return Object.fromEntries(Object.entries(positions).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}

/** The document with another layout: equal layouts have equal bytes. */
export function withLayout(doc: FlowDocument, change: Partial<LayoutDoc>): FlowDocument {
  const { mode = 'auto', positions = {}, groups } = { ...doc.layout, ...change }
  return { ...doc, layout: { mode, positions: sorted(positions), ...(groups && groups.length > 0 && { groups }) } }
}

export const anyOverlap = (cards: Graph['cards'], positions: Record<string, Point>): boolean => {
  const boxes = cards.map(({ id, size }) => ({ ...size, ...(positions[id] ?? { x: 0, y: 0 }) }))
  return boxes.some((a, i) => boxes.some((b, j) => j > i && overlap(a, b)))
}
