import { expect, test } from 'vitest'
import { brokenLink, openLink, SILENCE_MS, type Trace } from './trace'

const nothing: Trace = { received_at: null, entered_at: null, answered_at: null, delivered_at: null }
const start = Date.parse('2026-01-01T10:00:00Z')

test('the chain is followed link by link', () => {
  expect(openLink(undefined)).toBe('received')
  expect(openLink({ ...nothing, received_at: '2026-01-01T10:00:01Z' })).toBe('entered')
  const all = '2026-01-01T10:00:02Z'
  expect(openLink({ received_at: all, entered_at: all, answered_at: all, delivered_at: all })).toBeUndefined()
})

test('silence is named after a minute, counted from the last progress', () => {
  expect(brokenLink(nothing, start, start + SILENCE_MS - 1)).toBeUndefined()
  expect(brokenLink(nothing, start, start + SILENCE_MS)).toBe('received')
  const received = { ...nothing, received_at: '2026-01-01T10:00:50Z' }
  expect(brokenLink(received, start, start + SILENCE_MS)).toBeUndefined()
  expect(brokenLink(received, start, start + 50_000 + SILENCE_MS)).toBe('entered')
})

test('what the server knows is named at once', () => {
  const trace = { ...nothing, received_at: '2026-01-01T10:00:01Z', broken: 'nothing_matches' }
  expect(brokenLink(trace, start, start + 2000)).toBe('entered')
})
