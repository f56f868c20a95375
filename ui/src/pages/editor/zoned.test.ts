import { expect, test } from 'vitest'
import { momentOf, wallClock } from './zoned'

test('a wall clock means a moment of its zone, in summer and in winter', () => {
  expect(new Date(momentOf('2026-01-15T09:30', 'Europe/Rome') ?? 0).toISOString()).toBe('2026-01-15T08:30:00.000Z')
  expect(new Date(momentOf('2026-07-15T09:30', 'Europe/Rome') ?? 0).toISOString()).toBe('2026-07-15T07:30:00.000Z')
  expect(new Date(momentOf('2026-07-15T20:00', 'America/New_York') ?? 0).toISOString()).toBe('2026-07-16T00:00:00.000Z')
})

test('the morning after the clocks change is told right, and comes back as it was written', () => {
  for (const wall of ['2026-03-29T03:30', '2026-03-29T00:30', '2026-10-25T12:00']) {
    const at = momentOf(wall, 'Europe/Rome')
    expect(at).toBeDefined()
    expect(wallClock(at ?? 0, 'Europe/Rome')).toBe(wall)
  }
})

test('what is no date gives nothing', () => {
  expect(momentOf('', 'UTC')).toBeUndefined()
})
