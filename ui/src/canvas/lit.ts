import type { CanvasNode } from './nodes'

/** Marks what a search found; a card whose mark did not change keeps its object. */
export function litNodes(): (nodes: CanvasNode[], found: ReadonlySet<string> | undefined) => CanvasNode[] {
  const known = new WeakMap<CanvasNode, { found?: CanvasNode; dim?: CanvasNode }>()
  return (nodes, found) => {
    if (!found) return nodes
    return nodes.map((node) => {
      const mark = found.has(node.id) ? 'found' : 'dim'
      const kept = known.get(node) ?? {}
      const marked = kept[mark] ?? { ...node, className: mark }
      known.set(node, { ...kept, [mark]: marked })
      return marked
    })
  }
}
