import '@xyflow/react/dist/base.css'
import { useLingui } from '@lingui/react/macro'
import {
  type Edge,
  type EdgeProps,
  type EdgeTypes,
  type NodeTypes,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Catalog, FlowDocument, Issue } from '@/api/types'
import { createEditor, repair, START } from '@/doc'
import { useCatalogWords } from '@/form/durations'
import { moving } from '@/kit/motion'
import classes from './canvas.module.css'
import { ZoomTools } from './canvas-tools'
import { ComparedLine, useComparedLines } from './compared-lines'
import lines from './connection-line.module.css'
import { createView, type Editor, EditorProvider } from './editor-context'
import { FarCard, FarLines } from './far'
import { Ground } from './ground'
import { frameMaker, GroupFrame, type GroupNode } from './group-frame'
import { type CanvasNode, edgeMaker, nodeMaker } from './nodes'
import { type Overlay, OverlayProvider, useOverlay } from './overlay'
import { StepCard } from './step-card'
import { TriggerCard } from './trigger-card'
import { useLayout } from './use-layout'
import { exitOf, way } from './way'
import { useFar } from './zoom'

const nodeTypes: NodeTypes = {
  step: StepCard as NodeTypes[string],
  trigger: TriggerCard as NodeTypes[string],
  far: FarCard as NodeTypes[string],
  'group-frame': GroupFrame as NodeTypes[string],
}
const edgeTypes: EdgeTypes = { connection: memo(SeenLine) }
const ZOOM = { min: 0.1, max: 1.75 }
const CULL_ABOVE = 150
const READABLE = 0.6
const DOT_RADIUS = 5
const MARGIN = 48
const nobody = {}
const noIssues: Issue[] = []
const nothing: ReadonlySet<string> = new Set()
const noLines: Edge[] = []

interface ViewerProps {
  flowId: string
  document: FlowDocument
  catalog: Catalog
  overlay: Overlay
  /** The step that is looked at. */
  current?: string | undefined
  label: string
}

/** A flow to look at: drawn as in the editor, nothing can be changed. */
export function FlowViewer({ flowId, document, catalog, overlay, current, label }: ViewerProps) {
  const words = useCatalogWords()
  const editor = useMemo<Editor>(() => {
    const kinds = new Map([...catalog.items, ...catalog.triggers].map((kind) => [kind.kind, kind]))
    const store = createEditor(repair(document), { kinds, words, newId: () => '' })
    return { flowId, store, view: createView(), catalog, kinds, viewport: { current: undefined } }
  }, [flowId, document, catalog, words])
  const seen = useMemo<Overlay>(() => ({ ...overlay, readOnly: true }), [overlay])
  return (
    <EditorProvider value={editor}>
      <OverlayProvider value={seen}>
        <ReactFlowProvider>
          <Board editor={editor} current={current} label={label} />
        </ReactFlowProvider>
      </OverlayProvider>
    </EditorProvider>
  )
}

