// Where a bubble stands beside what it speaks of.

export interface Size {
  width: number
  height: number
}
export interface Box extends Size {
  left: number
  top: number
}

const GAP = 16
const EDGE = 12

// What ends above this is a button of the bar: a bubble below it leaves its neighbours free.
const BAR = 64

/** Beside the box where there is room: right, left, below, above; else at the foot of the screen. */
export function placeBubble(box: Box | undefined, own: Size, screen: Size): { left: number; top: number } {
  const keep = (at: number, size: number, room: number) => Math.round(Math.max(EDGE, Math.min(at, room - size - EDGE)))
  const foot = {
    left: keep((screen.width - own.width) / 2, own.width, screen.width),
    top: keep(screen.height, own.height, screen.height),
  }
  if (!box) return foot
  const top = keep(box.top + Math.min(0, box.height - own.height), own.height, screen.height)
  const left = keep(box.left + box.width / 2 - own.width / 2, own.width, screen.width)
  const right = box.left + box.width + GAP
  const below = box.top + box.height + GAP
  if (box.top + box.height <= BAR) return { left, top: keep(below, own.height, screen.height) }
  if (right + own.width + EDGE <= screen.width) return { left: right, top }
  if (box.left - GAP - own.width >= EDGE) return { left: Math.round(box.left - GAP - own.width), top }
  if (below + own.height + EDGE <= screen.height) return { left, top: Math.round(below) }
  if (box.top - GAP - own.height >= EDGE) return { left, top: Math.round(box.top - GAP - own.height) }
  return foot
}
