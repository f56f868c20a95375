import { expect, test } from 'vitest'
import { countryGuess } from './guess'

test('the place says more than the language of the browser', () => {
  expect(countryGuess(['en-US', 'it'], 'Europe/Rome', 'US')).toBe('IT')
})

test('without a known place the language tag tells, then the server', () => {
  expect(countryGuess(['pt', 'pt-PT'], 'Europe/Lisbon', 'IT')).toBe('PT')
  expect(countryGuess(['zh-Hant-TW'], 'Asia/Taipei', '')).toBe('TW')
  expect(countryGuess(['it'], 'UTC', 'IT')).toBe('IT')
})
