import { useEffect, useMemo, useRef, useState } from 'react'
import type { FlowDocument, Point } from '@/api/types'
import { type Context, type Graph, layoutGraph, tidy } from '@/doc'

// Up to here tidying takes a few milliseconds and is done at once.
const AT_ONCE = 60

type Positions = Record<string, Point>

/** Only what the layout depends on: an edit of a text that keeps its lines moves nothing. */
const shapeOf = (graph: Graph): string =>
  JSON.stringify([graph.cards.map((c) => [c.id, c.size.height]), graph.connections, graph.exits])

/** Where the cards stand: as the document says, or tidied. Undefined until the first tidying is done. */
export function useLayout(doc: FlowDocument, context: Context): Positions | undefined {
  const free = doc.layout?.mode === 'free'
  const graph = useMemo(() => layoutGraph(doc, context), [doc, context])
  const shape = useMemo(() => (free ? '' : shapeOf(graph)), [free, graph])
  const small = graph.cards.length <= AT_ONCE
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the graph
  const now = useMemo(() => (free || !small ? undefined : tidy(graph)), [free, small, shape])
  const later = useTidiedLater(free || small ? undefined : graph, shape)
  if (free) return doc.layout?.positions ?? {}
  return now ?? later
}

function useTidiedLater(graph: Graph | undefined, shape: string): Positions | undefined {
  const [positions, setPositions] = useState<Positions>()
  const worker = useRef<Worker>(undefined)
  const ticket = useRef(0)
  useEffect(() => () => worker.current?.terminate(), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the graph
  useEffect(() => {
    if (!graph) return
    if (!worker.current) {
      worker.current = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
      worker.current.onmessage = (event: MessageEvent<{ ticket: number; positions: Positions }>) => {
        // A newer shape is on its way already.
        if (event.data.ticket === ticket.current) setPositions(event.data.positions)
      }
    }
    ticket.current += 1
    worker.current.postMessage({ ticket: ticket.current, graph })
  }, [shape])
  return positions
}
