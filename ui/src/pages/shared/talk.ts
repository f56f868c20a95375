// A visitor's conversation. Nothing of it is stored: this side keeps what was done, the server plays all of it anew.
import { createStore } from 'zustand/vanilla'
import type { Content, Instant } from '@/api/types'

/** What a link leads to. */
export interface Shared {
  name: string
  business: string
  language: string
  until: Instant
}

export type VisitInput = { kind: 'message'; content: Content } | { kind: 'skip' }

export interface VisitLine {
  from: 'flow' | 'visitor' | 'clock'
  at: Instant
  content?: Content | null
}

/** The whole conversation so far. */
export interface Visited {
  began: Instant
  edition: string
  visitor: string
  lines: VisitLine[]
  wait?: { kind: 'reply' | 'time'; until?: Instant | null } | null
  ended: boolean
  full: boolean
  until: Instant
}

export interface TalkState {
  inputs: VisitInput[]
  last: Visited | undefined
  /** What was done and is not answered yet. */
  pending: VisitInput | undefined
  busy: boolean
  error: unknown
  /** The flow is not what it was when the conversation began. */
  changed: boolean
}

const fresh: TalkState = {
  inputs: [],
  last: undefined,
  pending: undefined,
  busy: false,
  error: undefined,
  changed: false,
}

export type Talk = ReturnType<typeof createTalk>

export function createTalk(play: (body: { began?: Instant; inputs: VisitInput[] }) => Promise<Visited>) {
  const store = createStore<TalkState>(() => fresh)
  // The answer to an older conversation is worthless.
  let round = 0

  async function ask(inputs: VisitInput[], pending?: VisitInput): Promise<void> {
    const mine = round
    const { last } = store.getState()
    store.setState({ busy: true, error: undefined, pending })
    try {
      const result = await play({ ...(last && { began: last.began }), inputs })
      if (mine !== round) return
      store.setState((state) => ({
        inputs,
        last: result,
        pending: undefined,
        busy: false,
        changed: state.changed || (last !== undefined && last.edition !== result.edition),
      }))
    } catch (error) {
      if (mine === round) store.setState({ pending: undefined, busy: false, error })
      throw error
    }
  }

  return {
    store,
    /** Rejects when it did not get through: what was written is not part of the conversation then. */
    do(input: VisitInput): Promise<void> {
      return ask([...store.getState().inputs, input], input)
    },
    restart(): Promise<void> {
      round += 1
      store.setState({ ...fresh, last: undefined })
      return ask([])
    },
    stop(): void {
      round += 1
    },
  }
}

/** A bubble as the visitor's phone shows it: files come through the link. */
export function shown(content: Content, fileAt: (id: string) => string): Content {
  const file = <T extends Content['media']>(media: T): T => {
    if (!media?.id) return media
    const { id, ...rest } = media
    return { ...rest, url: fileAt(id) } as T
  }
  const { media, header, ...rest } = content
  return {
    ...rest,
    ...(media && { media: file(media) }),
    ...(header && { header: { ...header, ...(header.media && { media: file(header.media) }) } }),
  }
}

const kindOf = (mime: string) => {
  const [main] = mime.split('/')
  return main === 'image' || main === 'video' || main === 'audio' ? main : 'document'
}

/** A file that is sent by its name alone: it stays where it is. */
export function nameOf(file: { name: string; type: string }, text: string): Content {
  return {
    type: kindOf(file.type),
    media: { mime: file.type, filename: file.name },
    ...(text && { text }),
  }
}
