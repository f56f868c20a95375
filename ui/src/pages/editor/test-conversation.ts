// The test phone's conversation: the server plays each turn, this side keeps the state and what was answered.
import { createStore } from 'zustand/vanilla'
import type { Content, FlowDocument, RunEvent, Simulation, SimulationInput } from '@/api/types'

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
}

export interface TestOptions {
  simulate: (body: { document: FlowDocument; state?: unknown; input: SimulationInput }) => Promise<Simulation>
  document: () => FlowDocument
  onStep: (step: string | undefined) => void
}

const fresh: TestState = { lines: [], events: [], last: undefined, busy: false, error: undefined, inputs: [] }
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

export const isLive = (last: Simulation | undefined): boolean =>
  last?.status === 'waiting' || last?.status === 'running'

export type TestConversation = ReturnType<typeof createTest>

export function createTest({ simulate, document, onStep }: TestOptions) {
  const store = createStore<TestState>(() => fresh)
  // A newer conversation makes answers of an older one worthless.
  let round = 0

  async function turn(input: SimulationInput): Promise<boolean> {
    const mine = round
    const { last } = store.getState()
    store.setState({ busy: true, error: undefined })
    try {
      const result = await simulate({ document: document(), input, ...(last && { state: last.state }) })
      if (mine !== round) return false
      store.setState((state) => ({
        lines: [...state.lines, ...linesOf(input, result)],
        events: [...state.events, ...result.events],
        inputs: [...state.inputs, input],
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
