// The test phone's conversation: the server plays each turn, this side keeps the state and what was answered.
import { createStore } from 'zustand/vanilla'
import {
  type Content,
  type FlowDocument,
  type Instant,
  type Json,
  type RunEvent,
  type Script,
  type ScriptTurn,
  type Simulation,
  type SimulationInput,
  saidOf,
  type TemplateProblem,
} from '@/api/types'
import { makeId } from '@/doc'
import { align } from './align'

/** Why an answer that was given before is not given to the flow as it is now. */
export type Unfit = 'ended' | 'busy' | 'refused' | 'no_call' | 'no_wait' | 'no_step'

export type Line =
  | { kind: 'in'; content: Content; at: Instant | number }
  /** Marked when the flow said something else, or nothing, to the same answers before. */
  | { kind: 'out'; content: Content; at: Instant | number; mark?: 'changed' | 'new'; before?: Content }
  | { kind: 'gone'; content: Content; at: Instant | number }
  | { kind: 'notice'; event: RunEvent; at: Instant | number }
  | { kind: 'later'; at: Instant | number }
  | { kind: 'unfit'; why: Unfit; said: string; left: number; at: Instant | number }

/** A turn: what was done, under what, and what came of it. */
export interface Round {
  input: SimulationInput
  setup: TestSetup
  result: Simulation
  /** Later events of this round were taken back. */
  cut?: number
}

export interface TestState {
  rounds: Round[]
  lines: Line[]
  events: RunEvent[]
  last: Simulation | undefined
  busy: boolean
  /** What was done and is not answered yet. */
  pending: SimulationInput | undefined
  error: unknown
  /** What the person did so far: replayed after an edit. */
  inputs: SimulationInput[]
  /** The same with what the flow said to it: may be kept as a test. */
  turns: ScriptTurn[]
  /** When the conversation began. */
  began: Simulation['clock'] | undefined
  /** Who is talking. */
  who: Person
  setup: TestSetup
  /** After a replay: how many bubbles are other ones. */
  changed: number | undefined
}

/** Under what the flow is tried. */
export interface TestSetup {
  /** The clock stands at least here: working hours and dates go by it. */
  now?: Instant
  /** WhatsApp's 24 hours; without it they run by the clock. */
  window?: 'open' | 'closed'
  template_problem?: TemplateProblem
  /** Of a flow that is started with them; they hold from the next start on. */
  variables?: Record<string, Json>
}

/** A person as the engine knows them. */
export type Person = Record<string, unknown> & { id: string }

// Nobody is known: the person of the test phone.
const STRANGER = {
  name: '',
  first_name: '',
  last_name: '',
  phone: '',
  email: '',
  url: '',
  language: '',
  tags: [],
  fields: {},
}
const newId = () => makeId((bytes) => crypto.getRandomValues(bytes))

/** Somebody new of whom no more is known than is given here. */
export const stranger = (known: Record<string, unknown> = {}, id = newId()): Person => ({ ...STRANGER, ...known, id })

export interface TestOptions {
  simulate: (
    body: TestSetup & { document: FlowDocument; state?: unknown; input: SimulationInput; contact?: Person },
  ) => Promise<Simulation>
  document: () => FlowDocument
  onStep: (step: string | undefined) => void
}

const fresh = {
  rounds: [],
  lines: [],
  events: [],
  last: undefined,
  busy: false,
  pending: undefined,
  error: undefined,
  inputs: [],
  turns: [],
  began: undefined,
  changed: undefined,
}
// Events worth a line between the bubbles; the rest is in the history.
const TOLD = new Set(['timed_out', 'reply_refused', 'problem', 'input_ignored', 'run_ended'])

/** What the person says in a turn. */
export const contentsOf = (input: SimulationInput): Content[] => [
  ...('content' in input && input.content ? [input.content] : []),
  ...('more' in input && input.more ? input.more : []),
]

/** What one turn adds to the chat: the person's bubbles first, then what came back, in order. */
export function linesOf(input: SimulationInput, result: Simulation, cut = result.events.length): Line[] {
  const lines: Line[] = contentsOf(input).map((content) => ({ kind: 'in', content, at: result.clock }))
  if (input.kind === 'clock' || input.kind === 'time') lines.push({ kind: 'later', at: result.clock })
  for (const event of result.events.slice(0, cut)) {
    if (event.kind === 'message' && event.content) lines.push({ kind: 'out', content: event.content, at: event.at })
    else if (TOLD.has(event.kind)) lines.push({ kind: 'notice', event, at: event.at })
  }
  return lines
}

