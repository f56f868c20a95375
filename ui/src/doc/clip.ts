// Steps as they travel through the clipboard: what comes from there may be anything.
import type { ConnectionDoc, FlowDocument, Point, StepDoc } from '@/api/types'
import { isRecord } from './rules'

export interface Clip {
  flusso: 'steps'
  steps: StepDoc[]
  connections: ConnectionDoc[]
  positions: Record<string, Point>
}

// As the server takes them (engine/flow/parse.go).
const MAX_BYTES = 2 << 20
const MAX_STEPS = 1000
const MAX_NAME = 100
const KIND = /^[a-z][a-z0-9_]{0,39}$/
const PLACE = 1_000_000

const isStep = (step: unknown): step is StepDoc =>
  isRecord(step) &&
  typeof step.id === 'string' &&
  typeof step.name === 'string' &&
  step.name.trim() !== '' &&
  step.name.length <= MAX_NAME &&
  typeof step.kind === 'string' &&
  KIND.test(step.kind) &&
  (step.key === undefined || typeof step.key === 'string') &&
  (step.config === undefined || isRecord(step.config))

const isConnection = (line: unknown): line is ConnectionDoc =>
  isRecord(line) && [line.from, line.exit, line.to].every((end) => typeof end === 'string' && end !== '')

const isPlace = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < PLACE

/** Reads what was in the clipboard; anything else than our steps is nothing. */
export function readClip(text: string): Clip | undefined {
  let clip: unknown
  try {
    clip = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(clip) || clip.flusso !== 'steps' || !Array.isArray(clip.steps) || !Array.isArray(clip.connections)) {
    return undefined
  }
  const { steps, connections, positions } = clip
  if (steps.length === 0 || !steps.every(isStep) || !connections.every(isConnection)) return undefined
  const places = Object.entries(isRecord(positions) ? positions : {}).flatMap(([id, at]) =>
    isRecord(at) && isPlace(at.x) && isPlace(at.y) ? [[id, { x: at.x, y: at.y }] as const] : [],
  )
  return { flusso: 'steps', steps, connections, positions: Object.fromEntries(places) }
}

/** More than the server keeps of one flow. */
export const tooLarge = (doc: FlowDocument): boolean =>
  doc.steps.length > MAX_STEPS || new TextEncoder().encode(JSON.stringify(doc)).length > MAX_BYTES

/** So long that nothing sound can be in it. */
export const tooLong = (text: string): boolean => text.length > MAX_BYTES
