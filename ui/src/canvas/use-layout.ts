import { useEffect, useMemo, useRef, useState } from 'react'
import type { FlowDocument, Point } from '@/api/types'
import { type Context, type Graph, layoutGraph, tidy } from '@/doc'

// Up to here tidying takes a few milliseconds and is done at once.
const AT_ONCE = 60

type Positions = Record<string, Point>

/** Only what the layout depends on: an edit of a text that keeps its lines moves nothing. */
const shapeOf = (graph: Graph): string =>
  JSON.stringify([graph.cards.map((c) => [c.id, c.size.height]), graph.connections, graph.exits])

// Tidying hundreds of cards takes seconds: what came out is remembered with the shape that it belongs to.
const MEMORY = 'flusso.layout.'
// Of the browser's storage (5 MB for everything), no more than this for one flow.
const MEMORY_LIMIT = 200_000

/** Short enough to keep, long enough that two shapes of one flow do not share it. */
function stampOf(shape: string): string {
  let a = 0x811c9dc5
  let b = 0
  for (let i = 0; i < shape.length; i++) {
    a = Math.imul(a ^ shape.charCodeAt(i), 0x01000193)
    b = (Math.imul(b, 31) + shape.charCodeAt(i)) | 0
  }
  return `${shape.length} ${a} ${b}`
}

function remembered(flowId: string, shape: string): Positions | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(MEMORY + flowId) ?? 'null') as {
      stamp: string
      positions: Positions
    } | null
    return kept?.stamp === stampOf(shape) ? kept.positions : undefined
  } catch {
    return undefined
  }
}

function remember(flowId: string, shape: string, positions: Positions): void {
  const kept = JSON.stringify({ stamp: stampOf(shape), positions })
  if (kept.length > MEMORY_LIMIT) return
  try {
    localStorage.setItem(MEMORY + flowId, kept)
  } catch {
    // A full storage costs only the time of tidying again.
  }
}

/** Where the cards stand: as the document says, or tidied. Undefined until the first tidying is done. */
export function useLayout(flowId: string, doc: FlowDocument, context: Context): Positions | undefined {
  const free = doc.layout?.mode === 'free'
  const graph = useMemo(() => layoutGraph(doc, context), [doc, context])
  const shape = useMemo(() => (free ? '' : shapeOf(graph)), [free, graph])
  const small = graph.cards.length <= AT_ONCE
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the graph
  const now = useMemo(() => (free || !small ? undefined : tidy(graph)), [free, small, shape])
  const later = useTidiedLater(flowId, free || small ? undefined : graph, shape)
  if (free) return doc.layout?.positions ?? {}
  return now ?? later
}

function useTidiedLater(flowId: string, graph: Graph | undefined, shape: string): Positions | undefined {
  const [positions, setPositions] = useState<Positions | undefined>(() =>
    graph ? remembered(flowId, shape) : undefined,
  )
  const worker = useRef<Worker>(undefined)
  const asked = useRef({ ticket: 0, shape: '' })
  useEffect(() => () => worker.current?.terminate(), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the graph
  useEffect(() => {
    if (!graph) return
    const known = remembered(flowId, shape)
    asked.current = { ticket: asked.current.ticket + 1, shape }
    if (known) {
      setPositions(known)
      return
    }
    if (!worker.current) {
      worker.current = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
      worker.current.onmessage = (event: MessageEvent<{ ticket: number; positions: Positions }>) => {
        // A newer shape is on its way already.
        if (event.data.ticket !== asked.current.ticket) return
        remember(flowId, asked.current.shape, event.data.positions)
        setPositions(event.data.positions)
      }
    }
    worker.current.postMessage({ ticket: asked.current.ticket, graph })
  }, [shape])
  return positions
}
