import { expect, test } from 'vitest'
import type { FlowDocument } from '@/api/types'
import { readClip, tooLarge, tooLong } from './clip'
import { addStep, connect, copySteps, duplicate, move, paste, removeSteps, renameStep, setConfig } from './commands'
import { differences } from './diff'
import { before, outline } from './graph'
import { START } from './layout'
import { context, empty, kindOf } from './testing'

function chain(mode: 'auto' | 'free' = 'auto') {
  const c = context()
  let doc = empty(mode)
  const ids: string[] = []
  let from = 'start'
  for (const kind of ['message', 'question', 'message']) {
    const result = addStep(doc, c, kindOf(kind), { from, exit: 'next' })
    doc = result.doc
    from = result.select?.[0] ?? ''
    ids.push(from)
  }
  return { c, doc, ids: ids as [string, string, string] }
}

const lines = (doc: FlowDocument) => doc.connections.map((l) => `${l.from}.${l.exit}>${l.to}`).sort()

test('a step added to a connection stands between its two ends', () => {
  const { c, doc, ids } = chain()
  const result = addStep(doc, c, kindOf('menu'), { from: ids[0], exit: 'next' })
  const [menu] = result.select ?? []
  expect(lines(result.doc)).toContain(`${ids[0]}.next>${menu}`)
  expect(lines(result.doc)).toContain(`${menu}.o1>${ids[1]}`)
  expect(lines(result.doc)).toHaveLength(4)
})

test('a step that leads nowhere ends the way it is put on', () => {
  const { c, doc, ids } = chain()
  const result = addStep(doc, c, kindOf('end'), { from: ids[0], exit: 'next' })
  expect(lines(result.doc)).not.toContain(`${ids[0]}.next>${ids[1]}`)
})

test('removing steps joins what came before with what came after', () => {
  const { doc, ids } = chain()
  expect(lines(removeSteps(doc, [ids[1]]).doc)).toEqual([`${ids[0]}.next>${ids[2]}`, `start.next>${ids[0]}`].sort())
  expect(lines(removeSteps(doc, [ids[0], ids[1]]).doc)).toEqual([`start.next>${ids[2]}`])
  expect(removeSteps(doc, ['start']).doc).toBe(doc)
})

test('removing a step with several ways on leaves the path before it open', () => {
  const { c, doc, ids } = chain()
  const added = addStep(doc, c, kindOf('menu'), { from: ids[0], exit: 'next' })
  const [menu = ''] = added.select ?? []
  const split = connect(added.doc, menu, 'o2', ids[2]).doc
  expect(lines(removeSteps(split, [menu]).doc).some((l) => l.startsWith(`${ids[0]}.next`))).toBe(false)
})

test('renaming rewrites every reference', () => {
  const { c, doc, ids } = chain()
  const used = setConfig(doc, c, ids[2], {
    text: 'Hi {{ step.question.text ?? "you" }}',
    rows: ['step.question.value'],
  }).doc
  const { doc: renamed } = renameStep(used, ids[1], 'Il tuo nome')
  expect(renamed.steps[1]).toMatchObject({ name: 'Il tuo nome', key: 'il_tuo_nome' })
  expect(renamed.steps[2]?.config).toEqual({
    text: 'Hi {{ step.il_tuo_nome.text ?? "you" }}',
    rows: ['step.il_tuo_nome.value'],
  })
})

test('a removed option takes its connection along', () => {
  const { c, doc, ids } = chain()
  const added = addStep(doc, c, kindOf('menu'), { from: ids[0], exit: 'next' })
  const [menu = ''] = added.select ?? []
  const next = setConfig(added.doc, c, menu, { options: [{ id: 'o2', title: 'B' }] }).doc
  expect(lines(next).some((l) => l.startsWith(menu))).toBe(false)
})

