import { expect, test } from 'vitest'
import type { FlowDocument } from '@/api/types'
import { merge } from './merge'
import { empty } from './testing'

const step = (id: string, text: string, more = {}) => ({
  id,
  kind: 'message',
  name: id.toUpperCase(),
  key: id,
  config: { text, media_kind: 'none' },
  ...more,
})
const flow = (change: Partial<FlowDocument> = {}): FlowDocument => ({
  ...empty(),
  steps: [step('a', 'One'), step('b', 'Two')],
  connections: [
    { from: 'start', exit: 'next', to: 'a' },
    { from: 'a', exit: 'next', to: 'b' },
  ],
  ...change,
})

test('what only one side changed is taken, down to the field', () => {
  const mine = flow({ steps: [step('a', 'Mine'), step('b', 'Two')] })
  const theirs = flow({
    steps: [step('a', 'One', { name: 'Theirs' }), step('b', 'Two'), step('c', 'Three')],
    connections: [...flow().connections, { from: 'b', exit: 'next', to: 'c' }],
  })
  const { doc, clashes } = merge(flow(), mine, theirs)
  expect(clashes).toEqual([])
  expect(doc.steps).toEqual([step('a', 'Mine', { name: 'Theirs' }), step('b', 'Two'), step('c', 'Three')])
  expect(doc.connections).toEqual(theirs.connections)
})

test('the same field changed twice is a clash, and mine stays', () => {
  const { doc, clashes } = merge(
    flow(),
    flow({ steps: [step('a', 'Mine'), step('b', 'Two')] }),
    flow({ steps: [step('a', 'Theirs'), step('b', 'New')] }),
  )
  expect(clashes).toEqual([{ what: 'step', name: 'A' }])
  expect(doc.steps.map((one) => one.config.text)).toEqual(['Mine', 'New'])
})

test('a step that one side removed and the other changed stays, as a clash', () => {
  const [a, b] = [step('a', 'One'), step('b', 'Changed')]
  const removed = flow({ steps: [a], connections: flow().connections.slice(0, 1) })
  const { doc, clashes } = merge(flow(), removed, flow({ steps: [a, b] }))
  expect(clashes).toEqual([{ what: 'step', name: 'B' }])
  expect(doc.steps).toEqual([a, b])
})

test('a line to a step that is gone goes too', () => {
  const [a] = flow().steps as [ReturnType<typeof step>]
  const mine = flow({ steps: [a], connections: flow().connections.slice(0, 1) })
  const theirs = flow({ settings: { language: 'it', channels: [] } })
  const { doc, clashes } = merge(flow(), mine, theirs)
  expect(clashes).toEqual([])
  expect(doc.connections).toEqual([{ from: 'start', exit: 'next', to: 'a' }])
  expect(doc.settings.language).toBe('it')
})

test('both sides drew the same path elsewhere: a clash that names the step', () => {
  const lead = (to: string) => flow({ connections: [{ from: 'a', exit: 'next', to }] })
  const base = flow({ connections: [] })
  const { clashes } = merge(base, { ...lead('a') }, { ...lead('b') })
  expect(clashes).toEqual([{ what: 'connection', name: 'A' }])
})

test('merging with oneself, or with nothing new, changes nothing', () => {
  const mine = flow({ steps: [step('a', 'Mine')] })
  expect(merge(flow(), mine, flow()).doc.steps).toEqual(mine.steps)
  expect(merge(flow(), flow(), mine).doc.steps).toEqual(mine.steps)
  expect(merge(flow(), mine, mine)).toMatchObject({ clashes: [], doc: { steps: mine.steps } })
})
