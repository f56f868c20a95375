import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError } from '@/api'
import type { FlowDocument } from '@/api/types'
import { createEditor, setSettings } from '@/doc'
import { context, empty } from '@/doc/testing'
import { createSession } from './session'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type Answer = { revision: number } | ApiError

function open(...answers: Answer[]) {
  sessionStorage.clear()
  const store = createEditor(empty(), context())
  const sent: { priority: number | undefined; revision: number }[] = []
  const put = async (document: FlowDocument, revision: number) => {
    sent.push({ priority: document.settings.priority, revision })
    const answer = answers.shift()
    if (!answer) throw new Error('one save too many')
    if (answer instanceof ApiError) throw answer
    return { revision: answer.revision, issues: [], changes: 1 }
  }
  const session = createSession({
    flowId: 'f',
    store,
    revision: 1,
    issues: [],
    unsaved: false,
    put,
    storage: sessionStorage,
  })
  const edit = (priority: number) => store.run({ label: 'x' }, (doc) => setSettings(doc, { priority }))
  return { store, session, sent, edit, kind: () => session.state.getState().save.kind }
}

test('edits are saved together after a pause, each on the revision before', async () => {
  const { session, sent, edit, kind } = open({ revision: 2 }, { revision: 3 })
  edit(1)
  edit(2)
  expect(kind()).toBe('waiting')
  await vi.advanceTimersByTimeAsync(700)
  expect(kind()).toBe('saved')
  edit(3)
  await session.flush()
  expect(sent).toEqual([
    { priority: 2, revision: 1 },
    { priority: 3, revision: 2 },
  ])
})

test('a save that did not get through is tried again until it does', async () => {
  const { sent, edit, kind } = open(new ApiError({ status: 0, code: 'offline' }), { revision: 2 })
  edit(1)
  await vi.advanceTimersByTimeAsync(700)
  expect(kind()).toBe('failed')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(kind()).toBe('saved')
  expect(sent).toHaveLength(2)
})

const conflict = () =>
  new ApiError(
    { status: 409, code: 'draft_conflict' },
    { current: { document: { ...empty(), settings: { language: 'it', channels: [], priority: 9 } }, revision: 7 } },
  )

test('a conflict stops saving, and keeping mine saves on top of theirs', async () => {
  const { session, sent, edit, kind } = open(conflict(), { revision: 8 })
  edit(1)
  await vi.advanceTimersByTimeAsync(700)
  expect(kind()).toBe('conflict')
  edit(2)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toHaveLength(1)
  session.keepMine()
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.at(-1)).toEqual({ priority: 2, revision: 7 })
  expect(kind()).toBe('saved')
})

test('taking theirs loses nothing: one step back is mine again', async () => {
  const { store, session, edit, kind } = open(conflict(), { revision: 8 })
  edit(1)
  await vi.advanceTimersByTimeAsync(700)
  session.takeTheirs()
  expect(kind()).toBe('saved')
  expect(store.getState().doc.settings.priority).toBe(9)
  store.undo()
  expect(store.getState().doc.settings.priority).toBe(1)
  expect(kind()).toBe('waiting')
})
