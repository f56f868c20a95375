import { expect, test } from 'vitest'
import { findSteps } from './find'
import { empty } from './testing'

const doc = {
  ...empty(),
  steps: [
    {
      id: 'a',
      kind: 'message',
      name: 'Benvenuta',
      key: 'benvenuta',
      config: { text: 'Ciao {{ contact.first_name }}' },
    },
    { id: 'b', kind: 'menu', name: 'Choice', key: 'choice', config: { options: [{ id: 'o1', title: 'Perché no' }] } },
    { id: 'c', kind: 'goto', name: 'Back', key: 'back', config: { step: 'a' } },
  ],
}

test('names, texts deep inside, variables and the steps pointed at are found, without case and accents', () => {
  expect(findSteps(doc, 'CIAO')).toEqual(['a'])
  expect(findSteps(doc, 'perche')).toEqual(['b'])
  expect(findSteps(doc, 'first_name')).toEqual(['a'])
  expect(findSteps(doc, 'benvenuta')).toEqual(['a', 'c'])
  expect(findSteps(doc, 'benvenuta', ['c', 'b', 'a'])).toEqual(['c', 'a'])
})

test('every word counts, and nothing finds nothing', () => {
  expect(findSteps(doc, 'choice perche')).toEqual(['b'])
  expect(findSteps(doc, 'choice ciao')).toEqual([])
  expect(findSteps(doc, '  ')).toEqual([])
})
