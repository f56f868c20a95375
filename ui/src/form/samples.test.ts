import { expect, test } from 'vitest'
import type { Kind, Schema, StepDoc } from '@/api/types'
import { answerVariables, asSample, membersOf, pathOf, typed, usedIn, valueAtMembers } from './samples'
import { keepValue, makesCalls } from './try-request'

test.each([
  [['items', 0, 'title'], 'json.items[0].title'],
  [['odd name', 'x'], 'json["odd name"].x'],
  [['with "quotes"'], 'json["with \\"quotes\\""]'],
  [[], 'json'],
])('%j is written %s and read again', (members, path) => {
  expect(pathOf('json', members)).toBe(path)
  expect(membersOf(path)).toEqual(members)
})

test('a path that is an expression has no members', () => {
  expect(membersOf('len(json.items)')).toBeUndefined()
})

test('variables are found outside of quotes, with every member', () => {
  expect(usedIn(['upper(contact.first_name ?? "contact.no")', 'step.order?.json.items[0].id + var.total'])).toEqual([
    'contact.first_name',
    'step.order.json.items[0].id',
    'var.total',
  ])
})

test('what is typed for a number is a number, and for a text it stays a text', () => {
  expect([typed('7', 'number'), typed('7', 'text'), typed('seven', 'number'), typed('["a"]', 'list')]).toEqual([
    7,
    '7',
    'seven',
    ['a'],
  ])
})

test('a sample that is too long is cut, not lost', () => {
  const answer = { items: Array.from({ length: 500 }, (_, id) => ({ id, text: 'x'.repeat(100) })) }
  const text = asSample(answer, 4000) ?? ''
  expect(text.length).toBeLessThanOrEqual(4000)
  expect(valueAtMembers(JSON.parse(text), ['items', 0, 'id'])).toBe(0)
  expect(asSample('x'.repeat(90), 50)).toBeUndefined()
})

const fields: Record<string, Schema> = {
  method: { type: 'string' },
  url: { type: 'string' },
  values: { type: 'array', 'x-max-items': 2 },
  sample: { type: 'string', 'x-language': 'json', 'x-max-length': 1000 },
}
const schema: Schema = { type: 'object', properties: fields }

test('a clicked value gets a name of its own, once, and the sample holds it', () => {
  expect(makesCalls(schema)).toBe(true)
  expect(makesCalls({ type: 'object', properties: { text: { type: 'string' } } })).toBe(false)
  const answer = { status: 'open', items: [{ name: 'shoe' }] }
  const one = keepValue(schema, {}, answer, ['status'])
  expect(one?.config.values).toEqual([{ name: 'status_2', path: 'json.status' }])
  expect(JSON.parse(String(one?.config.sample))).toEqual(answer)
  expect(keepValue(schema, one?.config ?? {}, answer, ['status'])?.added).toBe(false)
  const two = keepValue(schema, { ...one?.config, sample: '{"items":[{"name":"mine"}]}' }, answer, ['items', 0, 'name'])
  expect(two?.config.values).toEqual([
    { name: 'status_2', path: 'json.status' },
    { name: 'name', path: 'json.items[0].name' },
  ])
  expect(two?.config.sample).toBe('{"items":[{"name":"mine"}]}')
  expect(keepValue(schema, two?.config ?? {}, answer, ['items'])).toBeUndefined()
})

test('a step offers what it keeps and the fields of its sample', () => {
  const step = {
    id: 'stepa',
    kind: 'http',
    name: 'Shop',
    key: 'shop',
    config: { values: [{ name: 'count', path: 'json.count' }], sample: '{"count":7,"open":true}' },
  } as unknown as StepDoc
  const kind = { kind: 'http', schema } as unknown as Kind
  expect(answerVariables(step, kind)).toEqual([
    { path: 'step.shop.count', label: 'Shop: count', group: 'step', type: 'number', sample: 7 },
    { path: 'step.shop.json.open', label: 'Shop: open', group: 'step', type: 'boolean', sample: true },
  ])
})
