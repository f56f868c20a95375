import type { Overlay } from '@/canvas/overlay'
import { START } from '@/doc/layout'
import type { Stay } from './timeline'

/** Steps passed and paths taken up to a point of somebody's way. */
export function passed(stays: readonly Stay[], upTo: number): NonNullable<Overlay['way']> {
  const steps = new Set<string>([START])
  const paths = new Set<string>()
  stays.slice(0, upTo + 1).forEach((stay, index) => {
    if (stay.step) {
      steps.add(stay.step)
      paths.add(`${START}:next`)
    }
    if (index === upTo) return
    for (const event of stay.events)
      if (event.kind === 'step_left' && event.exit) paths.add(`${stay.step}:${event.exit}`)
  })
  return { steps, paths }
}
