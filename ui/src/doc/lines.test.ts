import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from './lines'

test('words go to the next line whole', () => {
  expect(linesOf('Nessun problema, scrivi "appuntamento" quando vuoi continuare.', 240)).toBe(3)
  expect(linesOf('Va bene', 240)).toBe(1)
  expect(linesOf('', 240)).toBe(1)
})

test('narrow letters take less room than wide ones, and emoji more than both', () => {
  expect(linesOf('i'.repeat(60), 240)).toBe(1)
  expect(linesOf('W'.repeat(60), 240)).toBe(4)
  expect(linesOf('🌷'.repeat(20), 240)).toBe(2)
})

test('a variable stands there by its name, however it is written', () => {
  expect(linesOf('{{ contact.first_name ?? "a very long way to say that it may be missing" }}', 240)).toBe(1)
})

test('more text or less room never takes fewer lines', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.integer({ min: 60, max: 400 }), (text, more, width) => {
      const lines = linesOf(text, width)
      expect(lines).toBeGreaterThanOrEqual(text.split('\n').length)
      expect(linesOf(`${text}\n${more}`, width)).toBeGreaterThan(lines)
      expect(linesOf(text, width - 20)).toBeGreaterThanOrEqual(lines)
    }),
  )
})
