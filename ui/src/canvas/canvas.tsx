import '@xyflow/react/dist/base.css'
import { useLingui } from '@lingui/react/macro'
import {
  type Connection,
  type Edge,
  type EdgeTypes,
  getViewportForBounds,
  MiniMap,
  type NodeChange,
  type NodeTypes,
  type OnConnectEnd,
  type OnReconnect,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { FlowDocument, Point } from '@/api/types'
import { connect, findSteps, groupsOf, insertInto, move, onlyWords, outline, reconnect, START } from '@/doc'
import { moving } from '@/kit/motion'
import { usePhoneSized } from '@/kit/shell-size'
import classes from './canvas.module.css'
import { CanvasTools, ZoomTools } from './canvas-tools'
import { ConnectionLine } from './connection-line'
import { dropLine, markDrop } from './drop-line'
import { useEdited, useEditor, useFacts, useView } from './editor-context'
import { FarCard, FarLines } from './far'
import { FindBar } from './find-bar'
import { Ground } from './ground'
import { frameMaker, GroupFrame, type GroupNode, groupOfNode } from './group-frame'
import { hueOf } from './kind-icon'
import { litNodes } from './lit'
import { type CanvasNode, edgeMaker, nodeMaker, type Spoken } from './nodes'
import { StepCard, type StepCardData } from './step-card'
import { TriggerCard } from './trigger-card'
import { useLayout } from './use-layout'
import { exitOf } from './way'
import { useFar } from './zoom'

type BoardNode = CanvasNode | GroupNode

const nodeTypes: NodeTypes = {
  step: StepCard as NodeTypes[string],
  trigger: TriggerCard as NodeTypes[string],
  far: FarCard as NodeTypes[string],
  'group-frame': GroupFrame as NodeTypes[string],
}
const edgeTypes: EdgeTypes = { connection: ConnectionLine }

// Measured: above this only the cards on the screen are drawn, or panning stutters.
const CULL_ABOVE = 150
// Above this even the small map costs more than it shows.
const MAP_UP_TO = 500
// The tools stand above it; those for fingers are higher.
const START_MARGIN = matchMedia('(pointer: coarse)').matches ? 80 : 64
const FIT_PADDING = 0.15
// What a board is taken for that is not there.
const BOARD = { width: 800, height: 600 }
const ZOOM = { min: 0.1, max: 1.75 }
// A flow that would be shown smaller than this opens at its trigger instead.
const READABLE = 0.6
const none = {}
const noLines: Edge[] = []
// Made once: a new function or list would draw every card, or every card of the map, again at every key.
const ADDING_KEYS = ['Control', 'Meta', 'Shift']
const MAP_SIZE = { width: 160, height: 110 }
const mapColor = (node: BoardNode) =>
  node.type === 'group-frame'
    ? 'transparent'
    : hueOf('kind' in node.data ? (node.data as StepCardData).kind?.group : 'triggers')

/** The card at the place of an event. */
function cardUnder(event: MouseEvent | TouchEvent): string | undefined {
  const at = 'changedTouches' in event ? event.changedTouches[0] : event
  const under = at && document.elementFromPoint(at.clientX, at.clientY)
  return under?.closest<HTMLElement>('.react-flow__node:not(.react-flow__node-group-frame)')?.dataset.id
}

/** The drawing board: a view of the document; every gesture becomes a command. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Board />
    </ReactFlowProvider>
  )
}

/** The document to draw: what a person types into a field stands there first, and on its card a moment later. */
function useDrawn(now: FlowDocument): FlowDocument {
  const later = useDeferredValue(now)
  return onlyWords(later, now) ? later : now
}

function Board() {
  const { t } = useLingui()
  const editor = useEditor()
  const { store, view } = editor
  const doc = useDrawn(useEdited((state) => state.doc))
  const context = useEdited((state) => state.context)
  const selectedIds = useEdited((state) => state.selection)
  const line = useView((state) => state.line)
  const fresh = useView((state) => state.fresh)
  const current = useView((state) => state.current)
  const { issues, waiting } = useFacts()
  // Cards fill a phone: a finger on one of them moves the board, not the card.
  const phone = usePhoneSized()
  const layout = useLayout(doc, context)
  const [drag, setDrag] = useState<Record<string, Point>>(none)
  const far = useFar()
  const [make] = useState(nodeMaker)
  const [join] = useState(edgeMaker)
  const [frame] = useState(frameMaker)
  const [light] = useState(litNodes)

  const spoken = useSpoken()
  const positions = useMemo(() => ({ ...layout, ...drag }), [layout, drag])
  const selection = useMemo(() => new Set(selectedIds), [selectedIds])
  const cards = useMemo(
    () => make({ doc, spoken, context, positions, selection, issues, waiting, fresh, current, far }),
    [make, doc, spoken, context, positions, selection, issues, waiting, fresh, current, far],
  )
  const query = useView((state) => state.find)
  const found = useMemo(
    () =>
      query === undefined
        ? []
        : findSteps(
            doc,
            query,
            outline(doc, context).map((item) => item.id),
          ),
    [doc, context, query],
  )
  const frames = useMemo(
    () => frame(doc, context, positions, spoken.group),
    [frame, doc, context, positions, spoken.group],
  )
  const nodes = useMemo<BoardNode[]>(
    () => [...frames, ...light(cards, query?.trim() ? new Set(found) : undefined)],
    [light, frames, cards, query, found],
  )
  const edges = useMemo(
    () => join({ doc, context, positions, settled: layout, chosen: line, spoken }),
    [join, doc, context, positions, layout, line, spoken],
  )
  useViewport(positions)

  const onNodesChange = useCallback(
    (changes: NodeChange<BoardNode>[]) => {
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
          ...Object.fromEntries(
            moved.flatMap((c) =>
              c.type === 'position' && c.position && !groupOfNode(c.id) ? [[c.id, c.position]] : [],
            ),
          ),
        }))
      }
    },
    [store],
  )

  // A frame goes where its steps go: dragging it drags them.
  const withFrame = useRef<{ from: Point; places: Record<string, Point> }>(undefined)
  const onDragStart = useCallback(
    (_: unknown, node: BoardNode) => {
      const group = groupsOf(store.getState().doc).find((one) => one.id === groupOfNode(node.id))
      const places = editor.viewport.current?.positions() ?? {}
      const own = group?.steps.flatMap((id) => (places[id] ? [[id, places[id]] as const] : []))
      withFrame.current = own && { from: node.position, places: Object.fromEntries(own) }
    },
    [store, editor],
  )
  const onDrag = useCallback((event: MouseEvent | TouchEvent, node: BoardNode, dragged: BoardNode[]) => {
    const frame = withFrame.current
    if (frame) {
      const x = node.position.x - frame.from.x
      const y = node.position.y - frame.from.y
      const moved = Object.entries(frame.places).map(([id, p]) => [id, { x: p.x + x, y: p.y + y }])
      setDrag(Object.fromEntries(moved))
      return
    }
    markDrop(dragged.length === 1 && node.id !== START ? dropLine(event, node.id) : undefined)
  }, [])

  const onDragStop = useCallback(
    (event: MouseEvent | TouchEvent, node: BoardNode, dragged: BoardNode[]) => {
      const places = editor.viewport.current?.positions() ?? {}
      const frame = withFrame.current
      withFrame.current = undefined
      markDrop(undefined)
      const line = !frame && dragged.length === 1 && node.id !== START ? dropLine(event, node.id) : undefined
      setDrag(none)
      if (line) {
        const { from, exit } = line
        store.run({ label: 'insert' }, (now, context) => {
          const result = insertInto(now, context, node.id, from, exit)
          // In an automatic layout the tidy picture says where it stands now.
          return now.layout?.mode === 'free'
            ? { ...result, ...move(result.doc, places, { [node.id]: node.position }) }
            : result
        })
        return
      }
      const moved = frame
        ? Object.fromEntries(Object.keys(frame.places).flatMap((id) => (places[id] ? [[id, places[id]]] : [])))
        : Object.fromEntries(dragged.map((one) => [one.id, one.position]))
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

  const onReconnect = useCallback<OnReconnect>(
    (edge, { source, sourceHandle, target }) => {
      const was = { from: edge.source, exit: exitOf(edge.sourceHandle), to: edge.target }
      store.run({ label: 'connect' }, (now) =>
        reconnect(now, was, { from: source, exit: exitOf(sourceHandle), to: target }),
      )
    },
    [store],
  )
  // The loose end of a line that was pulled off, let go anywhere on a card.
  const onReconnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, edge: Edge, held: 'source' | 'target', state: { isValid: boolean | null }) => {
      if (state.isValid || held !== 'source') return
      const to = cardUnder(event)
      const was = { from: edge.source, exit: exitOf(edge.sourceHandle), to: edge.target }
      if (to && to !== START && to !== was.from)
        store.run({ label: 'connect' }, (now) => reconnect(now, was, { ...was, to }))
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
      const card = cardUnder(event)
      if (card === START) return
      if (card) {
        if (card !== from) store.run({ label: 'connect' }, (now) => connect(now, from, exit, card))
        return
      }
      if (!document.elementFromPoint(at.clientX, at.clientY)?.closest('.react-flow')) return
      const screen = { x: at.clientX, y: at.clientY }
      const point = editor.viewport.current?.toCanvas(screen)
      view.setState({ library: { from, exit, screen, ...(point && { point: { x: point.x - 132, y: point.y } }) } })
    },
    [store, view, editor],
  )

  const onNodeClick = useCallback(
    (event: React.MouseEvent, node: BoardNode) => {
      if (groupOfNode(node.id)) return
      if (!event.shiftKey && !event.ctrlKey && !event.metaKey) view.setState({ panel: 'step', line: undefined })
    },
    [view],
  )
  const pressLine = useCallback(
    (edge: Edge) => {
      store.select([])
      view.setState({ line: { from: edge.source, exit: exitOf(edge.sourceHandle) } })
    },
    [store, view],
  )
  const onEdgeClick = useCallback((_: unknown, edge: Edge) => pressLine(edge), [pressLine])
  const onPaneClick = useCallback(() => {
    store.select([])
    const panel = view.getState().panel
    view.setState({ line: undefined, panel: panel === 'step' ? undefined : panel })
  }, [store, view])

  return (
    <div className={classes.canvas}>
      <ReactFlow<BoardNode, Edge>
        nodes={nodes}
        edges={far ? noLines : edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onNodeDragStart={onDragStart}
        onNodeDrag={onDrag}
        onNodeDragStop={onDragStop}
        onReconnect={onReconnect}
        onReconnectEnd={onReconnectEnd}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onNodeClick={onNodeClick}
        onEdgeClick={onEdgeClick}
        onPaneClick={onPaneClick}
        minZoom={ZOOM.min}
        maxZoom={ZOOM.max}
        onlyRenderVisibleElements={doc.steps.length > CULL_ABOVE}
        connectOnClick={false}
        connectionRadius={36}
        deleteKeyCode={null}
        disableKeyboardA11y
        edgesFocusable={false}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={ADDING_KEYS}
        panOnScroll
        zoomOnDoubleClick={false}
        nodesDraggable={!phone}
        nodeDragThreshold={4}
        aria-label={t`Flow canvas`}
      >
        <Ground />
        {far && <FarLines nodes={cards} edges={edges} onPress={pressLine} />}
        <Panel position="top-left">
          <CanvasTools />
        </Panel>
        <Panel position="top-center">
          <FindBar found={found} />
        </Panel>
        <Panel position="bottom-left" className={classes.map ?? ''}>
          <ZoomTools />
          {doc.steps.length <= MAP_UP_TO && (
            <MiniMap<BoardNode>
              pannable
              zoomable
              ariaLabel={t`Map`}
              style={MAP_SIZE}
              maskColor="color-mix(in srgb, var(--page) 70%, transparent)"
              nodeColor={mapColor}
              nodeBorderRadius={24}
            />
          )}
        </Panel>
      </ReactFlow>
    </div>
  )
}

