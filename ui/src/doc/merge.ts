// Two documents that come from the same one, put together: what only one of them changed is taken, what both changed
// differently is a clash and stays as it is here.
import type { ConnectionDoc, FlowDocument, LayoutDoc, StepDoc } from '@/api/types'
import { sorted } from './layout'
import { isRecord } from './rules'

export interface Clash {
  what: 'step' | 'connection' | 'trigger' | 'variable' | 'settings'
  /** Of the step that it is about. */
  name?: string
}

export interface Merged {
  /** Without clashes what both want; with clashes, mine where both changed the same. */
  doc: FlowDocument
  clashes: Clash[]
}

// Keys of objects have no order of their own.
function canon(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canon)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, canon(value[key])]),
  )
}
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(canon(a)) === JSON.stringify(canon(b))

interface Picked<T> {
  value: T | undefined
  clash: boolean
}

/** One value of three: nothing stands for "is not there". */
function pick<T>(base: T | undefined, mine: T | undefined, theirs: T | undefined): Picked<T> {
  if (same(mine, theirs) || same(base, theirs)) return { value: mine, clash: false }
  if (same(base, mine)) return { value: theirs, clash: false }
  // One has changed what the other has removed: it stays.
  return { value: mine ?? theirs, clash: true }
}

/** A list whose items have names: theirs in its order, then what only I have. */
function list<T>(
  [base, mine, theirs]: [T[], T[], T[]],
  key: (item: T) => string,
  one: (base: T | undefined, mine: T | undefined, theirs: T | undefined) => Picked<T>,
  clash: (item: T) => void,
): T[] {
  const maps = [base, mine, theirs].map((items) => new Map(items.map((item) => [key(item), item])))
  const [b, m, t] = maps as [Map<string, T>, Map<string, T>, Map<string, T>]
  return [...new Set([...t.keys(), ...m.keys()])].flatMap((id) => {
    const { value, clash: clashes } = one(b.get(id), m.get(id), t.get(id))
    const told = value ?? m.get(id) ?? t.get(id)
    if (clashes && told !== undefined) clash(told)
    return value === undefined ? [] : [value]
  })
}

/** Field by field, when both sides have it. */
function fields<T extends object>(base: T | undefined, mine: T | undefined, theirs: T | undefined): Picked<T> {
  const whole = pick(base, mine, theirs)
  if (!whole.clash || !base || !mine || !theirs) return whole
  let clash = false
  const out: Record<string, unknown> = {}
  const [b, m, t] = [base, mine, theirs] as unknown as Record<string, unknown>[]
  for (const name of new Set([...Object.keys(m ?? {}), ...Object.keys(t ?? {})])) {
    const nested = name === 'config' && [b, m, t].every((side) => isRecord(side?.[name]))
    const found = nested
      ? fields(b?.[name] as object, m?.[name] as object, t?.[name] as object)
      : pick(b?.[name], m?.[name], t?.[name])
    clash ||= found.clash
    if (found.value !== undefined) out[name] = found.value
  }
  return { value: out as T, clash }
}

function layout(base: LayoutDoc | undefined, mine: LayoutDoc | undefined, theirs: LayoutDoc | undefined) {
  const of = (doc: LayoutDoc | undefined) => doc?.positions ?? {}
  const ids = new Set([...Object.keys(of(mine)), ...Object.keys(of(theirs))])
  const positions = [...ids].flatMap((id) => {
    const { value } = pick(of(base)[id], of(mine)[id], of(theirs)[id])
    return value ? [[id, value] as const] : []
  })
  // Where a card stands is nobody's loss: here mine counts.
  const mode = pick(base?.mode, mine?.mode, theirs?.mode).value ?? 'auto'
  const groups = list(
    [base?.groups ?? [], mine?.groups ?? [], theirs?.groups ?? []],
    (group) => group.id,
    fields,
    () => undefined,
  )
  const taken = new Set<string>()
  const apart = groups.flatMap((group) => {
    const steps = group.steps.filter((id) => !taken.has(id))
    for (const id of steps) taken.add(id)
    return steps.length > 0 ? [{ ...group, steps }] : []
  })
  return { mode, positions: sorted(Object.fromEntries(positions)), ...(apart.length > 0 && { groups: apart }) }
}

export function merge(base: FlowDocument, mine: FlowDocument, theirs: FlowDocument): Merged {
  const clashes: Clash[] = []
  const steps = list<StepDoc>(
    [base.steps, mine.steps, theirs.steps],
    (step) => step.id,
    fields,
    (step) => clashes.push({ what: 'step', name: step.name }),
  )
  const keys = new Set<string>()
  for (const step of steps) {
    if (step.key && keys.has(step.key)) clashes.push({ what: 'step', name: step.name })
    keys.add(step.key)
  }
  const nameOf = (id: string) => steps.find((step) => step.id === id)?.name
  const known = new Set(steps.map((step) => step.id))
  const connections = list<ConnectionDoc>(
    [base.connections, mine.connections, theirs.connections],
    (line) => `${line.from} ${line.exit}`,
    pick,
    (line) => {
      const name = nameOf(line.from)
      clashes.push({ what: 'connection', ...(name && { name }) })
    },
  ).filter((line) => known.has(line.to) && (known.has(line.from) || line.from === 'start'))
  const triggers = list(
    [base.triggers, mine.triggers, theirs.triggers],
    (trigger) => trigger.id,
    fields,
    () => clashes.push({ what: 'trigger' }),
  )
  const variables = list(
    [base.variables, mine.variables, theirs.variables],
    (variable) => variable.key,
    pick,
    () => clashes.push({ what: 'variable' }),
  )
  const settings = fields(base.settings, mine.settings, theirs.settings)
  if (settings.clash) clashes.push({ what: 'settings' })
  return {
    doc: {
      ...mine,
      triggers,
      steps,
      connections,
      variables,
      settings: settings.value ?? mine.settings,
      layout: layout(base.layout, mine.layout, theirs.layout),
    },
    clashes,
  }
}
