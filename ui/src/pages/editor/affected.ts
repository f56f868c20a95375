import type { WaitingAt } from '@/api/types'

/** How many people a new version meets, and where. */
export function affected(waiting: WaitingAt[]) {
  const sum = (list: WaitingAt[]) => list.reduce((total, one) => total + one.count, 0)
  const steps = waiting.filter((one) => one.changed)
  return {
    people: sum(waiting),
    /** Those who stand on a step that changes. */
    changed: sum(steps),
    /** Those whose step is gone: moved on, they leave the flow. */
    leave: sum(waiting.filter((one) => one.gone)),
    steps,
  }
}
