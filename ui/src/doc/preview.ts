// What a card shows of a step: the customer's view in at most four lines, and so the height of the card.
// Heights are computed, not measured: the same document always has the same picture, drawn or not.
import type { Config, Kind, PreviewPart, Schema, StepDoc, TriggerDoc } from '@/api/types'
import { linesOf } from './lines'
import { applies, type Exit, exitsOf, isRecord, labelPieces, type Piece, schemaAt, valueAt, type Words } from './rules'
import { copiedBubble } from './template'

export const CARD_WIDTH = 264
const HEAD = 48
const LINE = 18
const MEDIA = 32
export const PICTURE = 84
const PADDING = 20
const GAP = 4
export const EXIT_ROW = 28
const FOOT = 8
const MAX_LINES = 4
// px that a card leaves for text, a little on the careful side; the trigger card indents its words more.
const TEXT_WIDTH = 238
const TRIGGER_WIDTH = 222

export interface PreviewItem {
  as: 'bubble' | 'media' | 'option' | 'line'
  text: string
  lines: number
  /** Of a line: its words, and what has its name elsewhere. */
  pieces?: Piece[]
  /** Of a file that can be seen: its id. */
  picture?: string
}

export interface Preview {
  items: PreviewItem[]
  more: boolean
}

/** A place in a config with its schema: the whole of it, or an item of a list. */
interface Scope {
  value: unknown
  schema: Schema | undefined
}

/** A line of a preview; nothing when it would say nothing. */
export function lineOf(part: PreviewPart, scope: Scope, words: Words): Piece[] | undefined {
  const pieces = labelPieces(part.text ?? '', scope.value, words, scope.schema)
  const said = pieces.some((piece) => typeof piece !== 'string' || /[\p{L}\p{N}]/u.test(piece))
  return said ? pieces : undefined
}

/** The items that an `each` part repeats over. */
export function eachOf(part: PreviewPart, scope: Scope): Scope[] {
  const items = part.each ? valueAt(scope.value, part.each) : undefined
  const schema = part.each ? schemaAt(scope.schema, part.each)?.items : undefined
  return Array.isArray(items) ? items.map((value) => ({ value, schema })) : []
}

function collect(part: PreviewPart, config: Config, scope: Scope, words: Words, out: PreviewItem[]): void {
  if (!applies(part.when, config, scope.value)) return
  if (part.each) {
    for (const item of eachOf(part, scope)) for (const p of part.parts ?? []) collect(p, config, item, words, out)
    return
  }
  const value = part.field ? valueAt(scope.value, part.field) : undefined
  switch (part.as) {
    case 'bubble':
      if (typeof value === 'string' && value.trim())
        out.push({ as: 'bubble', text: value, lines: linesOf(value, TEXT_WIDTH) })
      break
    case 'template': {
      const said = copiedBubble(scope.value, part.field ?? '')
      const words = [said?.header?.text && `*${said.header.text}*`, said?.text]
      for (const text of words) if (text) out.push({ as: 'bubble', text, lines: linesOf(text, TEXT_WIDTH) })
      break
    }
    case 'media':
      if (isRecord(value) && (value.url || value.media_id)) {
        const picture = part.style === 'picture' && value.source !== 'url' ? String(value.media_id ?? '') : ''
        out.push({
          as: 'media',
          text: String(value.filename || value.url || ''),
          lines: 0,
          ...(picture && { picture }),
        })
      }
      break
    case 'options':
      if (Array.isArray(value)) {
        for (const option of value) {
          const text = isRecord(option) ? option[part.label ?? 'title'] : option
          if (typeof text === 'string' && text) out.push({ as: 'option', text, lines: 1 })
        }
      }
      break
    case 'line': {
      const pieces = lineOf(part, scope, words)
      if (!pieces) break
      const text = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.value)).join('')
      out.push({ as: 'line', text: text.trim(), lines: 1, pieces })
      break
    }
  }
}

