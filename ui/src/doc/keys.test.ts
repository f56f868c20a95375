import { expect, test } from 'vitest'
import { makeId, renameInText, slug, uniqueKey, uniqueName } from './keys'

test.each([
  ['Ask name', 'ask_name'],
  ['Città e perché', 'citta_e_perche'],
  ['2nd try', 'step_2nd_try'],
  ['!!!', 'step'],
  ['x'.repeat(60), 'x'.repeat(40)],
])('the key of %s is %s', (name, key) => {
  expect(slug(name)).toBe(key)
  expect(slug(name)).toMatch(/^[a-z][a-z0-9_]{0,39}$/)
})

test('a taken key or name gets a number', () => {
  expect(uniqueKey('Ask', new Set(['ask', 'ask_2']))).toBe('ask_3')
  expect(uniqueKey('x'.repeat(60), new Set(['x'.repeat(40)]))).toHaveLength(40)
  expect(uniqueName('Ask 2', new Set(['Ask', 'Ask 2']))).toBe('Ask 3')
})

test.each([
  ['Hi {{ step.old.value }} and {{step.old}}', 'Hi {{ step.fresh.value }} and {{step.fresh}}'],
  ['{{ step.older }} {{ mystep.old }} {{ x.step.old }}', '{{ step.older }} {{ mystep.old }} {{ x.step.old }}'],
  ['{{ "step.old" + step . old }}', '{{ "step.old" + step.fresh }}'],
  ['step.old outside of braces', 'step.old outside of braces'],
  ['step.old.text', 'step.fresh.text'],
  ['step.old', 'step.fresh'],
])('renaming in %s', (before, after) => {
  expect(renameInText(before, new Map([['old', 'fresh']]))).toBe(after)
})

test('ids have the length and letters that documents allow', () => {
  expect(makeId((bytes) => bytes.fill(255))).toMatch(/^[a-z0-9]{8,26}$/)
})