function useSpoken(): Spoken & { group: string } {
  const { t } = useLingui()
  return useMemo(
    () => ({
      step: t`step`,
      connection: t`connection`,
      start: t`Trigger`,
      group: t`group of steps`,
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
      fit: () => void flow.fitView({ padding: FIT_PADDING, maxZoom: 1, duration: moving(150) }),
      fitTo: (ids) =>
        void flow.fitView({ nodes: ids.map((id) => ({ id })), padding: 0.2, maxZoom: 1, duration: moving(150) }),
      actualSize: () => void flow.zoomTo(1, { duration: moving(120) }),
      zoomIn: () => void flow.zoomIn({ duration: moving(120) }),
      zoomOut: () => void flow.zoomOut({ duration: moving(120) }),
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
          void flow.setCenter(at.x + 132, at.y + height / zoom / 2, {
            zoom: Math.max(zoom, READABLE),
            duration: moving(150),
          })
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
      const start = places.current[START] ?? { x: 0, y: 0 }
      const { width, height } = document.querySelector('.react-flow')?.getBoundingClientRect() ?? BOARD
      // Reckoned, not tried out: to fit a large flow only to see that it is too small draws every card of it.
      const all = flow.getNodesBounds(flow.getNodes())
      const { x, zoom } = getViewportForBounds(all, width, height, ZOOM.min, 1, FIT_PADDING)
      // Top to bottom is time: the trigger is on top.
      const at =
        zoom >= READABLE
          ? { x, y: START_MARGIN - start.y * zoom, zoom }
          : { x: width / 2 - start.x - 132, y: START_MARGIN - start.y, zoom: 1 }
      void flow.setViewport(at)
    })
  }, [flow])
}
