import { type ReactFlowState, useStoreApi } from '@xyflow/react'
import { useLayoutEffect, useRef } from 'react'
import classes from './ground.module.css'
import { FAR_BELOW } from './zoom'

const GAP = 24
// Closer dots are a grey fog, and cost more to draw than the cards.
const GAP_MIN = 16
// Moving that pauses for longer is over.
const STILL_MS = 200

const gapAt = (zoom: number) => {
  let gap = GAP * zoom
  while (gap < GAP_MIN) gap *= 2
  return gap
}

/**
 * The dotted ground of the canvas. It sees to it that moving the canvas is cheap: the dots are one picture that is
 * shifted, and what stands on them is a layer of its own for as long as it moves. Not for longer, and not while the
 * zoom changes: a layer keeps the size in which it was drawn, and letters would blur. And not from far, where to keep
 * hundreds of cards in a layer costs more than to draw them (docs/bench.md has both figures).
 */
export function Ground() {
  const store = useStoreApi()
  const ref = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const dots = ref.current
    const board = dots?.closest('.react-flow')
    if (!dots || !board) return
    let zoom = 0
    let still: ReturnType<typeof setTimeout> | undefined
    const rest = () => {
      clearTimeout(still)
      still = undefined
      board.removeAttribute('data-moving')
    }
    const lay = ({ transform: [x, y, now] }: ReactFlowState) => {
      const gap = gapAt(now)
      dots.style.transform = `translate(${x % gap}px, ${y % gap}px)`
      if (now !== zoom) {
        dots.style.backgroundSize = `${gap}px ${gap}px`
        zoom = now
        return rest()
      }
      if (now < FAR_BELOW) return
      if (still === undefined) board.setAttribute('data-moving', '')
      clearTimeout(still)
      still = setTimeout(rest, STILL_MS)
    }
    lay(store.getState())
    const leave = store.subscribe((now, before) => {
      if (now.transform !== before.transform) lay(now)
    })
    return () => {
      leave()
      rest()
    }
  }, [store])

  return (
    <div className={classes.ground} aria-hidden>
      <div ref={ref} className={classes.dots} />
    </div>
  )
}