function Board({ editor, current, label }: { editor: Editor; current: string | undefined; label: string }) {
  const { t } = useLingui()
  const flow = useReactFlow()
  const { doc, context } = editor.store.getState()
  const positions = useLayout(doc, context)
  const far = useFar()
  const [make] = useState(nodeMaker)
  const [frame] = useState(frameMaker)
  const [connect] = useState(edgeMaker)
  const spoken = useMemo(
    () => ({
      step: t`step`,
      connection: t`connection`,
      start: t`Trigger`,
      group: t`group`,
      between: (from: string, to: string) => t`From ${from} to ${to}`,
    }),
    [t],
  )
  const cards = useMemo(
    () =>
      make({
        doc,
        spoken,
        context,
        positions,
        selection: nothing,
        issues: noIssues,
        waiting: nobody,
        fresh: nothing,
        current,
        far,
      }),
    [make, doc, spoken, context, positions, current, far],
  )
  const nodes = useMemo<(CanvasNode | GroupNode)[]>(
    () => [...frame(doc, context, positions, spoken.group), ...cards],
    [frame, doc, context, positions, spoken.group, cards],
  )
  const edges = useMemo(
    () => connect({ doc, context, positions, settled: positions, chosen: undefined, spoken }),
    [connect, doc, context, positions, spoken],
  )
  const seen = useComparedLines(edges, doc, context, positions)
  const box = useRef<HTMLDivElement>(null)
  const places = useRef(positions)
  places.current = positions

  useEffect(() => {
    editor.viewport.current = {
      fit: () => void flow.fitView({ padding: 0.15, maxZoom: 1, duration: moving(150) }),
      zoomIn: () => void flow.zoomIn({ duration: moving(120) }),
      zoomOut: () => void flow.zoomOut({ duration: moving(120) }),
      fitTo: () => undefined,
      actualSize: () => void flow.zoomTo(1, { duration: moving(120) }),
      reveal: () => undefined,
      positions: () => places.current,
      toCanvas: (screen) => flow.screenToFlowPosition(screen),
      center: () => ({ x: 0, y: 0 }),
    }
  }, [editor, flow])

  // The step that is looked at is in sight.
  const looked = useRef(current)
  looked.current = current
  const reveal = useCallback(() => {
    const id = looked.current
    const at = id ? places.current[id] : undefined
    const size = box.current?.getBoundingClientRect()
    if (!id || !at || !size) return
    const { x, y, zoom } = flow.getViewport()
    const left = at.x * zoom + x
    const top = at.y * zoom + y
    const height = (flow.getNode(id)?.height ?? 120) * zoom
    if (left >= 0 && top >= 0 && left + 264 * zoom <= size.width && top + height <= size.height) return
    void flow.setCenter(at.x + 132, at.y + height / zoom / 2, { zoom: Math.max(zoom, READABLE), duration: moving(150) })
  }, [flow])
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again when another step is looked at
  useEffect(reveal, [current, reveal])

  // Opens at a readable size, with the trigger on top.
  useEffect(() => {
    const frame = requestAnimationFrame(async () => {
      await flow.fitView({ padding: 0.15, maxZoom: 1 })
      const start = places.current[START] ?? { x: 0, y: 0 }
      const zoom = Math.max(flow.getViewport().zoom, READABLE)
      const middle = (box.current?.clientWidth ?? 800) / 2
      const x = zoom > READABLE ? flow.getViewport().x : middle - (start.x + 132) * zoom
      await flow.setViewport({ x, y: MARGIN - start.y * zoom, zoom })
      reveal()
    })
    return () => cancelAnimationFrame(frame)
  }, [flow, reveal])

  return (
    <div className={classes.canvas} ref={box}>
      <ReactFlow<CanvasNode | GroupNode, Edge>
        nodes={nodes}
        edges={far ? noLines : seen}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        minZoom={ZOOM.min}
        maxZoom={ZOOM.max}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        onlyRenderVisibleElements={doc.steps.length > CULL_ABOVE}
        deleteKeyCode={null}
        disableKeyboardA11y
        panOnScroll
        zoomOnDoubleClick={false}
        aria-label={label}
      >
        <Ground />
        {far && <FarLines nodes={cards} edges={seen} />}
        <Panel position="bottom-left">
          <ZoomTools />
        </Panel>
      </ReactFlow>
    </div>
  )
}

/** A connection without a (+); on somebody's way it is lit when they took it. */
function SeenLine(props: EdgeProps) {
  const overlay = useOverlay()
  const { sourceX, sourceY, source, sourceHandleId } = props
  const [path, middleX, middleY] = way(props, props.data)
  const left = sourceHandleId?.endsWith(':left')
  const taken = overlay.way?.paths.has(`${source}:${exitOf(sourceHandleId)}`)
  return (
    <g className={lines.line} data-selected={taken || undefined} data-pale={(overlay.way && !taken) || undefined}>
      <ComparedLine mark={props.data?.mark} path={path} x={middleX} y={middleY} />
      {left && <circle cx={sourceX} cy={sourceY} r={DOT_RADIUS} className={lines.dot} />}
    </g>
  )
}
