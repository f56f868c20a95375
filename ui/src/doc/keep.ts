// What survives a reload of the tab: the steps back, and what could not be saved yet.
import type { FlowDocument } from '@/api/types'
import { emptyHistory, type History } from './history'

interface Kept {
  /** The document that the steps back belong to. */
  doc: FlowDocument
  revision: number
  saved: boolean
  history: History
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

const keyOf = (flow: string) => `flusso.open.${flow}`
// A tab may keep about 5 MB; the oldest steps back are given up first.
const MAX_CHARS = 1_500_000

export function keep(storage: Storage, flow: string, kept: Kept): void {
  let { past, future } = kept.history
  for (;;) {
    const text = JSON.stringify({ ...kept, history: { past, future } })
    if (text.length <= MAX_CHARS || past.length + future.length === 0) {
      try {
        storage.setItem(keyOf(flow), text)
        return
      } catch {
        if (past.length + future.length === 0) return
      }
    }
    future = []
    past = past.slice(Math.ceil(past.length / 2))
  }
}

export interface Reopened {
  doc: FlowDocument
  history: History
  /** What is here was never saved: it has to be, on top of `revision`. */
  unsaved: boolean
  revision: number
}

/** Puts the server's draft and what this tab kept together. */
export function reopen(storage: Storage, flow: string, server: { document: FlowDocument; revision: number }): Reopened {
  const plain = { doc: server.document, history: emptyHistory, unsaved: false, revision: server.revision }
  try {
    const kept = JSON.parse(storage.getItem(keyOf(flow)) ?? 'null') as Kept | null
    if (!kept?.doc || !Array.isArray(kept.history?.past)) return plain
    const same = JSON.stringify(kept.doc) === JSON.stringify(server.document)
    if (same) return { ...plain, history: kept.history }
    // Unsaved work is kept whatever the server has now: an older base shows as a conflict, with both sides.
    if (!kept.saved) return { doc: kept.doc, history: kept.history, unsaved: true, revision: kept.revision }
    return plain
  } catch {
    return plain
  }
}