/** Two bubbles with the same key read alike. */
export const bubbleKey = (content: Content): string =>
  JSON.stringify([saidOf(content), content.media, content.header, content.footer, content.link, content.location])

/** Marks the bubbles of a turn that were others, or none, before. */
function marked(lines: Line[], before: Line[]): { lines: Line[]; changed: number } {
  const isOut = (line: Line): line is Line & { kind: 'out' } => line.kind === 'out'
  const pairs = align(before.filter(isOut), lines.filter(isOut), (line) => bubbleKey(line.content))
  const out: Line[] = []
  let changed = 0
  // What the person did comes first; notices keep their place before the bubble that follows them.
  const done = lines.findIndex((line) => line.kind !== 'in' && line.kind !== 'later')
  out.push(...lines.slice(0, done < 0 ? lines.length : done))
  const queue = lines.slice(out.length)
  const upTo = (line: Line | undefined) => {
    while (queue.length > 0 && queue[0] !== line) {
      const next = queue.shift()
      if (next && !isOut(next)) out.push(next)
    }
    if (line) queue.shift()
  }
  for (const { before: was, after: is, same } of pairs) {
    if (!same) changed += 1
    if (!is) {
      if (was) out.push({ kind: 'gone', content: was.content, at: was.at })
      continue
    }
    upTo(is)
    if (same) out.push(is)
    else out.push(was ? { ...is, mark: 'changed', before: was.content } : { ...is, mark: 'new' })
  }
  upTo(undefined)
  return { lines: out, changed }
}

/** A turn as a test keeps it. A call that was made for real is answered alike each time. */
function turnOf({ input, result, setup }: Round, first: TestSetup): ScriptTurn {
  const answer = result.events.find((event) => event.kind === 'effect_done')?.result
  const real = input.kind === 'effect' && input.choice === 'real'
  return {
    input: real ? { kind: 'effect', choice: 'sample', ...(answer && { result: answer }) } : input,
    expect: result.messages.map(saidOf),
    ...(input.kind === 'clock' && { now: new Date(result.clock).toISOString() }),
    ...(setup.window && setup.window !== first.window && { window: setup.window }),
    ...(setup.template_problem &&
      setup.template_problem !== first.template_problem && { template_problem: setup.template_problem }),
    ...(result.status && { status: result.status }),
  }
}

const viewOf = (rounds: Round[]) => ({
  rounds,
  events: rounds.flatMap(({ result, cut }) => result.events.slice(0, cut)),
  inputs: rounds.map(({ input }) => input),
  turns: rounds.map((round) => turnOf(round, rounds[0]?.setup ?? {})),
  last: rounds.at(-1)?.result,
})

/** The conversation as a test: it begins at the same moment, so that hours and dates come out alike. */
export function scriptOf(state: Pick<TestState, 'turns' | 'began' | 'rounds' | 'who'>): Script {
  const { turns, began, rounds, who } = state
  const { window, template_problem, variables } = rounds[0]?.setup ?? {}
  return {
    contact: who,
    ...(began !== undefined && { now: new Date(began).toISOString() }),
    ...(window && { window }),
    ...(template_problem && { template_problem }),
    ...(variables && { variables }),
    turns,
  }
}

export const isLive = (last: Simulation | undefined): boolean =>
  last?.status === 'waiting' || last?.status === 'running'

/** What an input said, in short. */
export function wordsOf(input: SimulationInput): string {
  const [content] = contentsOf(input)
  return content?.reply?.title || content?.text || ''
}

// Whether the flow stands where this answer can be given; `then` is where it stood when it was given first.
function unfit(input: SimulationInput, last: Simulation, then: Simulation | undefined, doc: FlowDocument) {
  switch (input.kind) {
    case 'message':
      if (!isLive(last)) return isLive(then) ? 'ended' : undefined
      return last.wait?.kind !== 'reply' && then?.wait?.kind === 'reply' ? 'busy' : undefined
    case 'effect':
      return last.pending_effect ? undefined : 'no_call'
    case 'time':
      return last.wait?.until ? undefined : 'no_wait'
    case 'jump':
      return doc.steps.some((step) => step.id === input.step) ? undefined : 'no_step'
  }
}

const refused = (result: Simulation) => result.events.some((event) => event.kind === 'reply_refused')

export type TestConversation = ReturnType<typeof createTest>

