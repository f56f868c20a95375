import { expect, test } from 'vitest'
import type { WaitingAt } from '@/api/types'
import { affected } from './affected'

const at = (step: string, count: number, changed: boolean, gone: boolean): WaitingAt => ({
  step,
  name: step,
  count,
  changed,
  gone,
})

test('counts who is inside, who stands on a changed step and whose step is gone', () => {
  const found = affected([at('a', 3, false, false), at('b', 2, true, false), at('c', 1, true, true)])
  expect(found).toMatchObject({ people: 6, changed: 3, leave: 1 })
  expect(found.steps.map((one) => one.step)).toEqual(['b', 'c'])
})

test('an empty flow touches nobody', () => {
  expect(affected([])).toEqual({ people: 0, changed: 0, leave: 0, steps: [] })
})
