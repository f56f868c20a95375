// Saving: quietly, on top of the revision it was based on. What fails is tried again; what conflicts is shown.
import { createStore } from 'zustand/vanilla'
import { ApiError } from '@/api'
import type { Draft, DraftConflict, FlowDocument, Issue } from '@/api/types'
import { type EditorStore, keep, type Merged, merge, repair } from '@/doc'

export type SaveState =
  | { kind: 'saved' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'failed'; error: ApiError }
  /** `merged` puts both together, when it is known what both began from. */
  | { kind: 'conflict'; theirs: DraftConflict; merged: Merged | undefined }

export interface SessionState {
  save: SaveState
  revision: number
  issues: Issue[]
  /** Changes that are not published yet, as the server counts them. */
  changes: number | undefined
  /** The latest of somebody else's changes that were put together with those here. */
  joined: DraftConflict | undefined
}

export interface SessionOptions {
  flowId: string
  store: EditorStore
  revision: number
  issues: Issue[]
  /** What is open was never saved. */
  unsaved: boolean
  put: (document: FlowDocument, revision: number, leaving: boolean) => Promise<Omit<Draft, 'document'>>
  storage: Storage
}

// Short enough to feel like "always saved", long enough not to save every letter.
const PAUSE_MS = 700
// What a reload of the tab finds is written when the keys rest: for a large flow that is longer than a key may take.
const KEEP_MS = 300
const KEEP_AT_LEAST_MS = 2_000
const RETRY_MS = [2_000, 5_000, 15_000, 30_000]

// Between two keys, not before one.
const whenIdle = (work: () => void) =>
  'requestIdleCallback' in globalThis ? void requestIdleCallback(work, { timeout: 1_000 }) : work()

export type Session = ReturnType<typeof createSession>

export function createSession(options: SessionOptions) {
  const { store, flowId, storage } = options
  const state = createStore<SessionState>(() => ({
    save: options.unsaved ? { kind: 'waiting' } : { kind: 'saved' },
    revision: options.revision,
    issues: options.issues,
    changes: undefined,
    joined: undefined,
  }))
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let saved: FlowDocument | undefined = options.unsaved ? undefined : store.getState().doc
  let running: Promise<void> | undefined

  let keeping: { timer: ReturnType<typeof setTimeout>; since: number } | undefined
  const remember = () => {
    clearTimeout(keeping?.timer)
    keeping = undefined
    const { doc, history } = store.getState()
    keep(storage, flowId, { doc, history, revision: state.getState().revision, saved: saved === doc })
  }
  const rememberSoon = () => {
    const now = Date.now()
    const since = keeping?.since ?? now
    clearTimeout(keeping?.timer)
    const due = () => whenIdle(() => keeping && remember())
    keeping = { since, timer: setTimeout(due, Math.min(KEEP_MS, Math.max(0, since + KEEP_AT_LEAST_MS - now))) }
  }
  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
  }

  async function attempt(leaving: boolean): Promise<void> {
    const { doc } = store.getState()
    if (doc === saved || state.getState().save.kind === 'conflict') return
    state.setState({ save: { kind: 'saving' } })
    try {
      const answer = await options.put(doc, state.getState().revision, leaving)
      failures = 0
      saved = doc
      const clean = store.getState().doc === doc
      state.setState({
        revision: answer.revision,
        issues: answer.issues ?? [],
        changes: answer.changes,
        save: { kind: clean ? 'saved' : 'waiting' },
      })
      remember()
      if (!clean) later(PAUSE_MS)
    } catch (cause) {
      const error = cause instanceof ApiError ? cause : new ApiError({ status: 0, code: 'unexpected' })
      const theirs = (error.body as { current?: DraftConflict } | undefined)?.current
      if (error.code === 'draft_conflict' && theirs) {
        const merged = saved && merge(saved, doc, repair(theirs.document))
        state.setState({ save: { kind: 'conflict', theirs, merged } })
        // Nothing clashes: both are kept, and one step back leads to what was here.
        if (merged && merged.clashes.length === 0) join(merged)
        return
      }
      state.setState({ save: { kind: 'failed', error } })
      // A document that was refused as it is will be refused again: only a change or a press tries anew.
      if (error.offline || error.status >= 500) later(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0)
      failures += 1
    }
  }

  /** Goes on with both sides put together, on top of theirs. */
  function join(merged: Merged): void {
    const { save } = state.getState()
    if (save.kind !== 'conflict') return
    saved = repair(save.theirs.document)
    state.setState({ revision: save.theirs.revision, save: { kind: 'waiting' }, joined: save.theirs })
    store.load(merged.doc, 'merged')
    remember()
    later(0)
  }

  /** Saves now what is not saved; resolves when the attempt is over. */
  async function flush(leaving = false): Promise<void> {
    clearTimeout(timer)
    // The page may be gone before the answer is there.
    if (keeping) remember()
    if (running) await running
    running = attempt(leaving).finally(() => {
      running = undefined
    })
    await running
  }

  const stop = store.subscribe((now, before) => {
    if (now.doc === before.doc && now.history === before.history) return
    rememberSoon()
    if (now.doc === before.doc) return
    if (now.doc === saved) {
      clearTimeout(timer)
      if (state.getState().save.kind === 'waiting') state.setState({ save: { kind: 'saved' } })
      return
    }
    if (state.getState().save.kind === 'conflict') return
    if (!running) state.setState({ save: { kind: 'waiting' } })
    later(PAUSE_MS)
  })
  if (options.unsaved) later(0)

  /** Replaces what is open by what the server has; one step back leads to what was here. */
  const take = (theirs: { document: FlowDocument; revision: number; issues?: Issue[] }, label: string) => {
    const document = repair(theirs.document)
    saved = document
    state.setState({
      revision: theirs.revision,
      save: { kind: 'saved' },
      ...(theirs.issues && { issues: theirs.issues }),
    })
    store.load(document, label)
    saved = store.getState().doc
    remember()
  }

  return {
    state,
    flush,
    take,
    get clean() {
      return state.getState().save.kind === 'saved'
    },
    keepMine() {
      const { save } = state.getState()
      if (save.kind !== 'conflict') return
      state.setState({ revision: save.theirs.revision, save: { kind: 'waiting' } })
      void flush()
    },
    /** Both sides, mine where both changed the same. */
    mergeBoth() {
      const { save } = state.getState()
      if (save.kind === 'conflict' && save.merged)
        join(merge(saved ?? save.merged.doc, store.getState().doc, repair(save.theirs.document)))
    },
    takeTheirs() {
      const { save } = state.getState()
      if (save.kind === 'conflict') take(save.theirs, 'theirs')
    },
    stop() {
      stop()
      if (keeping) remember()
      clearTimeout(timer)
    },
  }
}
