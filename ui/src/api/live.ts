// Live changes: one EventSource for all tabs of this browser (HTTP/1.1 allows six connections a host),
// held by the tab that owns a lock and passed on to the others.
import type { QueryClient } from '@tanstack/react-query'

const CHANNEL = 'flusso-live'

export type LiveState = 'connecting' | 'open' | 'lost'
type Note = { kind: 'change'; topics: string[] } | { kind: 'reset' } | { kind: 'state'; state: LiveState }

/**
 * Query keys follow the topics of the feed: `flow:<id>` refreshes every key that begins with ['flow', id],
 * `flows` every key that begins with ['flows'].
 */
export function applyNote(client: QueryClient, note: Note): void {
  if (note.kind === 'reset') {
    void client.invalidateQueries()
    return
  }
  if (note.kind !== 'change') return
  for (const topic of note.topics) {
    const split = topic.indexOf(':')
    const queryKey = split < 0 ? [topic] : [topic.slice(0, split), topic.slice(split + 1)]
    void client.invalidateQueries({ queryKey })
  }
}

export function parseChange(data: string): Note {
  try {
    const topics = (JSON.parse(data) as { topics?: unknown }).topics
    if (Array.isArray(topics))
      return { kind: 'change', topics: topics.filter((t): t is string => typeof t === 'string') }
  } catch {
    // A note that cannot be read still says that something changed.
  }
  return { kind: 'reset' }
}

/** Opens the stream; returns how to close it. */
export function connectLive(client: QueryClient, onState: (state: LiveState) => void): () => void {
  const abort = new AbortController()
  const others = new BroadcastChannel(CHANNEL)
  let lost = false
  const take = (note: Note) => {
    if (note.kind === 'state') {
      // What happened while the line was down may be older than the feed keeps.
      if (note.state === 'open' && lost) void client.invalidateQueries()
      lost = note.state === 'lost'
      onState(note.state)
    } else applyNote(client, note)
  }
  const say = (note: Note) => {
    take(note)
    others.postMessage(note)
  }
  others.onmessage = (event: MessageEvent<Note>) => take(event.data)

  const listen = () =>
    new Promise<void>((done) => {
      const source = new EventSource('/api/v1/events')
      source.onopen = () => say({ kind: 'state', state: 'open' })
      source.onerror = () => say({ kind: 'state', state: 'lost' })
      source.addEventListener('change', (event) => say(parseChange((event as MessageEvent<string>).data)))
      source.addEventListener('reset', () => say({ kind: 'reset' }))
      abort.signal.addEventListener('abort', () => {
        source.close()
        done()
      })
    })

  // Without locks (plain HTTP on an address) each tab listens for itself.
  if (navigator.locks) {
    navigator.locks.request(CHANNEL, { signal: abort.signal }, listen).catch(() => undefined)
  } else void listen()

  return () => {
    abort.abort()
    others.close()
  }
}
