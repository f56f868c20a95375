import { expect, test } from 'vitest'
import { align, markWords } from './align'

const sides = (before: string, after: string) =>
  align([...before], [...after], (one) => one).map(
    (pair) => `${pair.before ?? '-'}${pair.same ? '=' : '>'}${pair.after ?? '-'}`,
  )

test('what is equal anchors the rest', () => {
  expect(sides('abc', 'abc')).toEqual(['a=a', 'b=b', 'c=c'])
  expect(sides('abc', 'axc')).toEqual(['a=a', 'b>x', 'c=c'])
  expect(sides('ac', 'abc')).toEqual(['a=a', '->b', 'c=c'])
  expect(sides('abc', 'c')).toEqual(['a>-', 'b>-', 'c=c'])
  expect(sides('', 'ab')).toEqual(['->a', '->b'])
})

test('a variable is one word', () => {
  const { before, after } = markWords(
    'Hello {{ contact.first_name ?? "you" }}, welcome',
    'Hello {{ flow.who }}, welcome',
  )
  expect(before.filter((word) => word.marked).map((word) => word.text)).toEqual(['{{ contact.first_name ?? "you" }}'])
  expect(after.filter((word) => word.marked).map((word) => word.text)).toEqual(['{{ flow.who }}'])
})

test('the words that differ are marked', () => {
  const { before, after } = markWords('See you on Monday at nine', 'See you on Tuesday at nine')
  expect(before.filter((word) => word.marked).map((word) => word.text)).toEqual(['Monday'])
  expect(after.filter((word) => word.marked).map((word) => word.text)).toEqual(['Tuesday'])
  expect(after.map((word) => word.text).join('')).toBe('See you on Tuesday at nine')
})
