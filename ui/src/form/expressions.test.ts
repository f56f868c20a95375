import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expressionsIn, formatChip, parseChip, placeOf } from './expressions'

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

const NAME = '{{ contact.name }}'
test.each([
  ['Hi |', NAME, 'Hi {{ contact.name }}|'],
  ['Hi {{|', NAME, 'Hi {{ contact.name }}|'],
  ['Hi {{|, you', NAME, 'Hi {{ contact.name }}|, you'],
  // Typed faster than the list could open.
  ['Hi {{ contact.na|', NAME, 'Hi {{ contact.name }}|'],
  ['Hi {{con| }}, you', NAME, 'Hi {{ contact.name }}|, you'],
  ['{{ upper(|', NAME, '{{ upper(contact.name|'],
  ['{{ upper(con|) }}', NAME, '{{ upper(contact.name|) }}'],
  ['{{ a }} and |', NAME, '{{ a }} and {{ contact.name }}|'],
  ['{{ a }} and {{b|', NAME, '{{ a }} and {{ contact.name }}|'],
  ['{{ now() + |', '{{ contact.name ?? "x" }}', '{{ now() + contact.name ?? "x"|'],
])('%s with %s is %s', (text, variable, result) => {
  const [before = '', after = ''] = text.split('|')
  const { back, on, insert } = placeOf(before, after, variable)
  expect(`${before.slice(0, before.length - back)}${insert}|${after.slice(on)}`).toBe(result)
})

test('expressions are found where they stand', () => {
  expect(expressionsIn('Hi {{ a }}, {{b ?? "x"}} {no}')).toEqual([
    { from: 3, to: 10, expression: 'a' },
    { from: 12, to: 24, expression: 'b ?? "x"' },
  ])
})