export function createTest({ simulate, document, onStep }: TestOptions) {
  const store = createStore<TestState>(() => ({ ...fresh, who: stranger(), setup: {} }))
  let person: Record<string, unknown> | undefined
  // A newer conversation makes answers of an older one worthless.
  let round = 0

  const ask = (
    input: SimulationInput & { now?: Instant },
    setup: TestSetup,
    last: Simulation | undefined,
    who: Person,
  ) => {
    const { now, ...plain } = input
    return simulate({
      document: document(),
      input: plain as SimulationInput,
      ...setup,
      ...(now && { now }),
      ...(last ? { state: last.state } : { contact: who }),
    })
  }
  const standsAt = (result: Simulation) => onStep(isLive(result) ? result.step || result.wait?.step : undefined)

  /** `now` of a clock that is moved. */
  async function turn(input: SimulationInput, now?: Instant): Promise<boolean> {
    const mine = round
    const { last, setup, who } = store.getState()
    store.setState({ busy: true, pending: input, error: undefined })
    try {
      const result = await ask({ ...input, ...(now && { now }) }, setup, last, who)
      if (mine !== round) return false
      store.setState((state) => ({
        ...viewOf([...state.rounds, { input, setup, result }]),
        lines: [...state.lines, ...linesOf(input, result)],
        began: state.began ?? setup.now ?? result.clock,
        busy: false,
        pending: undefined,
      }))
      standsAt(result)
      return true
    } catch (error) {
      if (mine === round) store.setState({ busy: false, pending: undefined, error })
      return false
    }
  }

  function restart(input: SimulationInput = { kind: 'start' }): Promise<boolean> {
    round += 1
    store.setState({ ...fresh, who: person ? stranger(person, String(person.id || newId())) : stranger() })
    onStep(undefined)
    return turn(input)
  }

  return {
    store,
    turn,
    restart,
    /** Holds from the next turn on. */
    arrange(setup: TestSetup): void {
      store.setState({ setup })
    },
    /** Who talks from the next start on; without one somebody of whom nothing is known. */
    introduce(who: Record<string, unknown> | undefined): void {
      person = who
    },
    /** Goes on at a step, with all that is known; the conversation ends there for whoever goes back in the history. */
    from(step: string, at?: { round: number; event: number }): Promise<boolean> {
      const { rounds } = store.getState()
      if (rounds.length === 0) return restart({ kind: 'jump', step })
      if (at) {
        round += 1
        const kept = rounds
          .slice(0, at.round + 1)
          .map((one, index) => (index === at.round ? { ...one, cut: at.event } : one))
        store.setState({
          ...viewOf(kept),
          lines: kept.flatMap(({ input, result, cut }) => linesOf(input, result, cut)),
          changed: undefined,
          busy: false,
          pending: undefined,
        })
      }
      return turn({ kind: 'jump', step })
    },
    /** Gives the same answers to the flow as it is now, as far as they fit, and marks what is said otherwise. */
    async replay(): Promise<void> {
      const { rounds: before, began, who } = store.getState()
      if (before.length === 0) return
      round += 1
      const mine = round
      store.setState({ busy: true, pending: undefined, error: undefined })
      const rounds: Round[] = []
      const lines: Line[] = []
      let changed = 0
      try {
        for (const [index, { input, setup, result: was }] of before.entries()) {
          const last = rounds.at(-1)?.result
          const then = before[index - 1]?.result
          const left = before.slice(index + 1).filter((one) => contentsOf(one.input).length > 0).length
          const why = last && unfit(input, last, then, document())
          if (why) {
            lines.push({ kind: 'unfit', why, said: wordsOf(input), left, at: last.clock })
            break
          }
          const now = index === 0 ? began : input.kind === 'clock' ? was.clock : undefined
          const result = await ask(
            { ...input, ...(now !== undefined && { now: new Date(now).toISOString() }) },
            setup,
            last,
            who,
          )
          if (mine !== round) return
          rounds.push({ input, setup, result })
          const seen = marked(linesOf(input, result), linesOf(input, was))
          lines.push(...seen.lines)
          changed += seen.changed
          if (refused(result) && !refused(was)) {
            lines.push({ kind: 'unfit', why: 'refused', said: wordsOf(input), left, at: result.clock })
            break
          }
        }
        store.setState({ ...viewOf(rounds), lines, changed, busy: false })
        const end = rounds.at(-1)?.result
        if (end) standsAt(end)
      } catch (error) {
        if (mine === round) store.setState({ busy: false, error })
      }
    },
    stop() {
      round += 1
      onStep(undefined)
    },
  }
}
