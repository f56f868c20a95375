import '@xyflow/react/dist/base.css'
import { useLingui } from '@lingui/react/macro'
import {
  Background,
  type Connection,
  type Edge,
  type EdgeTypes,
  MiniMap,
  type NodeChange,
  type NodeTypes,
  type OnConnectEnd,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Point } from '@/api/types'
import { connect, move, START } from '@/doc'
import classes from './canvas.module.css'
import { CanvasTools, ZoomTools } from './canvas-tools'
import { ConnectionLine } from './connection-line'
import { useEdited, useEditor, useFacts, useView } from './editor-context'
import { hueOf } from './kind-icon'
import { type CanvasNode, edgesOf, nodeMaker, type Spoken } from './nodes'
import { StepCard } from './step-card'
import { TriggerCard } from './trigger-card'
import { useLayout } from './use-layout'

const nodeTypes: NodeTypes = { step: StepCard as NodeTypes[string], trigger: TriggerCard as NodeTypes[string] }
const edgeTypes: EdgeTypes = { connection: ConnectionLine }

// Measured: above this only the cards on the screen are drawn, or panning stutters.
const CULL_ABOVE = 150
// Above this even the small map costs more than it shows.
const MAP_UP_TO = 500
const START_MARGIN = 64
const ZOOM = { min: 0.1, max: 1.75 }
// A flow that would be shown smaller than this opens at its trigger instead.
const READABLE = 0.6
const none = {}

const exitOf = (handle: string | null | undefined) => (handle ?? 'next').replace(/:left$/, '')

