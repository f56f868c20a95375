// Every edit of a flow as a pure function: document in, document out. Menu, shortcut, toolbar and palette all end here.
import type {
  Config,
  ConnectionDoc,
  FlowDocument,
  Kind,
  Point,
  SettingsDoc,
  StepDoc,
  TriggerDoc,
  VariableDoc,
} from '@/api/types'
import type { Clip } from './clip'
import { type Context, cardFor, connectionAt, exitsAt, layoutGraph, stepById } from './graph'
import { withoutSteps } from './groups'
import { keysOf, namesOf, renameReferences, uniqueKey, uniqueName } from './keys'
import { START, settle, tidy, withLayout } from './layout'
import { mainExit } from './rules'

export interface Result {
  doc: FlowDocument
  /** What is selected afterwards; left out: as it was. */
  select?: string[]
  /** Cards whose place was chosen by the person: others make room. */
  fixed?: string[]
}

export interface Place {
  /** The exit to hang the step on; an existing connection there leads on from the new step. */
  from?: string
  exit?: string
  /** Where on the canvas, in a free layout. */
  point?: Point
}

const FOLLOW_GAP = 64

const positionsOf = (doc: FlowDocument): Record<string, Point> => doc.layout?.positions ?? {}
const isFree = (doc: FlowDocument): boolean => doc.layout?.mode === 'free'

const withPositions = (doc: FlowDocument, positions: Record<string, Point>): FlowDocument =>
  withLayout(doc, { positions })

const without = (list: ConnectionDoc[], from: string, exit: string) =>
  list.filter((c) => c.from !== from || c.exit !== exit)

export function addStep(doc: FlowDocument, context: Context, kind: Kind, place: Place): Result {
  const id = context.newId()
  const name = uniqueName(kind.name, namesOf(doc))
  const step: StepDoc = {
    id,
    kind: kind.kind,
    name,
    key: uniqueKey(name, keysOf(doc)),
    config: structuredClone(kind.defaults),
  }
  // A note stands beside the way of the customer, never in it.
  if (kind.note) return insert(doc, context, step, { ...(place.point && { point: place.point }) })
  return insert(doc, context, step, place)
}

function insert(doc: FlowDocument, context: Context, step: StepDoc, place: Place): Result {
  let next: FlowDocument = { ...doc, steps: [...doc.steps, step] }
  if (place.from !== undefined && place.exit !== undefined) {
    const behind = connectionAt(doc, place.from, place.exit)
    let connections = without(doc.connections, place.from, place.exit)
    connections = [...connections, { from: place.from, exit: place.exit, to: step.id }]
    const on = mainExit(exitsAt(next, step.id, context))
    if (behind && on !== undefined) connections = [...connections, { from: step.id, exit: on, to: behind.to }]
    next = { ...next, connections }
  }
  const at = place.point ?? spotBelow(doc, context, place)
  if (isFree(doc)) {
    next = withPositions(next, { ...positionsOf(doc), [step.id]: at })
    next = makeRoom(next, context, step.id)
  } else if (place.point) {
    next = withPositions(next, { ...positionsOf(doc), [step.id]: at })
  }
  return { doc: next, select: [step.id], fixed: [step.id] }
}

function spotBelow(doc: FlowDocument, context: Context, place: Place): Point {
  const positions = positionsOf(doc)
  const from = place.from
  if (from === undefined) {
    const lowest = layoutGraph(doc, context).cards.reduce(
      (bottom, card) => Math.max(bottom, (positions[card.id]?.y ?? 0) + card.size.height),
      0,
    )
    return { x: positions[START]?.x ?? 0, y: lowest + FOLLOW_GAP }
  }
  const above = positions[from] ?? { x: 0, y: 0 }
  const size = layoutGraph(doc, context).cards.find((card) => card.id === from)?.size
  const exits = exitsAt(doc, from, context)
  const column = Math.max(
    0,
    exits.findIndex((exit) => exit.id === place.exit),
  )
  return { x: above.x + column * ((size?.width ?? 0) + 48), y: above.y + (size?.height ?? 0) + FOLLOW_GAP }
}

/** Moves the followers of a new card down by what it takes. */
function makeRoom(doc: FlowDocument, context: Context, id: string): FlowDocument {
  const positions = { ...positionsOf(doc) }
  const here = positions[id]
  const step = stepById(doc, id)
  if (!here || !step) return doc
  const bottom = here.y + cardFor(step, context).height + FOLLOW_GAP
  const queue = doc.connections.filter((c) => c.from === id).map((c) => c.to)
  const first = queue.map((to) => positions[to]?.y).filter((y): y is number => y !== undefined)
  const shift = bottom - Math.min(...first, bottom)
  if (shift <= 0) return doc
  const seen = new Set<string>([id])
  for (let to = queue.shift(); to !== undefined; to = queue.shift()) {
    const at = positions[to]
    // A line that goes back up is a loop: what is above stays.
    if (seen.has(to) || !at || at.y + shift < bottom) continue
    seen.add(to)
    positions[to] = { x: at.x, y: at.y + shift }
    for (const c of doc.connections) if (c.from === to) queue.push(c.to)
  }
  return withPositions(doc, positions)
}

