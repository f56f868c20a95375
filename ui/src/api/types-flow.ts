// The flow document (engine/flow/document.go is the format), what is wrong with it, and the catalogue of step kinds.
import type { Author, Id, Instant, Params } from './types'
import type { WebhookDoc } from './types-care'

export type Json = unknown
export type Config = Record<string, Json>

export interface TriggerDoc {
  id: string
  kind: string
  config: Config
}

export interface StepDoc {
  id: string
  kind: string
  name: string
  key: string
  config: Config
}

export interface ConnectionDoc {
  from: string
  exit: string
  to: string
}

export interface VariableDoc {
  key: string
  label?: string
  type: string
  default?: string
  required?: boolean
}

export interface SettingsDoc {
  language: string
  country?: string
  channels: Id[]
  expiry_minutes?: number
  priority?: number
  webhook?: WebhookDoc
}

export interface Point {
  x: number
  y: number
}

/** Steps that belong together, with a name; drawn as a frame around them. */
export interface GroupDoc {
  id: string
  name: string
  color: string
  steps: string[]
}

export interface LayoutDoc {
  mode: 'auto' | 'free'
  positions: Record<string, Point>
  /** Left out when there are none. */
  groups?: GroupDoc[]
}

export interface FlowDocument {
  spec: number
  triggers: TriggerDoc[]
  steps: StepDoc[]
  connections: ConnectionDoc[]
  variables: VariableDoc[]
  settings: SettingsDoc
  layout?: LayoutDoc
}

export interface Issue {
  code: string
  severity: 'error' | 'warning'
  path: string
  /** Step id, `start`, or empty for the flow as a whole. */
  step?: string
  field?: string
  params?: Params
}

export interface Draft {
  document: FlowDocument
  revision: number
  issues: Issue[]
  changes?: number
}

export interface DraftConflict {
  document: FlowDocument
  revision: number
  author?: Author | string
  saved_at?: Instant
}

export interface Clash {
  flow_id: Id
  flow_name: string
  trigger: string
  code: string
}

// ---- the catalogue of step kinds ----

export interface ExitRule {
  id: string
  label?: string
  when?: string
  /** One exit per element of this config list; `id` and `label` then name the element's members. */
  each?: string
}

export interface PreviewPart {
  as?: 'bubble' | 'media' | 'options' | 'line' | 'template'
  field?: string
  label?: string
  style?: string
  text?: string
  when?: string
  each?: string
  parts?: PreviewPart[]
}

export interface EnumChoice {
  value: Json
  label: string
  help?: string
}

export interface Schema {
  type?: string | string[]
  title?: string
  description?: string
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
  enum?: Json[]
  default?: Json
  'x-order'?: number
  'x-widget'?: string
  'x-placeholder'?: string
  'x-when'?: string
  'x-group'?: string
  'x-collapsed'?: boolean
  'x-enum'?: EnumChoice[]
  'x-unit'?: string
  'x-max-length'?: number
  'x-max-items'?: number
  'x-min'?: number
  'x-max'?: number
  'x-required'?: boolean
  'x-item-title'?: string
  'x-language'?: string
  'x-style'?: string
}

export type Group = 'messages' | 'questions' | 'logic' | 'actions' | 'people' | 'triggers'

export interface Kind {
  kind: string
  name: string
  help: string
  group: Group
  icon: string
  keywords?: string[] | null
  schema: Schema
  defaults: Config
  exits?: ExitRule[] | null
  preview?: PreviewPart[] | null
  waits?: boolean
  final?: boolean
  /** A sticky: drawn as a note, never part of the customer's way. */
  note?: boolean
  outputs?: { path: string; type: string; label: string; when?: string }[] | null
  /** Triggers only. */
  type?: 'inbound' | 'outbound' | 'marketing'
}

export interface VariableInfo {
  path: string
  label: string
  group: string
  type: string
}

export interface Catalog {
  items: Kind[]
  groups: { id: Group; label: string }[]
  triggers: Kind[]
  variables: VariableInfo[]
}