/** The drawing board: a view of the document; every gesture becomes a command. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Board />
    </ReactFlowProvider>
  )
}

function Board() {
  const { t } = useLingui()
  const editor = useEditor()
  const { store, view } = editor
  const doc = useEdited((state) => state.doc)
  const context = useEdited((state) => state.context)
  const selectedIds = useEdited((state) => state.selection)
  const line = useView((state) => state.line)
  const fresh = useView((state) => state.fresh)
  const current = useView((state) => state.current)
  const { issues, waiting } = useFacts()
  const layout = useLayout(doc, context)
  const [drag, setDrag] = useState<Record<string, Point>>(none)
  const make = useRef(nodeMaker())

  const spoken = useSpoken()
  const positions = useMemo(() => ({ ...layout, ...drag }), [layout, drag])
  const selection = useMemo(() => new Set(selectedIds), [selectedIds])
  const nodes = useMemo(
    () => make.current({ doc, spoken, context, positions, selection, issues, waiting, fresh, current }),
    [doc, spoken, context, positions, selection, issues, waiting, fresh, current],
  )
  const edges = useMemo(() => edgesOf(doc, context, positions, line, spoken), [doc, context, positions, line, spoken])
  useViewport(positions)

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const picked = changes.filter((change) => change.type === 'select')
      if (picked.length > 0) {
        const next = new Set(store.getState().selection)
        for (const change of picked) {
          if (change.selected) next.add(change.id)
          else next.delete(change.id)
        }
        store.select([...next])
      }
      const moved = changes.filter((change) => change.type === 'position' && change.dragging && change.position)
      if (moved.length > 0) {
        setDrag((before) => ({
          ...before,
          ...Object.fromEntries(moved.map((c) => (c.type === 'position' && c.position ? [c.id, c.position] : []))),
        }))
      }
    },
    [store],
  )

  const onDragStop = useCallback(
    (_: unknown, __: unknown, dragged: CanvasNode[]) => {
      const moved = Object.fromEntries(dragged.map((node) => [node.id, node.position]))
      const places = editor.viewport.current?.positions() ?? {}
      setDrag(none)
      store.run({ label: 'move' }, (now) => move(now, places, moved))
    },
    [store, editor],
  )

  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      store.run({ label: 'connect' }, (now) => connect(now, source, exitOf(sourceHandle), target))
    },
    [store],
  )

  // Anywhere on a card is near enough; on empty ground the library opens there.
  const onConnectEnd = useCallback<OnConnectEnd>(
    (event, state) => {
      if (state.isValid || !state.fromHandle || state.fromHandle.type !== 'source') return
      const at = 'changedTouches' in event ? event.changedTouches[0] : event
      if (!at) return
      const from = state.fromHandle.nodeId
      const exit = exitOf(state.fromHandle.id)
      const under = document.elementFromPoint(at.clientX, at.clientY)
      const card = under?.closest<HTMLElement>('.react-flow__node')?.dataset.id
      if (card === START) return
      if (card) {
        if (card !== from) store.run({ label: 'connect' }, (now) => connect(now, from, exit, card))
        return
      }
      if (!under?.closest('.react-flow')) return
      const screen = { x: at.clientX, y: at.clientY }
      const point = editor.viewport.current?.toCanvas(screen)
      view.setState({ library: { from, exit, screen, ...(point && { point: { x: point.x - 132, y: point.y } }) } })
    },
    [store, view, editor],
  )

  return (
    <div className={classes.canvas}>
      <ReactFlow<CanvasNode, Edge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onNodeDragStop={onDragStop}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onNodeClick={(event) => {
          if (!event.shiftKey && !event.ctrlKey && !event.metaKey) view.setState({ panel: 'step', line: undefined })
        }}
        onEdgeClick={(_, edge) => {
          store.select([])
          view.setState({ line: { from: edge.source, exit: exitOf(edge.sourceHandle) } })
        }}
        onPaneClick={() => {
          store.select([])
          const panel = view.getState().panel
          view.setState({ line: undefined, panel: panel === 'step' ? undefined : panel })
        }}
        minZoom={ZOOM.min}
        maxZoom={ZOOM.max}
        onlyRenderVisibleElements={doc.steps.length > CULL_ABOVE}
        connectOnClick={false}
        connectionRadius={36}
        deleteKeyCode={null}
        disableKeyboardA11y
        edgesFocusable={false}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Control', 'Meta', 'Shift']}
        panOnScroll
        zoomOnDoubleClick={false}
        nodeDragThreshold={4}
        aria-label={t`Flow canvas`}
      >
        <Background gap={24} size={1.2} color="var(--line)" />
        <Panel position="top-left">
          <CanvasTools />
        </Panel>
        <Panel position="bottom-left" className={classes.map ?? ''}>
          <ZoomTools />
          {doc.steps.length <= MAP_UP_TO && (
            <MiniMap<CanvasNode>
              pannable
              zoomable
              ariaLabel={t`Map`}
              style={{ width: 160, height: 110 }}
              maskColor="color-mix(in srgb, var(--page) 70%, transparent)"
              nodeColor={(node) => hueOf(node.type === 'step' ? node.data.kind?.group : 'triggers')}
              nodeBorderRadius={24}
            />
          )}
        </Panel>
      </ReactFlow>
    </div>
  )
}

function useSpoken(): Spoken {
  const { t } = useLingui()
  return useMemo(
    () => ({
      step: t`step`,
      connection: t`connection`,
      start: t`Trigger`,
      between: (from, to) => t`From ${from} to ${to}`,
    }),
    [t],
  )
}

/** Opens at a readable size, and gives actions their hold of the viewport. */
function useViewport(positions: Record<string, Point>) {
  const editor = useEditor()
  const flow = useReactFlow()
  const places = useRef(positions)
  places.current = positions
  const opened = useRef(false)

  useEffect(() => {
    const element = () => document.querySelector('.react-flow')?.getBoundingClientRect()
    editor.viewport.current = {
      fit: () => void flow.fitView({ padding: 0.15, maxZoom: 1, duration: 150 }),
      zoomIn: () => void flow.zoomIn({ duration: 120 }),
      zoomOut: () => void flow.zoomOut({ duration: 120 }),
      positions: () => places.current,
      toCanvas: (screen) => flow.screenToFlowPosition(screen),
      center: () => {
        const box = element()
        return flow.screenToFlowPosition({
          x: (box?.left ?? 0) + (box?.width ?? 0) / 2 - 132,
          y: (box?.top ?? 0) + 160,
        })
      },
      reveal: (id) => {
        const at = places.current[id]
        const box = element()
        if (!at || !box) return
        const { x, y, zoom } = flow.getViewport()
        const height = (flow.getNode(id)?.height ?? 120) * zoom
        const left = at.x * zoom + x
        const top = at.y * zoom + y
        const seen = left >= 0 && top >= 0 && left + 264 * zoom <= box.width && top + height <= box.height
        if (!seen)
          void flow.setCenter(at.x + 132, at.y + height / zoom / 2, { zoom: Math.max(zoom, READABLE), duration: 150 })
      },
    }
    return () => {
      editor.viewport.current = undefined
    }
  }, [editor, flow])

  // A panel that opens takes room from the board: what was in the middle stays there.
  useEffect(() => {
    const board = document.querySelector('.react-flow')
    if (!board) return
    let width = board.getBoundingClientRect().width
    const watch = new ResizeObserver(([entry]) => {
      const next = entry?.contentRect.width ?? width
      const { x, y, zoom } = flow.getViewport()
      if (opened.current && next !== width) void flow.setViewport({ x: x + (next - width) / 2, y, zoom })
      width = next
    })
    watch.observe(board)
    return () => watch.disconnect()
  }, [flow])

  useEffect(() => {
    if (opened.current) return
    opened.current = true
    // The size of the board is known one frame later.
    requestAnimationFrame(() => {
      void flow.fitView({ padding: 0.15, maxZoom: 1 }).then(() => {
        const start = places.current[START] ?? { x: 0, y: 0 }
        const { x, zoom } = flow.getViewport()
        if (zoom >= READABLE) {
          // Top to bottom is time: the trigger is on top.
          void flow.setViewport({ x, y: START_MARGIN - start.y * zoom, zoom })
          return
        }
        const box = document.querySelector('.react-flow')?.getBoundingClientRect()
        void flow.setViewport({ x: (box?.width ?? 800) / 2 - start.x - 132, y: START_MARGIN - start.y, zoom: 1 })
      })
    })
  }, [flow])
}
