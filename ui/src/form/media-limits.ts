// What Meta takes, by kind of file (Cloud API, "Supported media types").

import type { Config, Schema } from '@/api/types'
import { applies } from '@/doc'

export type MediaKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker'

export interface MediaLimit {
  /** In bytes. */
  size: number
  /** Types; none: any. */
  types: readonly string[]
  /** As people call them. */
  names: string
}

const KB = 1024
const MB = 1024 * KB
export const MEDIA_LIMITS: Record<MediaKind, MediaLimit> = {
  image: { size: 5 * MB, types: ['image/jpeg', 'image/png'], names: 'JPEG, PNG' },
  video: { size: 16 * MB, types: ['video/mp4', 'video/3gpp'], names: 'MP4, 3GP' },
  audio: {
    size: 16 * MB,
    types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp3', 'audio/mp4', 'audio/x-m4a', 'audio/ogg'],
    names: 'AAC, AMR, MP3, M4A, OGG (Opus)',
  },
  voice: { size: 16 * MB, types: ['audio/ogg'], names: 'OGG (Opus)' },
  document: { size: 100 * MB, types: [], names: 'PDF, DOCX, XLSX, PPTX, TXT' },
  // An animated one; one that stands still may have a fifth of it.
  sticker: { size: 500 * KB, types: ['image/webp'], names: 'WEBP' },
}

const isKind = (text: string): text is MediaKind => Object.hasOwn(MEDIA_LIMITS, text)

/** The kind of file that a field holds now: its `x-when` names the kinds that show it. */
export function mediaKind(schema: Schema, root: Config, item?: Record<string, unknown>): MediaKind | undefined {
  for (const choice of schema['x-when']?.split('|') ?? []) {
    const kind = choice.slice(choice.lastIndexOf('=') + 1).trim()
    if (isKind(kind) && applies(choice, root, item)) return kind
  }
  return undefined
}

export type MediaTrouble = 'type' | 'size'

/** What Meta would refuse about a file; an unknown type is left to the server to find out. */
export function troubleOf(kind: MediaKind | undefined, file: { type: string; size: number }): MediaTrouble | undefined {
  const limit = kind ? MEDIA_LIMITS[kind] : undefined
  const type = file.type.split(';')[0]?.trim() ?? ''
  if (limit && type && limit.types.length > 0 && !limit.types.includes(type)) return 'type'
  return file.size > (limit?.size ?? MEDIA_LIMITS.document.size) ? 'size' : undefined
}
