import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expressionsIn, formatChip, parseChip } from './expressions'

test.each([
  ['contact.first_name', { path: 'contact.first_name' }],
  ['contact.first_name ?? "friend"', { path: 'contact.first_name', fallback: 'friend' }],
  ["step.http.json.items[0].title ?? 'x'", { path: 'step.http.json.items[0].title', fallback: 'x' }],
  ['upper(contact.name)', undefined],
  ['a + b', undefined],
  ['', undefined],
])('%s is the chip %j', (expression, chip) => {
  expect(parseChip(expression)).toEqual(chip)
})

test('what a chip writes it reads again, whatever the fallback says', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (fallback) => {
      const text = formatChip({ path: 'contact.name', fallback })
      expect(parseChip(text.slice(2, -2))).toEqual({ path: 'contact.name', fallback })
    }),
  )
})

test('expressions are found where they stand', () => {
  expect(expressionsIn('Hi {{ a }}, {{b ?? "x"}} {no}')).toEqual([
    { from: 3, to: 10, expression: 'a' },
    { from: 12, to: 24, expression: 'b ?? "x"' },
  ])
})
