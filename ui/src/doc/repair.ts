// Loading repairs, it does not trust: a document from anywhere becomes one that the editor can hold.
import type { FlowDocument, GroupDoc, LayoutDoc, Point } from '@/api/types'
import { sorted } from './layout'
import { isRecord } from './rules'

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? value.filter(isRecord) : []) as T[]
const config = (value: unknown) => (isRecord(value) ? value : {})

const isPoint = (value: unknown): value is Point =>
  isRecord(value) && Number.isFinite(value.x) && Number.isFinite(value.y)

const isGroup = (value: GroupDoc): boolean =>
  [value.id, value.name, value.color].every((text) => typeof text === 'string') &&
  Array.isArray(value.steps) &&
  value.steps.every((id) => typeof id === 'string')

function layoutOf(value: unknown): LayoutDoc {
  const layout = isRecord(value) ? value : {}
  const positions = isRecord(layout.positions) ? layout.positions : {}
  const sound = Object.entries(positions).filter((entry): entry is [string, Point] => isPoint(entry[1]))
  const groups = list<GroupDoc>(layout.groups).filter(isGroup)
  return {
    mode: layout.mode === 'free' ? 'free' : 'auto',
    positions: sorted(Object.fromEntries(sound)),
    ...(groups.length > 0 && { groups }),
  }
}

export function repair(value: unknown): FlowDocument {
  const doc = (isRecord(value) ? value : {}) as Partial<FlowDocument>
  const settings = isRecord(doc.settings) ? doc.settings : { language: 'en', channels: [] }
  return {
    spec: typeof doc.spec === 'number' ? doc.spec : 1,
    triggers: list<FlowDocument['triggers'][number]>(doc.triggers).map((t) => ({ ...t, config: config(t.config) })),
    steps: list<FlowDocument['steps'][number]>(doc.steps).map((s) => ({ ...s, config: config(s.config) })),
    connections: list(doc.connections),
    variables: list(doc.variables),
    settings: { ...settings, language: settings.language || 'en', channels: settings.channels ?? [] },
    layout: layoutOf(doc.layout),
  }
}
