import { expect, test } from 'vitest'
import type { Flow } from '@/api/types'
import { sortFlows } from './sort'

const flow = (name: string, people: number, updated_at: string) => ({ name, people, updated_at }) as Flow
const flows = [
  flow('flow 10', 1, '2026-01-01T00:00:00Z'),
  flow('Flow 9', 5, '2026-03-01T00:00:00Z'),
  flow('École', 0, '2026-02-01T00:00:00Z'),
]
const names = (sort: string) => sortFlows(flows, sort).map((one) => one.name)

test('the table sorts both ways', () => {
  expect(names('name')).toEqual(['École', 'Flow 9', 'flow 10'])
  expect(names('-name')).toEqual(['flow 10', 'Flow 9', 'École'])
  expect(names('-people')).toEqual(['Flow 9', 'flow 10', 'École'])
  expect(names('-updated')).toEqual(['Flow 9', 'École', 'flow 10'])
})

test('an order that is not known leaves the list as it is', () => {
  expect(names('size')).toEqual(flows.map((one) => one.name))
})
