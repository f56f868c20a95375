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
const RING = 6
// What is hardly nearer is no reason to leave the usual side.
const ALIKE = 2
// A ring at the very edge of the window would show half of its line.
const RIM = 2

const endOf = (box: Box) => ({ right: box.left + box.width, bottom: box.top + box.height })
const within = (at: number, low: number, high: number) => Math.round(Math.max(low, Math.min(at, high)))

/** How much of two boxes lies on each other. */
function common(a: Box, b: Box): number {
  const [one, other] = [endOf(a), endOf(b)]
  const width = Math.min(one.right, other.right) - Math.max(a.left, b.left)
  const height = Math.min(one.bottom, other.bottom) - Math.max(a.top, b.top)
  return Math.max(0, width) * Math.max(0, height)
}

/** How far two boxes stand from each other. */
function between(a: Box, b: Box): number {
  const [one, other] = [endOf(a), endOf(b)]
  return Math.hypot(
    Math.max(0, a.left - other.right, b.left - one.right),
    Math.max(0, a.top - other.bottom, b.top - one.bottom),
  )
}

/**
 * Beside the box where there is room, on neither the box nor what lies outside the room (the bar): right, left, below,
 * above. Of these the place that covers least of what is spoken of as well, then the nearest. Else at the foot of the
 * room.
 */
export function placeBubble(
  box: Box | undefined,
  own: Size,
  room: Box,
  spoken: readonly Box[] = [],
): { left: number; top: number } {
  const end = endOf(room)
  const most = { left: end.right - own.width - EDGE, top: end.bottom - own.height - EDGE }
  const x = (at: number) => within(at, Math.min(room.left + EDGE, most.left), most.left)
  const y = (at: number) => within(at, Math.min(room.top + EDGE, most.top), most.top)
  const foot = { left: x(room.left + (room.width - own.width) / 2), top: y(end.bottom) }
  if (!box) return foot
  const all = [box, ...spoken]
  const middle = box.left + box.width / 2 - own.width / 2
  const tops = [box.top, ...spoken.map((one) => endOf(one).bottom + GAP), end.bottom]
  const beside = [...all.map((one) => endOf(one).right + GAP), ...all.map((one) => one.left - GAP - own.width)].flatMap(
    (left) => tops.map((top) => ({ left, top: y(top) })),
  )
  const places = [
    ...beside,
    { left: x(middle), top: Math.max(endOf(box).bottom + GAP, y(room.top)) },
    { left: x(middle), top: box.top - GAP - own.height },
  ].map(({ left, top }) => ({ left: Math.round(left), top: Math.round(top), ...own }))
  let best: Box | undefined
  let least = { covered: Number.POSITIVE_INFINITY, far: Number.POSITIVE_INFINITY }
  for (const place of places) {
    if (place.left !== x(place.left) || place.top !== y(place.top) || common(place, box) > 0) continue
    const covered = spoken.reduce((sum, one) => sum + common(place, one), 0)
    const far = between(place, box)
    if (covered < least.covered || (covered === least.covered && far < least.far - ALIKE)) {
      best = place
      least = { covered, far }
    }
  }
  return best ? { left: best.left, top: best.top } : foot
}

/** The ring around a box, as far as the window shows it. */
export function ringAround(box: Box, screen: Size): Box {
  const { right, bottom } = endOf(box)
  const left = within(box.left - RING, RIM, screen.width - RIM)
  const top = within(box.top - RING, RIM, screen.height - RIM)
  return {
    left,
    top,
    width: within(right + RING, left, screen.width - RIM) - left,
    height: within(bottom + RING, top, screen.height - RIM) - top,
  }
}
