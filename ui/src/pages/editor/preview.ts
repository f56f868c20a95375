// The bubbles that a step sends, from its kind's preview: what the customer will see while it is written.
import type { Config, Content, Kind, Media, Option, PreviewPart } from '@/api/types'
import { applies, copiedBubble, isRecord, type Piece, valueAt, type Words } from '@/doc'
import { eachOf, lineOf } from '@/doc/preview'

export interface PreviewBubble {
  content?: Content
  /** A line between bubbles: a wait, a jump. */
  notice?: Piece[]
}

const mediaType = (kind: unknown, media: Record<string, unknown>): string => {
  if (typeof kind === 'string' && kind && kind !== 'none') return kind
  const name = String(media.filename || media.url || '').toLowerCase()
  if (/\.(png|jpe?g|webp)($|\?)/.test(name)) return 'image'
  if (/\.(mp4|3gp)($|\?)/.test(name)) return 'video'
  if (/\.(mp3|ogg|m4a|aac|amr)($|\?)/.test(name)) return 'audio'
  return 'document'
}

function mediaOf(value: Record<string, unknown>): Media {
  const id = typeof value.media_id === 'string' && value.source !== 'url' ? value.media_id : ''
  const url = typeof value.url === 'string' && value.source !== 'upload' ? value.url : ''
  const filename = typeof value.filename === 'string' ? value.filename : ''
  return { ...(id && { id }), ...(url && { url }), ...(filename && { filename }) }
}

const optionsOf = (value: unknown, label: string): Option[] =>
  Array.isArray(value)
    ? value.filter(isRecord).map((item, index) => ({
        id: String(item.id ?? index),
        title: String(item[label] ?? ''),
        ...(typeof item.description === 'string' && item.description && { description: item.description }),
      }))
    : []

// WhatsApp's limit for buttons: more become a list.
const MAX_BUTTONS = 3

export function previewBubbles(kind: Kind | undefined, config: Config, words: Words): PreviewBubble[] {
  const out: PreviewBubble[] = []
  const walk = (parts: PreviewPart[], at: Parameters<typeof eachOf>[1]) => {
    const scope = at.value
    let content: Content | undefined
    for (const part of parts) {
      if (!applies(part.when, config, scope)) continue
      if (part.each) {
        for (const item of eachOf(part, at)) walk(part.parts ?? [], item)
        continue
      }
      const value = part.field ? valueAt(scope, part.field) : undefined
      if (part.as === 'line') {
        const notice = lineOf(part, at, words)
        if (notice) out.push({ notice })
        continue
      }
      if (part.as === 'template') {
        const file = valueAt(scope, 'header_media')
        const bubble = copiedBubble(scope, part.field ?? '', isRecord(file) ? mediaOf(file) : {})
        if (bubble) out.push({ content: bubble })
        continue
      }
      if (!content) {
        content = { type: 'text' }
        out.push({ content })
      }
      if (part.as === 'bubble' && typeof value === 'string') content.text = value
      if (part.as === 'media' && isRecord(value) && (value.url || value.media_id)) {
        content.type = mediaType(valueAt(scope, 'media_kind'), value)
        content.media = mediaOf(value)
      }
      if (part.as === 'options') {
        const options = optionsOf(value, part.label ?? 'title')
        const display = valueAt(scope, 'display')
        if (options.length > 0) {
          const style = part.style === 'list' || display === 'list' || options.length > MAX_BUTTONS ? 'list' : 'buttons'
          if (content.media) content.header = { type: content.type, media: content.media }
          content.type = style
          content.options = options
          const button = valueAt(scope, 'list_button')
          if (typeof button === 'string' && button) content.list_button = button
        }
      }
    }
  }
  walk(kind?.preview ?? [], { value: config, schema: kind?.schema })
  return out.filter(({ content, notice }) => notice || content?.text || content?.media || content?.options)
}
