import { expect, test } from 'vitest'
import type { Simulation, SimulationInput } from '@/api/types'
import { empty } from '@/doc/testing'
import { createTest } from './test-conversation'

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
  const asked: { state?: unknown; input: SimulationInput }[] = []
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
    talk.store.getState().lines.map((l) => (l.kind === 'notice' ? l.event.kind : `${l.kind} ${l.content.text}`))
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

test('replaying gives the same answers as long as the flow asks for them', async () => {
  const end = reply('Bye', { status: 'completed', wait: null })
  const { talk, asked, said } = phone([reply('Name?'), reply('Age?'), reply('Thanks'), reply('Name now?'), end])
  await talk.restart()
  await talk.turn(says('Ada'))
  await talk.turn(says('36'))
  await talk.replay()
  expect(said()).toEqual(['out Name now?', 'in Ada', 'out Bye'])
  expect(asked).toHaveLength(5)
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
