import { expect, test } from 'vitest'
import { dayOf } from './days'

test('a day is that of the account, not of the browser', () => {
  expect(dayOf('2026-03-01T23:30:00Z', 'Europe/Rome')).toBe('2026-03-02')
  expect(dayOf('2026-03-01T23:30:00Z', 'America/New_York')).toBe('2026-03-01')
})
