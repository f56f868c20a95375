import { expect, test } from 'vitest'
import { filled } from './filled'

test('what a config does not say is shown as the kind has it', () => {
  const defaults = { keywords: [], match: 'exact', again: { mode: 'always', hours: 24 } }
  expect(filled(defaults, { keywords: ['flowers'], match: 'contains' })).toEqual({
    keywords: ['flowers'],
    match: 'contains',
    again: { mode: 'always', hours: 24 },
  })
  const whole = { keywords: [], match: '', again: { mode: 'once' } }
  expect(filled(defaults, whole)).toBe(whole)
})
