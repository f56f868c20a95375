// Where the cards of a large flow stand: a tree from top to bottom in which neighbouring branches move together until
// they almost touch (Reingold and Tilford). One pass over the cards, so that hundreds stand before the first picture.
import type { Point } from '@/api/types'
import type { Graph, Size } from './layout'

// Free places are looked for in bands of this height.
const BAND = 24

// A branch this many times as long as the others goes straight down: a long flow does not lean to one side.
const TRUNK = 2

/** The outline of a branch with everything below it, seen from its own middle. */
interface Branch {
  /** By band: how far it reaches to the left and to the right. */
  bands: Map<number, { left: number; right: number }>
  /** Added to every reach: moving a branch costs nothing. */
  shift: number
}

/** The steps that each card leads to first, in the order of its exits. */
interface Tree {
  children: Map<string, string[]>
  /** Every card after the one that leads to it. */
  order: string[]
  roots: string[]
}

function treeOf(graph: Graph, targets: ReadonlyMap<string, string[]>): { tree: Tree; back: Set<string> } {
  const known = new Set(graph.cards.map((card) => card.id))
  const children = new Map<string, string[]>()
  const state = new Map<string, 'open' | 'done'>()
  const tree: Tree = { children, order: [], roots: [] }
  const back = new Set<string>()
  for (const { id: root } of graph.cards) {
    if (state.has(root)) continue
    tree.roots.push(root)
    const stack: { id: string; next: number }[] = [{ id: root, next: 0 }]
    state.set(root, 'open')
    tree.order.push(root)
    while (stack.length > 0) {
      const here = stack[stack.length - 1] as { id: string; next: number }
      const to = targets.get(here.id)?.[here.next++]
      if (to === undefined) {
        state.set(here.id, 'done')
        stack.pop()
      } else if (known.has(to)) {
        if (state.get(to) === 'open') back.add(`${here.id} ${to}`)
        if (state.has(to)) continue
        state.set(to, 'open')
        tree.order.push(to)
        children.set(here.id, [...(children.get(here.id) ?? []), to])
        stack.push({ id: to, next: 0 })
      }
    }
  }
  return { tree, back }
}

/** Every card below all that lead to it; lines that lead back up do not count. */
function heights(
  order: readonly string[],
  targets: ReadonlyMap<string, string[]>,
  back: ReadonlySet<string>,
  sizes: ReadonlyMap<string, Size>,
  gap: number,
): Map<string, number> {
  const above = new Map<string, number>()
  const forward = (from: string) =>
    (targets.get(from) ?? []).filter((to) => sizes.has(to) && !back.has(`${from} ${to}`))
  for (const from of order) for (const to of forward(from)) above.set(to, (above.get(to) ?? 0) + 1)
  const y = new Map<string, number>(order.map((id) => [id, 0]))
  const ready = order.filter((id) => !above.get(id))
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    const below = (y.get(id) ?? 0) + (sizes.get(id)?.height ?? 0) + gap
    for (const to of forward(id)) {
      y.set(to, Math.max(y.get(to) ?? 0, below))
      const left = (above.get(to) ?? 0) - 1
      above.set(to, left)
      if (left === 0) ready.push(to)
    }
  }
  return y
}

/** How far `next` must move to stand to the right of `done`. */
function clearance(done: Branch, next: Branch, gap: number): number {
  let move = Number.NEGATIVE_INFINITY
  const small = done.bands.size < next.bands.size ? done : next
  for (const band of small.bands.keys()) {
    const here = done.bands.get(band)
    const there = next.bands.get(band)
    if (here && there) move = Math.max(move, here.right + done.shift - there.left - next.shift + gap)
  }
  return Number.isFinite(move) ? move : 0
}

/** The outline of both together: the smaller is drawn into the larger. */
function merge(one: Branch, other: Branch): Branch {
  const [large, small] = one.bands.size >= other.bands.size ? [one, other] : [other, one]
  const by = small.shift - large.shift
  for (const [band, { left, right }] of small.bands) {
    const known = large.bands.get(band)
    large.bands.set(band, {
      left: Math.min(known?.left ?? Number.POSITIVE_INFINITY, left + by),
      right: Math.max(known?.right ?? Number.NEGATIVE_INFINITY, right + by),
    })
  }
  return large
}

export interface Gaps {
  rank: number
  side: number
}

/** Places of all cards, the first card's at the top. Never two in one place. */
export function branches(graph: Graph, targets: ReadonlyMap<string, string[]>, gaps: Gaps): Record<string, Point> {
  const sizes = new Map(graph.cards.map((card) => [card.id, card.size]))
  const { tree, back } = treeOf(graph, targets)
  const y = heights(tree.order, targets, back, sizes, gaps.rank)
  const done = new Map<string, Branch>()
  const offset = new Map<string, number>()

  /** Puts branches side by side: their common outline, its middle between the first and the last. */
  const row = (ids: readonly string[]): Branch => {
    let outline: Branch = { bands: new Map(), shift: 0 }
    const ranked = ids.map((id) => ({ id, size: done.get(id)?.bands.size ?? 0 })).sort((a, b) => b.size - a.size)
    for (const id of ids) {
      const branch = done.get(id) as Branch
      done.delete(id)
      const by = clearance(outline, branch, gaps.side)
      branch.shift += by
      offset.set(id, by)
      outline = merge(outline, branch)
    }
    const at = (id: string | undefined) => offset.get(id ?? '') ?? 0
    const trunk = (ranked[0]?.size ?? 0) > TRUNK * (ranked[1]?.size ?? 0)
    const middle = trunk ? at(ranked[0]?.id) : (at(ids[0]) + at(ids[ids.length - 1])) / 2
    for (const id of ids) offset.set(id, (offset.get(id) ?? 0) - middle)
    outline.shift -= middle
    return outline
  }

  for (const id of [...tree.order].reverse()) {
    const outline = row(tree.children.get(id) ?? [])
    const { width, height } = sizes.get(id) as Size
    const top = y.get(id) ?? 0
    const reach = { left: -width / 2 - outline.shift, right: width / 2 - outline.shift }
    const end = Math.ceil((top + height + gaps.rank / 2) / BAND)
    for (let band = Math.floor(top / BAND); band < end; band++) outline.bands.set(band, reach)
    done.set(id, outline)
  }

  row(tree.roots)
  const x = new Map<string, number>()
  for (const root of tree.roots) x.set(root, offset.get(root) ?? 0)
  for (const id of tree.order) {
    for (const child of tree.children.get(id) ?? []) x.set(child, (x.get(id) ?? 0) + (offset.get(child) ?? 0))
  }
  return Object.fromEntries(
    graph.cards.map(({ id, size }) => [id, { x: Math.round((x.get(id) ?? 0) - size.width / 2), y: y.get(id) ?? 0 }]),
  )
}
