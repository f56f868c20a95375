import { expect, test } from 'vitest'
import type { Simulation, SimulationInput } from '@/api/types'
import { empty } from '@/doc/testing'
import { createTest, scriptOf } from './test-conversation'

const reply = (text: string, more: Partial<Simulation> = {}): Simulation => ({
  state: { said: text },
  events: [{ kind: 'message', at: 1, content: { type: 'text', text } }],
  messages: [{ type: 'text', text }],
  wait: { kind: 'reply', step: 's1' },
  status: 'waiting',
  step: 's1',
  variables: {},
  clock: 1,
  ...more,
})

function phone(answers: (Simulation | Error)[]) {
  const asked: { state?: unknown; input: SimulationInput; contact?: { id: string }; now?: unknown }[] = []
  const steps: (string | undefined)[] = []
  const talk = createTest({
    simulate: async (body) => {
      asked.push(body)
      const next = answers.shift()
      if (!next || next instanceof Error) throw next ?? new Error('one turn too many')
      return next
    },
    document: () => empty(),
    onStep: (step) => steps.push(step),
  })
  const said = () =>
    talk.store.getState().lines.map((line) => {
      if (line.kind === 'notice') return line.event.kind
      if (line.kind === 'later') return 'later'
      if (line.kind === 'unfit') return `${line.why} ${line.said} ${line.left}`
      const before = line.kind === 'out' && line.before ? `, was ${line.before.text}` : ''
      return `${line.kind} ${line.content.text}${before}`
    })
  return { talk, asked, steps, said }
}

const says = (text: string): SimulationInput => ({ kind: 'message', content: { type: 'text', text } })

test('each turn carries the state of the turn before', async () => {
  const { talk, asked, said, steps } = phone([reply('Name?'), reply('Hi Ada', { status: 'completed', wait: null })])
  await talk.restart()
  await talk.turn(says('Ada'))
  expect(said()).toEqual(['out Name?', 'in Ada', 'out Hi Ada'])
  expect(asked.map((a) => a.state)).toEqual([undefined, { said: 'Name?' }])
  expect(steps).toEqual([undefined, 's1', undefined])
})

test('what was said stands there until its answer comes, or does not', async () => {
  const { talk } = phone([reply('Name?'), reply('Hi Ada'), new Error('offline')])
  await talk.restart()
  const answered = talk.turn(says('Ada'))
  expect(talk.store.getState().pending).toEqual(says('Ada'))
  await answered
  expect(talk.store.getState().pending).toBeUndefined()
  await talk.turn(says('36'))
  expect(talk.store.getState()).toMatchObject({ pending: undefined, busy: false })
})

test('replaying gives the same answers as long as the flow asks for them', async () => {
  const end = reply('Bye', { status: 'completed', wait: null })
  const { talk, asked, said } = phone([reply('Name?'), reply('Age?'), reply('Thanks'), reply('Name now?'), end])
  await talk.restart()
  await talk.turn(says('Ada'))
  await talk.turn(says('36'))
  await talk.replay()
  expect(said()).toEqual(['out Name now?, was Name?', 'in Ada', 'out Bye, was Age?', 'ended 36 0'])
  expect(talk.store.getState().changed).toBe(2)
  expect(asked).toHaveLength(5)
  expect(asked[3]).toMatchObject({ contact: asked[0]?.contact, now: new Date(1).toISOString() })
})

test('an answer that is refused now ends the replay, and nothing else is given', async () => {
  const no = reply('Please choose', { events: [{ kind: 'reply_refused', at: 1, code: 'no_such_option' }] })
  const { talk, said } = phone([reply('Colour?'), reply('Size?'), reply('Thanks'), reply('Colour?'), no])
  await talk.restart()
  await talk.turn(says('Red'))
  await talk.turn(says('Large'))
  await talk.replay()
  expect(said()).toEqual(['out Colour?', 'in Red', 'gone Size?', 'reply_refused', 'refused Red 1'])
})

test('who goes on from a step keeps what was known, and what came later is taken back', async () => {
  const later = reply('Hi Ada', {
    state: 'after',
    events: [
      { kind: 'reply', at: 1, step: 's1' },
      { kind: 'step_entered', at: 1, step: 's2' },
      { kind: 'message', at: 1, step: 's2', content: { type: 'text', text: 'Hi Ada' } },
    ],
  })
  const { talk, asked, said } = phone([reply('Name?'), later, reply('Bye'), reply('Hi again')])
  await talk.restart()
  await talk.turn(says('Ada'))
  await talk.turn(says('bye'))
  await talk.from('s2', { round: 1, event: 1 })
  expect(said()).toEqual(['out Name?', 'in Ada', 'out Hi again'])
  expect(asked[3]).toMatchObject({ state: 'after', input: { kind: 'jump', step: 's2' } })
})

test('a turn that failed changes nothing and can be tried again', async () => {
  const { talk, said } = phone([reply('Name?'), new Error('down'), reply('Hi')])
  await talk.restart()
  await talk.turn(says('Ada'))
  expect(talk.store.getState().error).toBeInstanceOf(Error)
  expect(said()).toEqual(['out Name?'])
  await talk.turn(says('Ada'))
  expect(said()).toEqual(['out Name?', 'in Ada', 'out Hi'])
})

test('a conversation becomes a test: what was done, what was said to it, when and under what it was held', async () => {
  const { talk } = phone([reply('Name?'), reply('Hi Ada', { status: 'completed', wait: null })])
  talk.arrange({ now: '2026-01-05T08:00:00.000Z', window: 'closed' })
  await talk.restart()
  await talk.turn(says('Ada'))
  const script = scriptOf(talk.store.getState())
  expect(script).toMatchObject({ now: '2026-01-05T08:00:00.000Z', window: 'closed', contact: { name: '' } })
  expect(script.turns.map(({ input, expect: said, status }) => [input.kind, said[0]?.text, status])).toEqual([
    ['start', 'Name?', 'waiting'],
    ['message', 'Hi Ada', 'completed'],
  ])
})

test('a call that was made for real is answered alike when the test is held again', async () => {
  const answer = { status: 200, body: '{"stock":7}' }
  const done = reply('7 left', { events: [{ kind: 'effect_done', at: 2, result: answer }], status: 'completed' })
  const { talk } = phone([reply('Asking', { pending_effect: null }), done])
  await talk.restart()
  await talk.turn({ kind: 'effect', choice: 'real' })
  expect(talk.store.getState().turns[1]?.input).toEqual({ kind: 'effect', choice: 'sample', result: answer })
})
