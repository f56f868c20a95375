// The catalogues and the server's list of codes stay together: a code without a sentence fails here.
import { expect, test } from 'vitest'
import codes from './codes.gen.json'
import { errorSentences, fieldSentences } from './errors'
import { eventCodes } from './events'
import { expressionSentences, valueKinds } from './expressions'
import { issueSentences } from './issues'

const missing = (list: string[], sentences: Record<string, unknown>) => list.filter((code) => !(code in sentences))

test('every problem that Check may find has its sentence, and none is left over', () => {
  expect(codes.issues.length).toBeGreaterThan(0)
  expect(missing(codes.issues, issueSentences)).toEqual([])
  expect(missing(Object.keys(issueSentences), Object.fromEntries(codes.issues.map((code) => [code, 1])))).toEqual([])
})

test('every error of the server has its sentence', () => {
  expect(codes.errors.length).toBeGreaterThan(0)
  expect(missing(codes.errors, errorSentences)).toEqual([])
  expect(missing(codes.fields, fieldSentences)).toEqual([])
})

test('every reason why an expression cannot be read has its sentence, and every kind of value its word', () => {
  expect(codes.expressions.length).toBeGreaterThan(0)
  expect(missing(codes.expressions, expressionSentences)).toEqual([])
  expect(
    missing(Object.keys(expressionSentences), Object.fromEntries(codes.expressions.map((code) => [code, 1]))),
  ).toEqual([])
  expect(missing(codes.kinds, valueKinds)).toEqual([])
})

test('everything that a flow at work may say has its sentence', () => {
  expect(missing([...codes.problems, ...codes.refusals], eventCodes)).toEqual([])
})