/** Removes steps. Where only one way led on, what came before leads on to what came after. */
export function removeSteps(doc: FlowDocument, ids: readonly string[]): Result {
  const gone = new Set(ids.filter((id) => id !== START))
  if (gone.size === 0) return { doc }
  const onward = (id: string, seen = new Set<string>()): string | undefined => {
    if (!gone.has(id)) return id
    if (seen.has(id)) return undefined
    seen.add(id)
    const targets = new Set(doc.connections.filter((c) => c.from === id).map((c) => c.to))
    const [only] = targets
    return targets.size === 1 && only !== undefined ? onward(only, seen) : undefined
  }
  const connections = doc.connections.flatMap((c) => {
    if (gone.has(c.from)) return []
    if (!gone.has(c.to)) return [c]
    const to = onward(c.to)
    return to === undefined || to === c.from ? [] : [{ ...c, to }]
  })
  const rest = { ...doc, steps: doc.steps.filter((step) => !gone.has(step.id)), connections }
  const next = withoutSteps(rest, gone)
  const positions = positionsOf(doc)
  if (![...gone].some((id) => positions[id])) return { doc: next, select: [] }
  const kept = Object.entries(positions).filter(([id]) => !gone.has(id))
  return { doc: withPositions(next, Object.fromEntries(kept)), select: [] }
}

export function copySteps(doc: FlowDocument, ids: readonly string[]): Clip {
  const chosen = new Set(ids)
  return {
    flusso: 'steps',
    steps: doc.steps.filter((step) => chosen.has(step.id)),
    connections: doc.connections.filter((c) => chosen.has(c.from) && chosen.has(c.to)),
    positions: Object.fromEntries(Object.entries(positionsOf(doc)).filter(([id]) => chosen.has(id))),
  }
}

const PASTE_OFFSET = 48

export function paste(doc: FlowDocument, context: Context, clip: Clip, at?: Point): Result {
  const ids = new Map<string, string>()
  const renames = new Map<string, string>()
  const names = namesOf(doc)
  const keys = keysOf(doc)
  const fresh = clip.steps.map((step) => {
    const id = context.newId()
    ids.set(step.id, id)
    const name = uniqueName(step.name, names)
    names.add(name)
    const key = uniqueKey(name, keys)
    keys.add(key)
    if (step.key && key !== step.key) renames.set(step.key, key)
    return { id, kind: step.kind, name, key, config: structuredClone(step.config ?? {}) }
  })
  // Among themselves the copies speak of each other, not of the originals.
  const steps = renameReferences(fresh, renames)
  const connections = clip.connections.flatMap((c) => {
    const from = ids.get(c.from)
    const to = ids.get(c.to)
    return from && to ? [{ from, exit: c.exit, to }] : []
  })
  let next: FlowDocument = {
    ...doc,
    steps: [...doc.steps, ...steps],
    connections: [...doc.connections, ...connections],
  }
  if (isFree(doc)) {
    const placed = clip.steps.map((step) => clip.positions[step.id])
    const known = placed.filter((p): p is Point => p !== undefined)
    const left = Math.min(...known.map((p) => p.x))
    const top = Math.min(...known.map((p) => p.y))
    const base = at ?? { x: left + PASTE_OFFSET, y: top + PASTE_OFFSET }
    const positions = { ...positionsOf(doc) }
    steps.forEach((step, index) => {
      const p = placed[index]
      positions[step.id] = p ? { x: base.x + p.x - left, y: base.y + p.y - top } : spotBelow(doc, context, {})
    })
    next = withPositions(next, positions)
  }
  return { doc: next, select: steps.map((step) => step.id) }
}

export const duplicate = (doc: FlowDocument, context: Context, ids: readonly string[]): Result =>
  paste(doc, context, copySteps(doc, ids))

const replaceStep = (doc: FlowDocument, id: string, change: (step: StepDoc) => StepDoc): FlowDocument => ({
  ...doc,
  steps: doc.steps.map((step) => (step.id === id ? change(step) : step)),
})

/** A new name is a new key, and every reference follows. */
export function renameStep(doc: FlowDocument, id: string, wanted: string): Result {
  const step = stepById(doc, id)
  const others = { ...doc, steps: doc.steps.filter((s) => s.id !== id) }
  const name = uniqueName(wanted, namesOf(others))
  if (!step || !name || name === step.name) return { doc }
  const key = uniqueKey(name, keysOf(others))
  const renamed = replaceStep(doc, id, (s) => ({ ...s, name, key }))
  if (key === step.key) return { doc: renamed }
  return { doc: { ...renamed, steps: renameReferences(renamed.steps, new Map([[step.key, key]])) } }
}

