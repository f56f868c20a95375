import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { RunEvent } from '@/api/types'
import { eventWords } from './event-words'
import { timelineOf } from './timeline'

const event = (kind: string, step?: string, more: Partial<RunEvent> = {}): RunEvent => ({
  kind,
  at: 1000,
  ...(step && { step }),
  ...more,
})

test('events are gathered by the step where they happened', () => {
  const stays = timelineOf([
    event('run_started', 'start'),
    event('step_entered', 'hello'),
    event('message', 'hello'),
    event('step_left', 'hello', { exit: 'next' }),
    event('step_entered', 'ask'),
    event('wait', 'ask'),
    event('reply_refused', 'ask'),
    event('reply', 'ask'),
    event('run_ended', undefined, { status: 'completed' }),
  ])
  expect(stays.map((stay) => [stay.step, stay.events.map((one) => one.kind)])).toEqual([
    ['', ['run_started']],
    ['hello', ['message', 'step_left']],
    ['ask', ['wait', 'reply_refused', 'reply']],
    ['', ['run_ended']],
  ])
})

test('a step that is reached again is a stay of its own', () => {
  const stays = timelineOf([event('step_entered', 'a'), event('step_left', 'a'), event('step_entered', 'a')])
  expect(stays.map((stay) => stay.step)).toEqual(['a', 'a'])
})

test('every kind of event of the engine has its words', () => {
  const source = readFileSync(`${process.cwd()}/../engine/run/types.go`, 'utf8')
  const kinds = [...source.matchAll(/EventKind\s*=\s*"(\w+)"/g)].map((match) => match[1] ?? '')
  expect(kinds.length).toBeGreaterThan(10)
  expect(kinds.filter((kind) => !(kind in eventWords))).toEqual([])
})
