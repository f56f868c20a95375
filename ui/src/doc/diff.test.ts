import { expect, test } from 'vitest'
import type { FlowDocument } from '@/api/types'
import { lineDifferences, onlyWords } from './diff'

const step = (id: string, text: string) => ({ id, kind: 'message', name: id, key: id, config: { text } })
const doc = {
  spec: 1,
  triggers: [],
  steps: [step('a', 'one'), step('b', 'two')],
  connections: [{ from: 'a', exit: 'next', to: 'b' }],
  variables: [],
  settings: { channels: [] },
} as unknown as FlowDocument

test('a text that is typed is only words; a step, a line or a place is more', () => {
  const [a, b] = doc.steps as [FlowDocument['steps'][0], FlowDocument['steps'][0]]
  expect(onlyWords(doc, doc)).toBe(true)
  expect(onlyWords(doc, { ...doc, steps: [step('a', 'one more'), b] })).toBe(true)
  expect(onlyWords(doc, { ...doc, steps: [b, a] })).toBe(false)
  expect(onlyWords(doc, { ...doc, steps: [a] })).toBe(false)
  expect(onlyWords(doc, { ...doc, connections: [] })).toBe(false)
  expect(onlyWords(doc, { ...doc, layout: { mode: 'free' } } as FlowDocument)).toBe(false)
})

test('a connection is new, gone, or leads elsewhere with the way that it had', () => {
  const lines = (...all: string[]) =>
    ({
      ...doc,
      connections: all.map((line) => {
        const [from, exit, to] = line.split(' ')
        return { from, exit, to }
      }),
    }) as FlowDocument
  const told = lineDifferences(lines('start next a', 'a yes b', 'a no c'), lines('start next a', 'a yes c', 'b next c'))
  expect(told.map(({ from, exit, to, mark }) => `${mark} ${from} ${exit} ${to}`)).toEqual([
    'moved a yes c',
    'before a yes b',
    'added b next c',
    'removed a no c',
  ])
  expect(lineDifferences(doc, doc)).toEqual([])
})
