// Around a flow: what publishing it means, its saved tests, and what it tells other programs.
import type { Clash, Content, Id, Instant, Issue, Params, SimulationInput } from './types'

export type WebhookEvent = 'entered' | 'completed' | 'expired' | 'canceled' | 'failed'

/** In the flow's settings; it takes effect when the flow is published. */
export interface WebhookDoc {
  enabled: boolean
  url: string
  events: WebhookEvent[]
}

export interface FlowWebhook {
  /** In the published version. */
  enabled: boolean
  url: string
  events: string[]
  known_events: string[]
  secret: string
  old_secret_until: Instant | null
}

export interface HookAttempt {
  at: Instant
  /** 0: no answer. */
  status: number
  error?: string
  headers: Record<string, string>
  answer: string
  elapsed_ms: number
}

export interface HookDelivery {
  id: Id
  event: string
  url: string
  state: 'waiting' | 'delivered' | 'given_up'
  test: boolean
  body: unknown
  created_at: Instant
  next_at: Instant | null
  attempts: HookAttempt[]
}

/** What becomes of people inside when a version is published. */
export type Waiting = 'finish' | 'move' | 'end'

export interface WaitingAt {
  step: string
  name: string
  count: number
  changed: boolean
  /** Who is moved from here leaves the flow. */
  gone: boolean
}

export interface PublishPreview {
  revision: number
  /** From the published version to what would be published. */
  diff: Change[]
  issues: Issue[]
  clashes: Clash[]
  waiting: WaitingAt[]
  tests: number
}

/** A message in short, as tests compare it. */
export interface Said {
  type: string
  text: string
  options?: string[]
}

export interface ScriptTurn {
  input: SimulationInput
  now?: Instant
  window?: 'open' | 'closed'
  template_problem?: TemplateProblem
  expect: Said[]
  status?: string
}

/** How every template fails in a test. */
export type TemplateProblem = 'template_missing' | 'template_not_approved' | 'template_paused'

/** A conversation: what happens, and what the flow must say. */
export interface Script {
  variables?: Record<string, unknown>
  /** Who is talking: somebody of whom nothing is known. */
  contact?: Record<string, unknown>
  now?: Instant
  window?: 'open' | 'closed'
  template_problem?: TemplateProblem
  turns: ScriptTurn[]
}

export interface PlayedTurn {
  passed: boolean
  /** What happened; tests that were played long ago do not say. */
  kind?: string
  /** What the person wrote or tapped. */
  heard?: Said[] | null
  expect: Said[]
  got: Said[]
  status: string
}

export interface FlowTest {
  id: Id
  name: string
  last: { passed: boolean; at: Instant; error?: string; turns: PlayedTurn[] } | null
  created_at: Instant
  updated_at: Instant
}

/** A past conversation, and what would be said to the same answers now. */
export interface Replayed {
  run_id: Id
  contact_id: Id
  contact: string
  version: number
  same: boolean
  error?: string
  turns: PlayedTurn[]
}

/** One difference between two documents. */
export interface Change {
  kind: 'step_added' | 'step_removed' | 'step_changed' | 'rewired' | 'trigger_changed' | 'settings_changed'
  step?: string
  name?: string
  /** A dotted path; the exit of a rewired connection. */
  field?: string
  before?: unknown
  after?: unknown
}

/** What the refusal of a publish carries along. */
export interface PublishRefused {
  issues?: Issue[]
  tests?: string[]
  params?: Params
}

/** A message as a test compares it. */
export function saidOf(content: Content): Said {
  const options = (content.options ?? []).map((option) => option.title)
  return {
    type: content.type,
    text: content.text || content.template?.name || '',
    ...(options.length > 0 && { options }),
  }
}
