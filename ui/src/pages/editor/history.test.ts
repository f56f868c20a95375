import { expect, test } from 'vitest'
import type { RunEvent, Simulation } from '@/api/types'
import { changesOf } from './history'
import { type Round, stranger } from './test-conversation'

const event = (kind: string, step: string, more: Partial<RunEvent> = {}): RunEvent => ({ kind, at: 1, step, ...more })
const round = (events: RunEvent[], more: Partial<Simulation>): Round => ({
  input: { kind: 'time' },
  setup: {},
  result: { state: {}, events, messages: [], status: 'waiting', step: '', variables: {}, clock: 1, ...more },
})

test('every value stands with the step where it changed, with what it was before', () => {
  const who = stranger({ name: 'Ada' }, 'who')
  const stays = changesOf(
    [
      round([event('step_entered', 's1'), event('message', 's1')], {}),
      round(
        [
          event('reply', 's1'),
          event('step_left', 's1'),
          event('step_entered', 's2'),
          event('contact', 's2', { change: { field: 'name', value: 'Ada L' } }),
        ],
        { variables: { 'step.ask': 'yes' }, contact: { ...who, name: 'Ada L' } },
      ),
    ],
    who,
    (step) => (step === 's1' ? 'ask' : 'keep'),
  )
  expect(stays.map(({ step, round: at, event: index }) => [step, at, index])).toEqual([
    ['s1', 0, 0],
    ['s2', 1, 2],
  ])
  expect(stays[0]?.changes).toEqual([{ path: 'step.ask', before: '', after: 'yes' }])
  expect(stays[1]?.changes).toEqual([{ path: 'contact.name', before: 'Ada', after: 'Ada L' }])
  expect(stays[0]?.events.map((one) => one.kind)).toEqual(['message', 'reply', 'step_left'])
})
