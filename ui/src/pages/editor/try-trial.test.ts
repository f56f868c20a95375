import { expect, test } from 'vitest'
import type { Channel } from '@/api/types'
import { left, numbersFor } from './try-trial'

const number = (id: string, kind: string) => ({ id, kind }) as Channel

test('a draft is tried on the numbers of its flow, else on any real one', () => {
  const all = [number('demo', 'demo'), number('a', 'whatsapp'), number('b', 'whatsapp')]
  expect(numbersFor(all, ['demo', 'b']).map((one) => one.id)).toEqual(['b'])
  expect(numbersFor(all, ['demo']).map((one) => one.id)).toEqual(['a', 'b'])
  expect(numbersFor(all.slice(0, 1), ['demo'])).toEqual([])
})

test('the clock runs down to nothing', () => {
  const until = '2026-11-23T12:10:00Z'
  expect(left(until, Date.parse('2026-11-23T12:00:00Z'))).toBe('10:00')
  expect(left(until, Date.parse('2026-11-23T12:00:53Z'))).toBe('9:07')
  expect(left(until, Date.parse('2026-11-23T12:11:00Z'))).toBe('0:00')
})
