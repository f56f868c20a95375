// Random edit walks: undo gives the same bytes back, redo the same again, and cards never overlap.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FlowDocument } from '@/api/types'
import * as edit from './commands'
import { type Context, exitsAt, layoutGraph } from './graph'
import { changeGroup, groupSteps, groupsOf, ungroup } from './groups'
import { keep, reopen } from './keep'
import { anyOverlap, START, tidy } from './layout'
import { createEditor, type EditorStore } from './store'
import { context, empty, kinds } from './testing'

type Move = (doc: FlowDocument, context: Context, a: number, b: number) => edit.Result

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]
const anyStep = (doc: FlowDocument, n: number) => pick(doc.steps, n)?.id ?? START

function place(doc: FlowDocument, c: Context, a: number): edit.Place {
  const from = pick([START, ...doc.steps.map((s) => s.id)], a) ?? START
  const exit = pick(exitsAt(doc, from, c), a)?.id
  return exit === undefined ? {} : { from, exit }
}

const shown = (doc: FlowDocument, c: Context) => tidy(layoutGraph(doc, c))

const moves: Record<string, Move> = {
  add: (doc, c, a, b) => edit.addStep(doc, c, pick(kinds, b) ?? fail(), place(doc, c, a)),
  drop: (doc, c, a, b) =>
    edit.addStep(doc, c, pick(kinds, b) ?? fail(), { ...place(doc, c, a), point: { x: a, y: b } }),
  remove: (doc, _, a, b) => edit.removeSteps(doc, [anyStep(doc, a), anyStep(doc, b)]),
  duplicate: (doc, c, a, b) => edit.duplicate(doc, c, [anyStep(doc, a), anyStep(doc, b)]),
  rename: (doc, _, a, b) => edit.renameStep(doc, anyStep(doc, a), `Name ${b}`),
  config: (doc, c, a, b) =>
    edit.setConfig(doc, c, anyStep(doc, a), {
      text: 'word '.repeat(b % 40),
      options: Array.from({ length: b % 6 }, (_, i) => ({ id: `o${i}`, title: `T${i}` })),
      timeout: { enabled: b % 2 === 0 },
    }),
  connect: (doc, c, a, b) => {
    const { from, exit } = place(doc, c, a)
    return from && exit ? edit.connect(doc, from, exit, anyStep(doc, b)) : { doc }
  },
  disconnect: (doc, c, a) => {
    const { from, exit } = place(doc, c, a)
    return from && exit ? edit.disconnect(doc, from, exit) : { doc }
  },
  move: (doc, c, a, b) => edit.move(doc, shown(doc, c), { [anyStep(doc, a)]: { x: b * 7, y: a * 5 } }),
  mode: (doc, c, a) => edit.setMode(doc, a % 2 ? 'auto' : 'free', shown(doc, c)),
  tidy: (doc, c) => edit.tidyUp(doc, c),
  insert: (doc, c, a, b) => {
    const line = pick(doc.connections, a)
    return line ? edit.insertInto(doc, c, anyStep(doc, b), line.from, line.exit) : { doc }
  },
  reconnect: (doc, c, a, b) => {
    const line = pick(doc.connections, a)
    const { from, exit } = place(doc, c, b)
    return line && from && exit ? edit.reconnect(doc, line, { from, exit, to: anyStep(doc, a + b) }) : { doc }
  },
  group: (doc, c, a, b) => groupSteps(doc, c, [anyStep(doc, a), anyStep(doc, b)], `Group ${a}`),
  ungroup: (doc, _, a) => ungroup(doc, [pick(groupsOf(doc), a)?.id ?? '']),
  colour: (doc, _, a, b) => changeGroup(doc, pick(groupsOf(doc), a)?.id ?? '', { name: `G${b}`, color: 'pink' }),
  trigger: (doc, c) => edit.addTrigger(doc, c, kinds[0] ?? fail()),
  settings: (doc, _, a) => edit.setSettings(doc, { priority: a }),
  variables: (doc, _, a) => edit.setVariables(doc, [{ key: `v${a}`, type: 'text' }]),
}

