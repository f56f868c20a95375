// What every part of the open editor shares. The page fills it; canvas, panels and actions use it.
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Catalog, Issue, Json, Kind } from '@/api/types'
import type { EditorState, EditorStore } from '@/doc'

export type PanelName = 'step' | 'problems' | 'versions' | 'people' | 'settings' | 'outline'

/** Where the step library opens, and what a chosen step is hung on. */
export interface LibraryAt {
  from?: string
  exit?: string
  /** On the canvas, for a step dropped on empty ground. */
  point?: { x: number; y: number }
  /** On the screen. */
  screen: { x: number; y: number }
}

/** What is on the screen besides the document: never saved, never undone. */
export interface ViewState {
  panel: PanelName | undefined
  testing: boolean
  library: LibraryAt | undefined
  palette: boolean
  /** The list of shortcuts. */
  shortcuts: boolean
  /** What is looked for in the flow; nothing while the search is closed. */
  find: string | undefined
  /** The path that is being led to a step without a pointer. */
  connecting: { from: string; exit?: string } | undefined
  publishing: boolean
  /** The links with which others may try the draft. */
  sharing: boolean
  /** The draft is put on a phone. */
  trying: boolean
  /** The chosen connection. */
  line: { from: string; exit: string } | undefined
  /** New steps that were not left yet: grey, not red. */
  fresh: ReadonlySet<string>
  /** The step whose first field takes the focus. */
  focusField: string | undefined
  /** The step that the test is to go on at. */
  testFrom: string | undefined
  /** Where the test stands. */
  current: string | undefined
  /** What is known in the test conversation, as the engine keeps it. */
  known: Json | undefined
}

export const createView = () =>
  createStore<ViewState>(() => ({
    panel: undefined,
    testing: false,
    library: undefined,
    palette: false,
    shortcuts: false,
    find: undefined,
    connecting: undefined,
    publishing: false,
    sharing: false,
    trying: false,
    line: undefined,
    fresh: new Set<string>(),
    focusField: undefined,
    testFrom: undefined,
    current: undefined,
    known: undefined,
  }))

export type ViewStore = ReturnType<typeof createView>

/** What the canvas can do with its viewport. */
export interface Viewport {
  fit: () => void
  /** Shows these cards, as large as they fit. */
  fitTo: (ids: readonly string[]) => void
  /** One to one. */
  actualSize: () => void
  zoomIn: () => void
  zoomOut: () => void
  reveal: (id: string) => void
  /** Where cards stand now, as drawn. */
  positions: () => Record<string, { x: number; y: number }>
  /** A screen point on the canvas. */
  toCanvas: (screen: { x: number; y: number }) => { x: number; y: number }
  center: () => { x: number; y: number }
}

export interface Editor {
  flowId: string
  store: EditorStore
  view: ViewStore
  catalog: Catalog
  kinds: ReadonlyMap<string, Kind>
  viewport: { current: Viewport | undefined }
  /** Opens another flow; nothing where flows are only looked at. */
  visit?: (flowId: string) => void
}

const EditorContext = createContext<Editor | undefined>(undefined)
export const EditorProvider = EditorContext.Provider

export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('a part of the editor outside of it')
  return editor
}

export const useEdited = <T>(select: (state: EditorState) => T): T => useStore(useEditor().store, select)
export const useView = <T>(select: (state: ViewState) => T): T => useStore(useEditor().view, select)

/** Problems by step, and people waiting by step: they come from the server. */
export interface Facts {
  issues: Issue[]
  waiting: Record<string, number>
}
const FactsContext = createContext<Facts>({ issues: [], waiting: {} })
export const FactsProvider = FactsContext.Provider
export const useFacts = () => useContext(FactsContext)
