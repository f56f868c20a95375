import { expect, test } from 'vitest'
import { passed } from './passed'
import { daysOf } from './period'
import { timelineOf } from './timeline'

const NOON = Date.parse('2026-11-22T23:30:00Z')

test('days of a period are those of the account, both ends counted in', () => {
  expect(daysOf('today', { from: '', to: '' }, NOON, 'UTC')).toEqual({ from: '2026-11-22', to: '2026-11-22' })
  // It is tomorrow already in Rome.
  expect(daysOf('7', { from: '', to: '' }, NOON, 'Europe/Rome')).toEqual({ from: '2026-11-17', to: '2026-11-23' })
  expect(daysOf('30', { from: '', to: '' }, NOON, 'UTC')).toEqual({ from: '2026-10-24', to: '2026-11-22' })
  expect(daysOf('own', { from: '2026-11-01', to: '' }, NOON, 'UTC')).toEqual({ from: '2026-11-01' })
  expect(daysOf('all', { from: '2026-11-01', to: '' }, NOON, 'UTC')).toEqual({})
})

test('a way is lit up to where one looks', () => {
  const stays = timelineOf([
    { kind: 'run_started', at: 1, step: 'start' },
    { kind: 'step_entered', at: 1, step: 'a' },
    { kind: 'step_left', at: 2, step: 'a', exit: 'yes' },
    { kind: 'step_entered', at: 2, step: 'b' },
    { kind: 'step_left', at: 3, step: 'b', exit: 'next' },
    { kind: 'run_ended', at: 3, step: 'b', status: 'completed' },
  ])
  expect(stays.map((one) => one.step)).toEqual(['', 'a', 'b', ''])
  expect([...passed(stays, 0).steps]).toEqual(['start'])
  expect([...passed(stays, 1).paths]).toEqual(['start:next'])
  expect([...passed(stays, 2).steps]).toEqual(['start', 'a', 'b'])
  expect([...passed(stays, 2).paths]).toEqual(['start:next', 'a:yes'])
  expect([...passed(stays, 3).paths]).toEqual(['start:next', 'a:yes', 'b:next'])
})