function fail(): never {
  throw new Error('no kind')
}

const names = Object.keys(moves)
const number = fc.integer({ min: 0, max: 200 })
const walk = fc.array(fc.tuple(fc.constantFrom(...names), number, number, fc.boolean()), { maxLength: 40 })

function play(store: EditorStore, steps: [string, number, number, boolean][]) {
  for (const [name, a, b, merge] of steps) {
    const move = moves[name] ?? fail()
    store.run({ label: name, ...(merge && { merge: name }) }, (doc, c) => move(doc, c, a, b))
  }
}

const bytes = (store: EditorStore) => JSON.stringify(store.getState().doc)

function undoAll(store: EditorStore) {
  while (store.getState().history.past.length > 0) store.undo()
}

test('undo of everything gives the same bytes, redo of everything too', () => {
  fc.assert(
    fc.property(walk, fc.constantFrom('auto' as const, 'free' as const), (steps, mode) => {
      let now = 0
      const store = createEditor(empty(mode), context(), undefined, () => (now += 500))
      const first = bytes(store)
      play(store, steps)
      const last = bytes(store)
      undoAll(store)
      expect(bytes(store)).toBe(first)
      while (store.getState().history.future.length > 0) store.redo()
      expect(bytes(store)).toBe(last)
    }),
    { numRuns: 60 },
  )
})

test('cards never overlap in a free layout, nor when tidied', () => {
  fc.assert(
    fc.property(walk, (steps) => {
      const c = context()
      const store = createEditor(empty('free'), c)
      for (const step of steps) {
        play(store, [step])
        const { doc } = store.getState()
        const { cards } = layoutGraph(doc, c)
        if (doc.layout?.mode === 'free') expect(anyOverlap(cards, doc.layout.positions)).toBe(false)
      }
      const { doc } = store.getState()
      const graph = layoutGraph(doc, c)
      expect(anyOverlap(graph.cards, tidy(graph))).toBe(false)
    }),
    { numRuns: 60 },
  )
})

test('connections are sound after any walk: known ends, an exit that exists, one a path', () => {
  fc.assert(
    fc.property(walk, (steps) => {
      const c = context()
      const store = createEditor(empty(), c)
      play(store, steps)
      const { doc } = store.getState()
      const ids = new Set(doc.steps.map((s) => s.id))
      const paths = doc.connections.map((l) => `${l.from} ${l.exit}`)
      expect(new Set(paths).size).toBe(paths.length)
      for (const line of doc.connections) {
        expect(ids.has(line.to)).toBe(true)
        expect(exitsAt(doc, line.from, c).map((e) => e.id)).toContain(line.exit)
      }
      expect(new Set(doc.steps.map((s) => s.key)).size).toBe(doc.steps.length)
      const grouped = groupsOf(doc).flatMap((group) => group.steps)
      expect(new Set(grouped).size).toBe(grouped.length)
      for (const id of grouped) expect(ids.has(id)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('a reload keeps the steps back, and work that was not saved', () => {
  fc.assert(
    fc.property(walk, (steps) => {
      const memory = new Map<string, string>()
      const storage = {
        getItem: (key: string) => memory.get(key) ?? null,
        setItem: (key: string, value: string) => void memory.set(key, value),
        removeItem: (key: string) => void memory.delete(key),
      }
      const start = empty('free')
      const store = createEditor(start, context())
      play(store, steps)
      const { doc, history } = store.getState()
      keep(storage, 'f', { doc, revision: 3, saved: false, history })
      const again = reopen(storage, 'f', { document: structuredClone(start), revision: 3 })
      expect(JSON.stringify(again.doc)).toBe(JSON.stringify(doc))
      expect(again.unsaved).toBe(JSON.stringify(doc) !== JSON.stringify(start))
      const second = createEditor(again.doc, context(), again.history)
      undoAll(second)
      expect(bytes(second)).toBe(JSON.stringify(start))
    }),
    { numRuns: 30 },
  )
})
