import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useBlocker, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { api } from '@/api'
import type { Catalog, Draft, Flow } from '@/api/types'
import {
  Canvas,
  ConnectDialog,
  createView,
  type Editor,
  EditorProvider,
  FactsProvider,
  Library,
  Outline,
  Palette,
  ShortcutsDialog,
  useEdited,
  useEditor,
  useShortcuts,
  useView,
} from '@/canvas'
import { createEditor, makeId, reopen, repair, type Words } from '@/doc'
import { useCatalogWords } from '@/form'
import { Confirm, useTitle } from '@/kit'
import { usePhoneSized, useRoomForBoth } from '@/kit/shell-size'
import { ConflictBar } from './conflict-bar'
import { Dock } from './dock'
import classes from './editor.module.css'
import { FlowList } from './flow-list'
import { GuideHere, GuideHint, useGuide } from './guide-hint'
import { NumbersOverlay } from './numbers-overlay'
import { PeoplePanel } from './people-panel'
import { ProblemsPanel } from './problems-panel'
import { PublishDialog } from './publish-dialog'
import { createSession } from './session'
import { SessionProvider, useSaved, useSession } from './session-context'
import { SettingsPanel } from './settings-panel'
import { StepPanel } from './step-panel'
import { TestPanel } from './test-panel'
import { TopBar } from './top-bar'
import { VersionsPanel } from './versions-panel'

// Most people never open it: its code, with the QR codes, comes when they do.
const ShareDialog = lazy(() => import('./share-dialog'))
const TryDialog = lazy(() => import('./try-dialog'))

interface EditorViewProps {
  flow: Flow
  catalog: Catalog
  draft: Draft
}

/** One open flow. */
export function EditorView({ flow, catalog, draft }: EditorViewProps) {
  useTitle(flow.name)
  const words = useCatalogWords()
  const [{ editor, session }] = useState(() => open(flow.id, catalog, draft, words))
  const kinds = useMemo(() => kindsOf(catalog), [catalog])
  // The catalogue follows the reader's language; the document does not.
  useEffect(
    () => editor.store.setState((state) => ({ context: { ...state.context, words, kinds } })),
    [editor, words, kinds],
  )
  const navigate = useNavigate()
  const value = useMemo<Editor>(
    () => ({ ...editor, catalog, kinds, visit: (id) => void navigate({ to: `/flows/${id}/edit` as never }) }),
    [editor, catalog, kinds, navigate],
  )

  useEffect(() => () => session.stop(), [session])
  return (
    <EditorProvider value={value}>
      <SessionProvider value={session}>
        <Workshop flow={flow} />
      </SessionProvider>
    </EditorProvider>
  )
}

const kindsOf = (catalog: Catalog) => new Map([...catalog.items, ...catalog.triggers].map((kind) => [kind.kind, kind]))

function open(flowId: string, catalog: Catalog, draft: Draft, words: Words) {
  const kinds = kindsOf(catalog)
  const server = { document: repair(draft.document), revision: draft.revision }
  const reopened = reopen(sessionStorage, flowId, server)
  const newId = () => makeId((bytes) => crypto.getRandomValues(bytes))
  const store = createEditor(reopened.doc, { kinds, words, newId }, reopened.history)
  const view = createView()
  if (reopened.doc.steps.length === 0) view.setState({ panel: 'step' })
  const editor = { flowId, store, view, catalog, kinds, viewport: { current: undefined } }
  const session = createSession({
    flowId,
    store,
    revision: reopened.revision,
    issues: draft.issues ?? [],
    unsaved: reopened.unsaved,
    storage: sessionStorage,
    put: (document, revision, keepalive) =>
      api.put(`/flows/${flowId}/draft`, { document }, { headers: { 'If-Match': `"${revision}"` }, keepalive }),
  })
  return { editor, session }
}

