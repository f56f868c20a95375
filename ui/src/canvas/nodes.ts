// The canvas as it follows from the document. A card that did not change keeps its object, so that only changed
// cards are drawn again.
import { type Edge, type Node, Position } from '@xyflow/react'
import type { FlowDocument, Issue, Point } from '@/api/types'
import { CARD_WIDTH, type Context, cardFor, EXIT_ROW, START, triggerHeight } from '@/doc'
import { lanesOf } from './lanes'
import type { StepCardData } from './step-card'
import type { TriggerCardData } from './trigger-card'

export type StepNode = Node<StepCardData, 'step'>
export type TriggerNode = Node<TriggerCardData, 'trigger'>
/** Either of them from far: a box with a name. */
export type FarNode = Node<StepCardData | TriggerCardData, 'far'>
export type CanvasNode = StepNode | TriggerNode | FarNode

/** What a screen reader says: the canvas's own words are English and those of programmers. */
export interface Spoken {
  step: string
  connection: string
  between: (from: string, to: string) => string
  start: string
}

export interface NodesInput {
  doc: FlowDocument
  spoken: Spoken
  context: Context
  positions: Record<string, Point>
  selection: ReadonlySet<string>
  issues: Issue[]
  waiting: Record<string, number>
  fresh: ReadonlySet<string>
  current: string | undefined
  far: boolean
}

const none: Issue[] = []

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index])

/** The earlier list, when the new one holds the same: who compares lists does nothing then. */
export const kept = <T>(before: T[], now: T[]): T[] => (sameList(before, now) ? before : now)

const HANDLE = 14

function handlesOf(height: number, exits: string[]): NonNullable<Node['handles']> {
  const size = { width: HANDLE, height: HANDLE }
  const target = { type: 'target' as const, position: Position.Top, x: CARD_WIDTH / 2 - HANDLE / 2, y: -4, ...size }
  const [only] = exits
  if (exits.length === 1 && only !== undefined) {
    const foot = { id: only, type: 'source' as const, position: Position.Bottom, ...size }
    return [target, { ...foot, x: CARD_WIDTH / 2 - HANDLE / 2, y: height - HANDLE / 2 }]
  }
  const first = height - exits.length * EXIT_ROW
  return [
    target,
    ...exits.flatMap((id, index) => {
      const y = first + index * EXIT_ROW + EXIT_ROW / 2 - HANDLE / 2
      return [
        { id, type: 'source' as const, position: Position.Right, x: CARD_WIDTH - HANDLE / 2, y, ...size },
        { id: `${id}:left`, type: 'source' as const, position: Position.Left, x: -HANDLE / 2, y, ...size },
      ]
    }),
  ]
}

/** Remembers the last nodes, to hand out the same object for the same picture. */
export function nodeMaker(): (input: NodesInput) => CanvasNode[] {
  let known = new Map<string, { stamp: unknown[]; node: CanvasNode }>()
  let last: CanvasNode[] = []
  return (input) => {
    const { doc, spoken, context, positions, selection, issues, waiting, fresh, current, far } = input
    const next: typeof known = new Map()
    const byStep = new Map<string, Issue[]>()
    for (const issue of issues) {
      const at = issue.step ?? ''
      const list = byStep.get(at)
      if (list) list.push(issue)
      else byStep.set(at, [issue])
    }
    const connected = new Map<string, string[]>()
    for (const { from, exit } of doc.connections) {
      const list = connected.get(from)
      if (list) list.push(exit)
      else connected.set(from, [exit])
    }

    const keep = (id: string, stamp: unknown[], make: () => CanvasNode): CanvasNode => {
      const before = known.get(id)
      const node = before && sameList(before.stamp, stamp) ? before.node : make()
      next.set(id, { stamp, node })
      return node
    }
    const frame = (id: string, height: number, exits: string[]) => ({
      id,
      position: positions[id] ?? { x: 0, y: 0 },
      width: CARD_WIDTH,
      height,
      measured: { width: CARD_WIDTH, height },
      handles: handlesOf(height, exits),
      selected: selection.has(id),
      domAttributes: { 'aria-roledescription': spoken.step } as NonNullable<Node['domAttributes']>,
      ...(positions[id] ? {} : { hidden: true }),
    })
    const said = (list: Issue[]) => list.map((issue) => `${issue.code} ${issue.path}`).join('\n')
    const start = byStep.get(START) ?? none
    const startLeads = connected.has(START)
    const at = (id: string) => `${positions[id]?.x} ${positions[id]?.y}`

    const nodes: CanvasNode[] = [
      keep(
        START,
        [doc.triggers, at(START), selection.has(START), said(start), startLeads, context, spoken, far],
        () => ({
          ...frame(START, triggerHeight(doc.triggers, context), ['next']),
          type: far ? 'far' : 'trigger',
          ariaLabel: spoken.start,
          deletable: false,
          data: {
            triggers: doc.triggers,
            kinds: context.kinds,
            words: context.words,
            issues: start,
            connected: startLeads,
          },
        }),
      ),
    ]
    for (const step of doc.steps) {
      const { id } = step
      const card = cardFor(step, context)
      const found = byStep.get(id) ?? none
      const leads = (connected.get(id) ?? []).join('\n')
      const people = waiting[id] ?? 0
      const stamp = [
        step,
        card,
        at(id),
        selection.has(id),
        said(found),
        leads,
        people,
        fresh.has(id),
        current === id,
        spoken,
        far,
      ]
      nodes.push(
        keep(id, stamp, () => ({
          ...frame(
            id,
            card.height,
            card.exits.map((exit) => exit.id),
          ),
          type: far ? 'far' : 'step',
          ariaLabel: step.name,
          data: {
            step,
            kind: context.kinds.get(step.kind),
            card,
            issues: found,
            waiting: people,
            fresh: fresh.has(id),
            current: current === id,
            connected: leads,
          },
        })),
      )
    }
    known = next
    last = kept(last, nodes)
    return last
  }
}

