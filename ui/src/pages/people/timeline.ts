import type { RunEvent } from '@/api/types'

/** One stay at a step (or the time before the first one), with what happened there. */
export interface Stay {
  step: string
  at: number
  events: RunEvent[]
}

const instant = (at: RunEvent['at']): number => (typeof at === 'number' ? at : Date.parse(at))

// Said by the stay itself, or by what comes next.
const SILENT = new Set(['step_entered'])

/** The events of a way through a flow, gathered by the step where they happened. */
export function timelineOf(events: readonly RunEvent[]): Stay[] {
  const stays: Stay[] = []
  for (const event of events) {
    const at = instant(event.at)
    const last = stays.at(-1)
    const step = event.step === 'start' ? '' : (event.step ?? '')
    const fresh =
      event.kind === 'step_entered' || !last || (step !== '' && step !== last.step) || event.kind === 'run_ended'
    const stay = fresh ? { step: event.kind === 'run_ended' ? '' : step, at, events: [] } : last
    if (fresh) stays.push(stay)
    if (!SILENT.has(event.kind)) stay.events.push(event)
  }
  return stays
}