test('copies have ids, names and keys of their own and speak of each other', () => {
  const { c, doc, ids } = chain()
  const used = setConfig(doc, c, ids[2], { text: '{{ step.question }}' }).doc
  const { doc: twice, select = [] } = duplicate(used, c, [ids[1], ids[2]])
  expect(twice.steps).toHaveLength(5)
  expect(new Set(twice.steps.map((s) => s.key)).size).toBe(5)
  expect(twice.steps[4]?.config).toEqual({ text: '{{ step.question_2 }}' })
  expect(lines(twice)).toContain(`${select[0]}.next>${select[1]}`)
})

test('the clipboard takes steps and refuses everything else', () => {
  const { c, doc, ids } = chain()
  const clip = readClip(JSON.stringify(copySteps(doc, [ids[0]])))
  expect(clip && paste(doc, c, clip).doc.steps).toHaveLength(4)
  const step = { id: 'a', kind: 'message', name: 'A', key: 'a', config: {} }
  const whole = { flusso: 'steps', steps: [step], connections: [] }
  expect(readClip(JSON.stringify(whole))?.positions).toEqual({})
  const bad: unknown[] = [
    { ...whole, steps: [] },
    { ...whole, steps: [1] },
    { ...whole, steps: [{ ...step, name: '' }] },
    { ...whole, steps: [{ ...step, name: 'x'.repeat(101) }] },
    { ...whole, steps: [{ ...step, kind: 'No kind' }] },
    { ...whole, steps: [{ ...step, config: 'text' }] },
    { ...whole, connections: [null] },
    { ...whole, connections: [{ from: 'a', exit: 1, to: 'a' }] },
    { ...whole, flusso: 'flow' },
    null,
  ]
  for (const text of ['', 'hello', '{}', '{"flusso":', ...bad.map((one) => JSON.stringify(one))]) {
    expect(readClip(text), text).toBeUndefined()
  }
  const places = { a: { x: 'left', y: 1 }, b: { x: 1, y: 2 } }
  expect(readClip(JSON.stringify({ ...whole, positions: places }))?.positions).toEqual({ b: { x: 1, y: 2 } })
})

test('what the server would not keep is too large', () => {
  const { doc } = chain()
  expect(tooLarge(doc)).toBe(false)
  const [first, ...rest] = doc.steps
  if (!first) throw new Error('no step')
  expect(tooLarge({ ...doc, steps: [{ ...first, config: { text: 'x'.repeat(2 << 20) } }, ...rest] })).toBe(true)
  expect(tooLarge({ ...doc, steps: Array.from({ length: 1001 }, () => first) })).toBe(true)
  expect(tooLong('x'.repeat(2 << 20))).toBe(false)
  expect(tooLong('x'.repeat((2 << 20) + 1))).toBe(true)
})

test('the outline tells the flow in order and points back at loops', () => {
  const { c, doc, ids } = chain()
  const looped = connect(doc, ids[2], 'next', ids[0]).doc
  const items = outline(looped, c)
  expect(items.map((i) => i.id)).toEqual(['start', ...ids, ids[0]])
  expect(items.at(-1)?.again).toBe(true)
  expect(before(looped, ids[2])).toEqual([ids[1], ids[0]])
})

test('layout is no difference', () => {
  const { doc, ids } = chain('free')
  const moved = move(doc, {}, { [ids[0]]: { x: 900, y: 5 } }).doc
  expect(moved).not.toEqual(doc)
  expect(differences(doc, moved)).toEqual([])
  expect(differences(doc, renameStep(doc, ids[0], 'Hello').doc)).toEqual([
    { what: 'changed', id: ids[0], name: 'Hello' },
  ])
})

test('a note never stands in the way of the customer', () => {
  const c = context()
  const start = addStep(empty(), c, kindOf('message'), { from: START, exit: 'next' }).doc
  const noted = addStep(start, c, kindOf('note'), { from: START, exit: 'next' }).doc
  expect(noted.connections).toEqual(start.connections)
  expect(noted.steps).toHaveLength(2)
})