function Workshop({ flow }: { flow: Flow }) {
  const editor = useEditor()
  const { view } = editor
  const issues = useSaved((state) => state.issues)
  const panel = useView((state) => state.panel)
  const testing = useView((state) => state.testing)
  const publishing = useView((state) => state.publishing)
  const sharing = useView((state) => state.sharing)
  const trying = useView((state) => state.trying)
  const selection = useEdited((state) => state.selection)
  const both = useRoomForBoth()
  const phone = usePhoneSized()
  const guide = useGuide()
  // Who came to a step from the list goes back to the list.
  const [fromList, setFromList] = useState(false)
  useEffect(() => {
    if (panel !== 'step') setFromList(false)
  }, [panel])
  useShortcuts(editor)
  useTheirs(flow)
  useWishes(editor, guide.start)

  const { data: counts } = useQuery({
    queryKey: ['flow', flow.id, 'counts'],
    queryFn: () => api.get<Record<string, number>>(`/flows/${flow.id}/steps/counts`),
  })
  const facts = useMemo(() => ({ issues, waiting: counts ?? {} }), [issues, counts])
  const close = () => view.setState({ panel: undefined })
  const shown = panel === 'step' && selection.length !== 1 ? undefined : panel
  const closeStep = () => {
    view.setState({ panel: phone && fromList ? 'outline' : undefined })
  }
  const read = (id: string) => {
    editor.store.select([id])
    view.setState({ panel: 'step', line: undefined })
    setFromList(true)
  }
  // A sheet covers the whole screen of a phone: nothing behind it is reached by the keyboard or read out.
  const under = phone && (shown !== undefined || testing)
  return (
    <FactsProvider value={facts}>
      <div className={classes.editor} data-guided={guide.on || undefined}>
        <div inert={under}>
          <TopBar flow={flow} onAround={guide.start} />
          <GuideHint guide={guide} />
        </div>
        <div inert={under}>
          <ConflictBar />
        </div>
        <div className={classes.body}>
          <div className={classes.board} inert={under}>
            <NumbersOverlay flowId={flow.id}>
              <Canvas />
            </NumbersOverlay>
          </div>
          {shown === 'step' && <StepPanel onClose={closeStep} />}
          {shown === 'problems' && <ProblemsPanel onClose={close} />}
          {shown === 'versions' && <VersionsPanel onClose={close} />}
          {shown === 'people' && <PeoplePanel onClose={close} />}
          {shown === 'settings' && <SettingsPanel onClose={close} />}
          {shown === 'outline' && <OutlinePanel onClose={close} {...(phone && { onRead: read })} />}
          {testing && <TestPanel hidden={!both && shown !== undefined} />}
        </div>
        <Library />
        <Palette />
        <ConnectDialog />
        <ShortcutsDialog />
        <PublishDialog opened={publishing} onClose={() => view.setState({ publishing: false })} />
        {sharing && (
          <Suspense fallback={null}>
            <ShareDialog onClose={() => view.setState({ sharing: false })} />
          </Suspense>
        )}
        {trying && (
          <Suspense fallback={null}>
            <TryDialog onClose={() => view.setState({ trying: false })} />
          </Suspense>
        )}
        <GuideHere guide={guide} />
        <LeaveGuard />
      </div>
    </FactsProvider>
  )
}

interface Wishes {
  test?: unknown
  add?: unknown
  panel?: unknown
  around?: unknown
}

// In so many frames the canvas did not move: it has been laid out, and shown whole.
const STILL_FRAMES = 3

/** What the address asks for: `?test=true` the phone, `?add=start` the library, `?around=true` the tour. Asked once. */
function useWishes(editor: Editor, onAround: () => void) {
  const search = useSearch({ strict: false }) as Wishes
  const navigate = useNavigate()
  const { test, add, panel, around } = search
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the page was opened with counts
  useEffect(() => {
    if (test === undefined && add === undefined && panel === undefined && around === undefined) return
    if (around !== undefined) onAround()
    if (test !== undefined) editor.view.setState({ testing: true })
    if (panel === 'versions' || panel === 'people') editor.view.setState({ panel })
    void navigate({ to: '.', search: {} as never, replace: true })
    if (add !== 'start') return
    // The (+) of the trigger is where the library opens; it is drawn a moment after the page.
    const watch = new MutationObserver(() => open())
    const open = () => {
      const plus = document.querySelector<HTMLElement>('[data-id="start"] button')
      if (!plus) return
      watch.disconnect()
      // The library opens where the (+) stands: not before the canvas has come to rest.
      const settle = (before = '', still = 0) => {
        const { left, top } = plus.getBoundingClientRect()
        const place = `${left} ${top}`
        if (place !== before) requestAnimationFrame(() => settle(place))
        else if (still < STILL_FRAMES) requestAnimationFrame(() => settle(place, still + 1))
        else plus.click()
      }
      settle()
    }
    watch.observe(document.body, { childList: true, subtree: true })
    open()
  }, [])
}

function OutlinePanel({ onClose, onRead }: { onClose: () => void; onRead?: (id: string) => void }) {
  const { t } = useLingui()
  const title = t`Flow as a list`
  return (
    <Dock name="panel" label={title} onClose={onClose} head={<h2 className={classes.dockTitle}>{title}</h2>}>
      {onRead ? <FlowList onOpen={onRead} /> : <Outline />}
    </Dock>
  )
}

/** A newer draft from elsewhere: taken when nothing here is unsaved; one step back leads to what was here. */
function useTheirs(flow: Flow) {
  const session = useSession()
  const revision = useSaved((state) => state.revision)
  const clean = useSaved((state) => state.save.kind === 'saved')
  const newer = clean && flow.revision > revision
  useEffect(() => {
    if (!newer) return
    let current = true
    void api.get<Draft>(`/flows/${flow.id}/draft`).then((draft) => {
      const now = session.state.getState()
      if (current && session.clean && draft.revision > now.revision) session.take(draft, 'theirs')
    })
    return () => {
      current = false
    }
  }, [newer, flow.id, session])
}

/** Leaving saves; what cannot be saved is not left without a word. */
function LeaveGuard() {
  const { t } = useLingui()
  const session = useSession()
  const blocker = useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname) return false
      if (!session.clean) await session.flush()
      return !session.clean
    },
    enableBeforeUnload: () => !session.clean,
    withResolver: true,
  })
  useEffect(() => {
    const onHide = () => void session.flush(true)
    window.addEventListener('pagehide', onHide)
    return () => window.removeEventListener('pagehide', onHide)
  }, [session])
  const blocked = blocker.status === 'blocked'
  return (
    <Confirm
      opened={blocked}
      title={t`The last changes are not saved`}
      action={t`Leave all the same`}
      danger
      onConfirm={() => (blocked ? blocker.proceed() : undefined)}
      onClose={() => (blocked ? blocker.reset() : undefined)}
    >
      {t`This tab keeps them until it is closed: come back to this flow and they are here.`}
    </Confirm>
  )
}
