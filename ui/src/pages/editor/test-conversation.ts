// The test phone's conversation: the server plays each turn, this side keeps the state and what was answered.
import { createStore } from 'zustand/vanilla'
import {
  type Content,
  type FlowDocument,
  type Instant,
  type RunEvent,
  type Script,
  type ScriptTurn,
  type Simulation,
  type SimulationInput,
  saidOf,
} from '@/api/types'

export type Line =
  | { kind: 'in' | 'out'; content: Content; at: string | number }
  | { kind: 'notice'; event: RunEvent; at: string | number }

export interface TestState {
  lines: Line[]
  events: RunEvent[]
  last: Simulation | undefined
  busy: boolean
  error: unknown
  /** What the person did so far: replayed after an edit. */
  inputs: SimulationInput[]
  /** The same with what the flow said to it: may be kept as a test. */
  turns: ScriptTurn[]
  /** When the conversation began. */
  began: Simulation['clock'] | undefined
  setup: TestSetup
}

/** Under what the flow is tried. */
export interface TestSetup {
  /** The clock stands at least here: working hours and dates go by it. */
  now?: Instant
  /** WhatsApp's 24 hours; without it they run by the clock. */
  window?: 'open' | 'closed'
}

export interface TestOptions {
  simulate: (
    body: TestSetup & { document: FlowDocument; state?: unknown; input: SimulationInput },
  ) => Promise<Simulation>
  document: () => FlowDocument
  onStep: (step: string | undefined) => void
}

const fresh: Omit<TestState, 'setup'> = {
  lines: [],
  events: [],
  last: undefined,
  busy: false,
  error: undefined,
  inputs: [],
  turns: [],
  began: undefined,
}
// Events worth a line between the bubbles; the rest is in the history.
const TOLD = new Set(['timed_out', 'reply_refused', 'problem', 'input_ignored', 'run_ended'])

/** What one turn adds to the chat: the person's bubble first, then what came back, in order. */
export function linesOf(input: SimulationInput, result: Simulation): Line[] {
  const lines: Line[] = []
  const said = 'content' in input ? input.content : undefined
  if (said) lines.push({ kind: 'in', content: said, at: result.clock })
  for (const event of result.events) {
    if (event.kind === 'message' && event.content) lines.push({ kind: 'out', content: event.content, at: event.at })
    else if (TOLD.has(event.kind)) lines.push({ kind: 'notice', event, at: event.at })
  }
  return lines
}

/** A turn as a test keeps it. A call that was made for real is answered alike each time. */
function turnOf(input: SimulationInput, result: Simulation): ScriptTurn {
  const answer = result.events.find((event) => event.kind === 'effect_done')?.result
  const real = input.kind === 'effect' && input.choice === 'real'
  return {
    input: real ? { kind: 'effect', choice: 'sample', ...(answer && { result: answer }) } : input,
    expect: result.messages.map(saidOf),
    ...(result.status && { status: result.status }),
  }
}

// Nobody is known: the person of the test phone.
const STRANGER = {
  id: '',
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

/** The conversation as a test: it begins at the same moment, so that hours and dates come out alike. */
export function scriptOf({ turns, began, setup }: Pick<TestState, 'turns' | 'began' | 'setup'>, id: string): Script {
  return {
    contact: { ...STRANGER, id },
    ...(began !== undefined && { now: new Date(began).toISOString() }),
    ...(setup.window && { window: setup.window }),
    turns,
  }
}

export const isLive = (last: Simulation | undefined): boolean =>
  last?.status === 'waiting' || last?.status === 'running'

export type TestConversation = ReturnType<typeof createTest>

export function createTest({ simulate, document, onStep }: TestOptions) {
  const store = createStore<TestState>(() => ({ ...fresh, setup: {} }))
  // A newer conversation makes answers of an older one worthless.
  let round = 0

  async function turn(input: SimulationInput): Promise<boolean> {
    const mine = round
    const { last, setup } = store.getState()
    store.setState({ busy: true, error: undefined })
    try {
      const result = await simulate({ document: document(), input, ...setup, ...(last && { state: last.state }) })
      if (mine !== round) return false
      store.setState((state) => ({
        lines: [...state.lines, ...linesOf(input, result)],
        events: [...state.events, ...result.events],
        inputs: [...state.inputs, input],
        turns: [...state.turns, turnOf(input, result)],
        began: state.began ?? setup.now ?? result.clock,
        last: result,
        busy: false,
      }))
      onStep(isLive(result) ? result.step || result.wait?.step : undefined)
      return true
    } catch (error) {
      if (mine === round) store.setState({ busy: false, error })
      return false
    }
  }

  function restart(input: SimulationInput = { kind: 'start' }): Promise<boolean> {
    round += 1
    store.setState(fresh)
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
    /** Gives the same answers to the flow as it is now, as far as it still asks for them. */
    async replay(): Promise<void> {
      const [first, ...rest] = store.getState().inputs
      if (!first) return
      if (!(await restart(first))) return
      for (const input of rest) {
        const { last } = store.getState()
        const fits =
          isLive(last) &&
          (input.kind === 'message'
            ? last?.wait?.kind === 'reply'
            : input.kind === 'effect'
              ? Boolean(last?.pending_effect)
              : Boolean(last?.wait?.until))
        if (!fits || !(await turn(input))) return
      }
    },
    stop() {
      round += 1
      onStep(undefined)
    },
  }
}
