import { expect, test } from 'vitest'
import codes from '@/api/codes.gen.json'
import { reasonSentences } from '../common/reasons'
import { sendSentences } from '../common/send-errors'
import { findings } from './checks'
import { traceSentences } from './trace'

const missing = (list: readonly string[], sentences: Record<string, unknown>) =>
  list.filter((code) => !(code in sentences))
const generated = codes as unknown as Record<string, string[] | undefined>

test('every fault that the check of a number may find has its sentence and its remedy', () => {
  expect(codes.checks.length).toBeGreaterThan(0)
  expect(missing(codes.checks, findings)).toEqual([])
  expect(missing(Object.keys(findings), Object.fromEntries(codes.checks.map((code) => [code, 1])))).toEqual([])
})

test('every reason under an inbound message has its sentence, also where a hello got stuck', () => {
  const reasons = generated.reasons ?? []
  expect(missing(reasons, reasonSentences)).toEqual([])
  const entered = ['started', 'continued', 'restarted', 'trial_started', 'trial_goes_on']
  expect(
    missing(
      Object.keys(reasonSentences).filter((code) => !entered.includes(code)),
      traceSentences,
    ),
  ).toEqual([])
})

test('every reason why a message was not sent has its sentence', () => {
  expect(missing(generated.sends ?? [], sendSentences)).toEqual([])
})