/** Connections of paths that the new config no longer has go with them. */
export function setConfig(doc: FlowDocument, context: Context, id: string, config: Config): Result {
  const next = replaceStep(doc, id, (step) => ({ ...step, config }))
  const exits = new Set(exitsAt(next, id, context).map((exit) => exit.id))
  const connections = next.connections.filter((c) => c.from !== id || exits.has(c.exit))
  return { doc: connections.length === next.connections.length ? next : { ...next, connections } }
}

export function connect(doc: FlowDocument, from: string, exit: string, to: string): Result {
  if (to === START || connectionAt(doc, from, exit)?.to === to) return { doc }
  return { doc: { ...doc, connections: [...without(doc.connections, from, exit), { from, exit, to }] } }
}

/**
 * Puts a step that is there into a connection: what led to it leads on to what followed it, and it leads on to what
 * the connection led to.
 */
export function insertInto(doc: FlowDocument, context: Context, id: string, from: string, exit: string): Result {
  const line = connectionAt(doc, from, exit)
  const step = stepById(doc, id)
  if (!line || !step || from === id || line.to === id || context.kinds.get(step.kind)?.note) return { doc }
  const onward = doc.connections.filter((c) => c.from === id)
  const [only] = new Set(onward.map((c) => c.to))
  const single = new Set(onward.map((c) => c.to)).size === 1 && only !== id ? only : undefined
  const on = mainExit(exitsAt(doc, id, context))
  let connections = doc.connections.flatMap((c) => {
    if (c.to !== id) return [c]
    return single === undefined || single === c.from ? [] : [{ ...c, to: single }]
  })
  if (on !== undefined) connections = [...without(connections, id, on), { from: id, exit: on, to: line.to }]
  connections = [...without(connections, from, exit), { from, exit, to: id }]
  return { doc: { ...doc, connections }, select: [id] }
}

/** The end of a connection goes to another step, or its beginning to another path. */
export function reconnect(doc: FlowDocument, was: ConnectionDoc, is: ConnectionDoc): Result {
  if (is.to === START || (was.from === is.from && was.exit === is.exit && was.to === is.to)) return { doc }
  const rest = without(without(doc.connections, was.from, was.exit), is.from, is.exit)
  return { doc: { ...doc, connections: [...rest, is] } }
}

export function disconnect(doc: FlowDocument, from: string, exit: string): Result {
  const connections = without(doc.connections, from, exit)
  return connections.length === doc.connections.length ? { doc } : { doc: { ...doc, connections } }
}

/** Dragging a card makes the layout free: every card keeps the place it had. */
export function move(doc: FlowDocument, shown: Record<string, Point>, moved: Record<string, Point>): Result {
  const positions = { ...(isFree(doc) ? positionsOf(doc) : shown), ...moved }
  const rounded = Object.entries(positions).map(([id, p]) => [id, { x: Math.round(p.x), y: Math.round(p.y) }])
  const next = withLayout(doc, { mode: 'free', positions: Object.fromEntries(rounded) })
  return { doc: next, fixed: Object.keys(moved) }
}

export function setMode(doc: FlowDocument, mode: 'auto' | 'free', shown: Record<string, Point>): Result {
  if ((doc.layout?.mode ?? 'auto') === mode) return { doc }
  return { doc: withLayout(doc, { mode, positions: mode === 'free' ? shown : {} }) }
}

export function tidyUp(doc: FlowDocument, context: Context): Result {
  if (!isFree(doc)) return { doc }
  return { doc: withPositions(doc, tidy(layoutGraph(doc, context))) }
}

export function addTrigger(doc: FlowDocument, context: Context, kind: Kind): Result {
  const trigger: TriggerDoc = { id: context.newId(), kind: kind.kind, config: structuredClone(kind.defaults) }
  return { doc: { ...doc, triggers: [...doc.triggers, trigger] }, select: [START] }
}

export function removeTrigger(doc: FlowDocument, id: string): Result {
  return { doc: { ...doc, triggers: doc.triggers.filter((trigger) => trigger.id !== id) } }
}

export function setTrigger(doc: FlowDocument, id: string, config: Config): Result {
  return { doc: { ...doc, triggers: doc.triggers.map((t) => (t.id === id ? { ...t, config } : t)) } }
}

export const setSettings = (doc: FlowDocument, change: Partial<SettingsDoc>): Result => ({
  doc: { ...doc, settings: { ...doc.settings, ...change } },
})

export const setVariables = (doc: FlowDocument, variables: VariableDoc[]): Result => ({ doc: { ...doc, variables } })

/** After any edit of a free layout no two cards overlap. */
export function settled(result: Result, context: Context): FlowDocument {
  const { doc } = result
  if (!isFree(doc)) return doc
  const positions = positionsOf(doc)
  const next = settle(layoutGraph(doc, context).cards, positions, new Set(result.fixed?.slice(0, 1)))
  return next === positions ? doc : withPositions(doc, next)
}
