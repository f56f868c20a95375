import { expect, test } from 'vitest'
import { applies, exitsOf, fillLabel } from './rules'
import { context, kindOf } from './testing'

const { words } = context()

test.each([
  ['a.b', { a: { b: true } }, true],
  ['a.b', { a: {} }, false],
  ['!a.b', {}, true],
  ['kind=image', { kind: 'image' }, true],
  ['kind=image|kind=video&on', { kind: 'video', on: true }, true],
  ['kind=image|kind=video&on', { kind: 'video' }, false],
  ['kind!=none', { kind: 'none' }, false],
  ['a&b', { a: 1, b: 0 }, false],
  ['list', { list: [] }, false],
])('%s on %j is %s', (when, config, wanted) => {
  expect(applies(when, config)).toBe(wanted)
})

test('a leading dot looks at the item', () => {
  expect(applies('.on&top', { top: 1 }, { on: true })).toBe(true)
  expect(applies('.on', { on: true }, { on: false })).toBe(false)
})

test('labels take values of the config, and leave variables alone', () => {
  const config = { wait: { amount: 24, unit: 'h' }, name: 'x' }
  expect(fillLabel('No reply within {wait} {name} {{ contact.name }}', config, words)).toBe(
    'No reply within 24 h x {{ contact.name }}',
  )
})

test('exits follow the config: one per option, then the fixed ones', () => {
  const menu = kindOf('menu')
  expect(exitsOf(menu, menu.defaults, words)).toEqual([
    { id: 'o1', label: 'Sales' },
    { id: 'o2', label: 'Option 2' },
    { id: 'else', label: 'Otherwise' },
  ])
  const question = kindOf('question')
  expect(exitsOf(question, question.defaults, words).map((e) => e.id)).toEqual(['next'])
  const waiting = { ...question.defaults, timeout: { enabled: true, wait: { amount: 2, unit: 'h' } } }
  expect(exitsOf(question, waiting, words)[1]).toEqual({ id: 'timeout', label: 'No reply within 2 h' })
  expect(exitsOf(kindOf('end'), {}, words)).toEqual([])
})