export interface EdgesInput {
  doc: FlowDocument
  context: Context
  positions: Record<string, Point>
  /** Where the cards stand while none is held: lines go round them there. */
  settled: Record<string, Point>
  chosen: { from: string; exit: string } | undefined
  spoken: Spoken
}

/** Corners of the lines that go round cards; worked out again when a card or a connection is another. */
function cornersMaker(): (input: EdgesInput, edges: Edge[]) => Map<string, Point[]> {
  let stamp: unknown[] = []
  let last = new Map<string, Point[]>()
  return ({ doc, context, settled }, edges) => {
    const heights = doc.steps.map((step) => cardFor(step, context).height)
    const now = [settled, doc.connections, triggerHeight(doc.triggers, context), ...heights]
    if (sameList(stamp, now)) return last
    stamp = now
    const card = (id: string, height: number, exits: string[]) => {
      const position = settled[id]
      return position ? [{ id, position, width: CARD_WIDTH, height, handles: handlesOf(height, exits) }] : []
    }
    const cards = doc.steps.flatMap((step) => {
      const { height, exits } = cardFor(step, context)
      const ids = exits.map((exit) => exit.id)
      return card(step.id, height, ids)
    })
    last = lanesOf([...card(START, triggerHeight(doc.triggers, context), ['next']), ...cards], edges)
    return last
  }
}

/** Remembers the last lines as nodeMaker does cards. A path leaves its row on the side where its step stands. */
export function edgeMaker(): (input: EdgesInput) => Edge[] {
  let known = new Map<string, { stamp: unknown[]; edge: Edge }>()
  let last: Edge[] = []
  const cornersOf = cornersMaker()
  return (input) => {
    const { doc, context, positions, settled, chosen, spoken } = input
    const rows = new Map(doc.steps.map((step) => [step.id, cardFor(step, context).exits.length]))
    const names = new Map(doc.steps.map((step) => [step.id, step.name]))
    const called = (id: string) => names.get(id) ?? spoken.start
    const next: typeof known = new Map()
    const ends = doc.connections.map(({ from, exit, to }) => {
      const a = positions[from]
      const b = positions[to]
      const left = Boolean((rows.get(from) ?? 1) > 1 && a && b && b.x < a.x)
      return { id: `${from}:${exit}`, source: from, sourceHandle: left ? `${exit}:left` : exit, target: to }
    })
    const round = cornersOf(input, ends)
    const edges = ends.map(({ id, source: from, sourceHandle, target: to }) => {
      const selected = chosen?.from === from && `${from}:${chosen.exit}` === id
      const still = positions[from] === settled[from] && positions[to] === settled[to]
      const corners = still ? round.get(id) : undefined
      const turns = corners?.map(({ x, y }) => `${x} ${y}`).join(' ')
      const stamp = [to, sourceHandle, selected, turns, called(from), called(to), spoken]
      const before = known.get(id)
      const edge: Edge =
        before && sameList(before.stamp, stamp)
          ? before.edge
          : {
              id,
              type: 'connection',
              // It holds a button: a picture may not.
              ariaRole: 'group' as const,
              ariaLabel: spoken.between(called(from), called(to)),
              domAttributes: { 'aria-roledescription': spoken.connection } as NonNullable<Edge['domAttributes']>,
              source: from,
              sourceHandle,
              target: to,
              selected,
              ...(corners && { data: { corners } }),
            }
      next.set(id, { stamp, edge })
      return edge
    })
    known = next
    last = kept(last, edges)
    return last
  }
}