/** All that the customer would see of a step, before it is cut to fit a card. */
export function fullPreview(kind: Kind | undefined, config: Config, words: Words): PreviewItem[] {
  const items: PreviewItem[] = []
  for (const part of kind?.preview ?? []) collect(part, config, { value: config, schema: kind?.schema }, words, items)
  return items
}

export function previewOf(kind: Kind | undefined, config: Config, words: Words): Preview {
  const exits = new Set((kind?.exits ?? []).map((rule) => rule.each))
  // Options that are exits have their rows below already.
  const parts = (kind?.preview ?? []).filter((part) => part.as !== 'options' || !exits.has(part.field ?? ''))
  const items: PreviewItem[] = []
  for (const part of parts) collect(part, config, { value: config, schema: kind?.schema }, words, items)
  const shown: PreviewItem[] = []
  let left = MAX_LINES
  for (const item of items) {
    const lines = Math.min(item.lines, left)
    if (item.lines > 0 && lines === 0) return { items: shown, more: true }
    shown.push({ ...item, lines })
    left -= lines
    if (lines < item.lines) return { items: shown, more: true }
  }
  return { items: shown, more: false }
}

export interface Card {
  exits: Exit[]
  preview: Preview
  height: number
  previewHeight: number
}

// A note is read where it stands: more of it than of what the customer sees.
const NOTE_LINES = 14

function notePreview(step: StepDoc): Preview {
  const text = typeof step.config.text === 'string' ? step.config.text.trim() : ''
  if (!text) return { items: [], more: false }
  const lines = linesOf(text, TEXT_WIDTH)
  return { items: [{ as: 'bubble', text, lines: Math.min(lines, NOTE_LINES) }], more: lines > NOTE_LINES }
}

/** Everything a card shows, with its height. One exit needs no row: its handle is at the foot. */
export function cardOf(step: StepDoc, kind: Kind | undefined, words: Words): Card {
  const exits = exitsOf(kind, step.config, words)
  const preview = kind?.note ? notePreview(step) : previewOf(kind, step.config, words)
  let previewHeight = 0
  if (preview.items.length > 0) {
    const tall = (item: PreviewItem) => (item.as !== 'media' ? item.lines * LINE : item.picture ? PICTURE : MEDIA)
    const inside = preview.items.reduce((sum, item) => sum + tall(item), 0)
    previewHeight = PADDING + inside + (preview.items.length - 1) * GAP + (preview.more ? LINE : 0)
  }
  const rows = exits.length > 1 ? exits.length * EXIT_ROW + FOOT : 0
  return { exits, preview, previewHeight, height: HEAD + previewHeight + rows }
}

/** What a trigger reacts to, in a few words. */
export function triggerSummary(trigger: TriggerDoc, kind: Kind | undefined, words: Words): string {
  const said = fullPreview(kind, trigger.config, words).map((item) => item.text)
  const keywords = trigger.config.keywords
  if (said.length === 0 && Array.isArray(keywords) && keywords.length > 0) {
    return `${kind?.name ?? trigger.kind}: ${keywords.join(', ')}`
  }
  return said.length > 0 ? said.join(' · ') : (kind?.name ?? trigger.kind)
}

/** A row of the trigger card is as high as its words need: two lines at most. */
export const triggerRow = (summary: string): number =>
  linesOf(summary, TRIGGER_WIDTH) > 1 ? EXIT_ROW + LINE : EXIT_ROW

/** The trigger card: one row a trigger. */
export function triggerHeight(
  triggers: readonly TriggerDoc[],
  { kinds, words }: { kinds: ReadonlyMap<string, Kind>; words: Words },
): number {
  const rows = triggers.map((one) => triggerRow(triggerSummary(one, kinds.get(one.kind), words)))
  return HEAD + (rows.length > 0 ? rows.reduce((sum, row) => sum + row, 0) : EXIT_ROW) + FOOT
}
