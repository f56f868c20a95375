import { expect, test } from 'vitest'
import type { FlowDocument } from '@/api/types'
import { onlyWords } from './diff'

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
