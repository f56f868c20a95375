// The open flow: document, selection, undo. Saving, panels and the canvas watch it; only commands change it.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FlowDocument } from '@/api/types'
import { type Result, settled } from './commands'
import type { Context } from './graph'
import { apply, emptyHistory, type History, invert, patchBetween, record } from './history'

export interface EditorState {
  doc: FlowDocument
  selection: string[]
  history: History
  context: Context
}

export interface Editing {
  /** What was done; the tooltip of Undo says it. */
  label: string
  /** Edits with the same mark in quick succession are one step back (typing in a field). */
  merge?: string
}

export interface EditorStore extends StoreApi<EditorState> {
  run: (editing: Editing, command: (doc: FlowDocument, context: Context) => Result) => void
  undo: () => void
  redo: () => void
  select: (ids: string[]) => void
  /** A document from outside (theirs, a restored version): one step back leads to what was here. */
  load: (doc: FlowDocument, label: string) => void
}

const sameIds = (a: string[], b: string[]) => a.length === b.length && a.every((id, index) => id === b[index])

export function createEditor(
  doc: FlowDocument,
  context: Context,
  history: History = emptyHistory,
  clock: () => number = Date.now,
): EditorStore {
  const store = createStore<EditorState>(() => ({ doc, selection: [], history, context }))

  const commit = (next: FlowDocument, select: string[] | undefined, editing: Editing) => {
    const state = store.getState()
    const selection = select && !sameIds(select, state.selection) ? select : state.selection
    const patch = patchBetween(state.doc, next)
    if (!patch) {
      if (selection !== state.selection) store.setState({ selection })
      return
    }
    const entry = {
      label: editing.label,
      patch,
      was: state.selection,
      is: selection,
      at: clock(),
      ...(editing.merge && { merge: editing.merge }),
    }
    const history = record(state.history, entry, (earlier) =>
      patchBetween(apply(state.doc, invert(earlier.patch)), next),
    )
    store.setState({ doc: next, selection, history })
  }

  const known = (ids: string[], doc: FlowDocument) => {
    const steps = new Set(doc.steps.map((step) => step.id))
    return ids.filter((id) => id === 'start' || steps.has(id))
  }

  return {
    ...store,
    run(editing, command) {
      const { doc, context } = store.getState()
      const result = command(doc, context)
      commit(result.doc === doc ? doc : settled(result, context), result.select, editing)
    },
    undo() {
      const { doc, history } = store.getState()
      const entry = history.past.at(-1)
      if (!entry) return
      const back = apply(doc, invert(entry.patch))
      store.setState({
        doc: back,
        selection: known(entry.was, back),
        history: { past: history.past.slice(0, -1), future: [...history.future, entry] },
      })
    },
    redo() {
      const { doc, history } = store.getState()
      const entry = history.future.at(-1)
      if (!entry) return
      const on = apply(doc, entry.patch)
      store.setState({
        doc: on,
        selection: known(entry.is, on),
        // What was undone and done again is never merged with what is typed next.
        history: { past: [...history.past, { ...entry, at: 0 }], future: history.future.slice(0, -1) },
      })
    },
    select(ids) {
      if (!sameIds(ids, store.getState().selection)) store.setState({ selection: ids })
    },
    load(doc, label) {
      commit(doc, [], { label })
    },
  }
}
