// The shapes that the API speaks (JSON, snake_case), written down once for every page.

export * from './types-business'
export * from './types-care'
export * from './types-flow'
export * from './types-trial'

import type { Schedule } from './types-business'
import type { Config, Json } from './types-flow'

export type Id = string
/** RFC 3339, UTC. */
export type Instant = string

export interface Page<T> {
  items: T[]
  next_cursor?: string | null
}

export type Params = Record<string, unknown>

export interface FieldError {
  path: string
  code: string
  params?: Params
}

export interface Problem {
  type?: string
  title?: string
  status: number
  code: string
  detail?: string
  params?: Params
  errors?: FieldError[]
}

export type Theme = 'light' | 'dark' | 'auto'

export interface Me {
  id: Id
  name: string
  email: string
  role: string
  language: string
  theme: Theme
  time_zone: string
  country: string
  insecure_http: boolean
  public_url: string
  version: string
  permissions: string[]
}

export interface SetupState {
  needed: boolean
  guess: { language: string; time_zone: string; country: string }
}

export type FlowState = 'draft' | 'live' | 'paused' | 'archived'

export interface VersionRef {
  id: Id
  number: number
  name: string
  published_at: Instant
  author?: Author
}

export interface Author {
  id: Id
  name: string
}

export interface Flow {
  id: Id
  name: string
  state: FlowState
  revision: number
  version: VersionRef | null
  /** Steps and settings that differ between the draft and what is live; layout never counts. */
  changes: number
  triggers: { id?: string; kind: string; config?: Config }[]
  channels: Id[]
  people: number
  language: string
  labels: string[]
  created_at: Instant
  updated_at: Instant
}

export interface Version extends VersionRef {
  note: string
  checksum: string
  people: number
  is_live: boolean
}

// ---- messages (engine/message/content.go is the format) ----

export interface Media {
  id?: string
  url?: string
  graph_id?: string
  mime?: string
  filename?: string
  size?: number
  voice?: boolean
}

export interface Option {
  id: string
  title: string
  description?: string
  section?: string
}

export interface Content {
  type: string
  text?: string
  media?: Media
  header?: { text?: string; type?: string; media?: Media }
  footer?: string
  options?: Option[]
  list_button?: string
  link?: { title: string; url: string }
  location?: { latitude: number; longitude: number; name?: string; address?: string; url?: string }
  contacts?: { name: string; org?: string; phones?: { phone: string }[] }[]
  template?: { name: string; language: string }
  reply?: { id: string; title?: string; description?: string }
  reaction?: { message_id: string; emoji?: string }
  system?: { kind: string; body?: string }
  target?: string
  reason?: string
}

export type MessageState =
  | 'received'
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'uncertain'

export interface Reason {
  code: string
  params?: Params
  action?: string
}

export interface Message {
  id: Id
  direction: 'in' | 'out'
  at: Instant
  content: Content
  state: MessageState
  source: 'contact' | 'flow' | 'human' | 'api'
  by?: { name: string } | null
  error?: { code: string; params?: Params } | null
  reason?: Reason | null
  resends?: number
  step?: string
}

export interface Conversation {
  id: Id
  contact: { id: Id; name: string; phone: string }
  channel: { id: Id; name: string; kind: 'whatsapp' | 'demo' }
  status: 'new' | 'in_progress' | 'closed' | 'flow'
  unread: number
  assignee?: { id: Id; name: string } | null
  bot: 'on' | 'silenced'
  silenced_until?: Instant | null
  window_until?: Instant | null
  last_message?: { text: string; at: Instant; direction: 'in' | 'out' } | null
  run?: { id: Id; flow_id: Id; flow_name: string; step_name: string; trial?: boolean } | null
}

export interface Referral {
  source_type?: string
  source_id?: string
  source_url?: string
  headline?: string
  body?: string
}

export interface Contact {
  id: Id
  name: string
  first_name: string
  last_name: string
  phone: string
  email: string
  url: string
  language: string
  tags: string[]
  fields: Record<string, Json>
  opted_out: boolean
  source?: string
  /** The ad or post that led them here last. */
  referral?: Referral
  created_at: Instant
  last_message_at?: Instant | null
}

export type RunStatus = 'running' | 'waiting' | 'completed' | 'expired' | 'canceled' | 'failed'

export interface Run {
  id: Id
  flow: { id: Id; name: string }
  version: number
  /** On a phone that tried the draft. */
  trial?: boolean
  contact: { id: Id; name: string; phone: string }
  conversation_id?: Id
  status: RunStatus
  outcome?: string
  started_at: Instant
  ended_at?: Instant | null
  waiting_for?: string
  started_by?: string
  step?: string
  step_name?: string
  due_at?: Instant | null
}

export interface RunEvent {
  kind: string
  at: number | Instant
  step?: string
  exit?: string
  content?: Content
  message?: string
  value?: Json
  change?: { field: string; value: Json }
  tags?: { scope: string; add?: string[]; remove?: string[]; set?: string[]; replace?: boolean }
  assign?: { user: string; note?: string }
  conversation?: { action: string; minutes?: number }
  /** Another flow: the one called or come back from. */
  flow?: string
  effect?: Effect
  result?: EffectResult
  wait?: Wait
  status?: RunStatus
  outcome?: string
  code?: string
  params?: Params
}

export interface Wait {
  kind: 'reply' | 'time' | 'effect'
  step: string
  until?: number
  effect?: string
  attempts?: number
}

export interface Effect {
  id: string
  kind: string
  step: string
  http?: { method: string; url: string; headers?: { name: string; value: string }[]; body?: string }
}

/** What became of a call. */
export interface EffectResult {
  status?: number
  error?: string
  detail?: string
  body?: string
  /** The body when it is JSON; `body` may then be empty. */
  json?: unknown
  headers?: { name: string; value: string }[]
  elapsed_ms?: number
}

export interface Simulation {
  state: Json
  events: RunEvent[]
  messages: Content[]
  wait?: Wait | null
  status: RunStatus | ''
  step: string
  variables: Record<string, Json>
  pending_effect?: Effect | null
  /** The pretended person, as the flow has left them. */
  contact?: Record<string, unknown>
  clock: Instant | number
}

export type SimulationInput =
  | { kind: 'start'; trigger?: string; content?: Content }
  | { kind: 'message'; content: Content; more?: Content[] }
  | { kind: 'time' }
  | { kind: 'clock' }
  | { kind: 'again' }
  | { kind: 'jump'; step: string }
  | { kind: 'effect'; choice: 'real' | 'sample' | 'fail'; result?: RunEvent['result'] }

export interface Channel {
  id: Id
  kind: 'whatsapp' | 'demo'
  name: string
  display_phone: string
  phone_number_id: string
  waba_id: string
  app_id: string
  state: 'connected' | 'problem' | 'new'
  problems: { code: string; params?: Params }[]
  has_token: boolean
  has_secret: boolean
  has_next_secret?: boolean
  verify_token: string
  callback_url: string
  live_flows: { id: Id; name: string }[]
  /** Nothing: like the business. */
  hours: Schedule | null
  templates_at?: Instant | null
  templates_error?: string
  last_signed_at?: Instant | null
  created_at: Instant
}

export interface ChannelCheck {
  id: string
  state: 'ok' | 'problem' | 'waiting' | 'skipped'
  code?: string
  params?: Params
}

export interface UploadedMedia {
  id: Id
  mime: string
  size: number
  filename: string
  url: string
}

export interface ApiKey {
  id: Id
  name: string
  role?: string
  prefix: string
  key?: string
  created_at?: Instant
  used_at?: Instant | null
}
