import { useMemo } from 'react'
import type { FlowDocument, Point } from '@/api/types'
import { type Context, type Graph, layoutGraph, tidy } from '@/doc'

/** Only what the layout depends on: an edit of a text that keeps its lines moves nothing. */
const shapeOf = (graph: Graph): string =>
  JSON.stringify([graph.cards.map((c) => [c.id, c.size.height]), graph.connections, graph.exits])

/** Where the cards stand: as the document says, or tidied. */
export function useLayout(doc: FlowDocument, context: Context): Record<string, Point> {
  const free = doc.layout?.mode === 'free'
  const graph = useMemo(() => layoutGraph(doc, context), [doc, context])
  const shape = useMemo(() => (free ? '' : shapeOf(graph)), [free, graph])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the graph
  const tidied = useMemo(() => (free ? undefined : tidy(graph)), [free, shape])
  return tidied ?? doc.layout?.positions ?? {}
}
