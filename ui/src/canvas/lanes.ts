// Connections whose curve would run across other cards, so that it seems to lead to them: these go round, by a lane.
import { type Edge, type Node, Position } from '@xyflow/react'
import type { Point } from '@/api/types'
import { type Ends, endsOf, way } from './way'

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

type Placed = Pick<Node, 'id' | 'position' | 'handles'> & { width: number; height: number }

// How far a lane stays away from cards, and from a lane that leads to another card.
const CLEAR = 16
const APART = 10
// How far a line comes out of its card before it turns.
const OUT = 22
const STEPS_OF_A_CURVE = 24
// Cards side by side that a lane is moved past before it is given up.
const MOST_MOVES = 12

/** The corners of each connection that has to go round, by the id of its line. */
export function lanesOf(cards: readonly Placed[], edges: readonly Edge[]): Map<string, Point[]> {
  const by = new Map(cards.map((card) => [card.id, card]))
  const boxes = cards.map(boxOf)
  const used: Lane[] = []
  const found = new Map<string, Point[]>()
  for (const edge of edges) {
    const [from, to] = [by.get(edge.source), by.get(edge.target)]
    const ends = from && to && from !== to && endsOf(edge, from, to)
    if (!ends) continue
    const [own, aim] = [boxOf(from), boxOf(to)]
    const others = (box: Box) => !same(box, own) && !same(box, aim)
    // Most lead to the card below, with nothing near: these need not be looked along.
    const around = reachOf(ends)
    if (!boxes.some((box) => meets(box, around) && others(box))) continue
    const crossed = crossings(trace(way(ends)[0]), boxes, others)
    if (crossed.length === 0) continue
    const best = [lane(ends, crossed, boxes, own, -1, used), lane(ends, crossed, boxes, own, 1, used)]
      .filter((one) => one !== undefined)
      .toSorted((a, b) => a.crossed - b.crossed || a.length - b.length)[0]
    if (!best || best.crossed >= crossed.length) continue
    used.push({ x: best.x, top: best.top, bottom: best.bottom, to: edge.target })
    found.set(edge.id, best.corners)
  }
  return found
}

interface Lane {
  x: number
  top: number
  bottom: number
  to?: string
}

interface Found extends Lane {
  corners: Point[]
  crossed: number
  length: number
}

/** The nearest free lane at one side of what is in the way. */
function lane(ends: Ends, crossed: Box[], boxes: Box[], own: Box, side: -1 | 1, used: Lane[]): Found | undefined {
  const { sourceX, sourceY, sourcePosition, targetX, targetY } = ends
  const below = own.bottom + CLEAR
  const above = targetY - OUT
  const [top, bottom] = [Math.min(below, above), Math.max(below, above)]
  const beyond = (box: Box) => (side < 0 ? box.left - CLEAR : box.right + CLEAR)
  const farther = (a: number, b: number) => (side < 0 ? Math.min(a, b) : Math.max(a, b))
  let x = crossed.map(beyond).reduce(farther)
  for (let move = 0; ; move++) {
    if (move === MOST_MOVES) return undefined
    const column = { left: x - CLEAR + 1, right: x + CLEAR - 1, top, bottom }
    const hit = boxes.filter((box) => meets(box, column))
    const near = used.find((one) => Math.abs(one.x - x) < APART && one.top < bottom && top < one.bottom)
    if (hit.length > 0) x = hit.map(beyond).reduce(farther)
    else if (near) x = near.x + side * (APART + 2)
    else break
  }
  const turn = sourcePosition === Position.Left ? sourceX - OUT : sourceX + OUT
  const outward = sourcePosition === Position.Left ? x <= turn : x >= turn
  const start: Point[] =
    sourcePosition === Position.Bottom
      ? [{ x: sourceX, y: below }]
      : outward
        ? []
        : [
            { x: turn, y: sourceY },
            { x: turn, y: below },
          ]
  const corners = [
    ...start,
    { x, y: outward && sourcePosition !== Position.Bottom ? sourceY : below },
    { x, y: above },
    { x: targetX, y: above },
  ]
  const whole = [{ x: sourceX, y: sourceY }, ...corners, { x: targetX, y: targetY }]
  const crossing = crossings(whole.slice(1, -1), boxes, () => true).length
  return { x, top, bottom, corners, crossed: crossing, length: lengthOf(whole) }
}

const boxOf = ({ position: { x, y }, width, height }: Placed): Box => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
})

/** Where a curve between two ends may run: beyond them only as far as it swings. */
function reachOf({ sourceX, sourceY, sourcePosition, targetX, targetY }: Ends): Box {
  const straight = sourcePosition === Position.Bottom && targetY > sourceY
  const swing = straight ? 2 : OUT + Math.max(Math.abs(targetX - sourceX), Math.abs(targetY - sourceY)) / 2
  return {
    left: Math.min(sourceX, targetX) - swing,
    right: Math.max(sourceX, targetX) + swing,
    top: Math.min(sourceY, targetY) - swing,
    bottom: Math.max(sourceY, targetY) + swing,
  }
}

const same = (a: Box, b: Box) => a.left === b.left && a.top === b.top
const meets = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

function lengthOf(points: Point[]): number {
  let sum = 0
  for (const [n, b] of points.entries()) {
    const a = points[n - 1]
    if (a) sum += Math.abs(a.x - b.x) + Math.abs(a.y - b.y)
  }
  return sum
}

/** The boxes that a line runs across. */
function crossings(points: Point[], boxes: Box[], counts: (box: Box) => boolean): Box[] {
  const around = spanOf(points)
  return boxes.filter(
    (box) =>
      meets(box, around) &&
      counts(box) &&
      points.some((b, n) => {
        const a = points[n - 1]
        return a !== undefined && meets(box, spanOf([a, b]))
      }),
  )
}

/** A line has a width: what only touches is not across. */
function spanOf(points: Point[]): Box {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  return {
    left: Math.min(...xs) - 1,
    right: Math.max(...xs) + 1,
    top: Math.min(...ys) - 1,
    bottom: Math.max(...ys) + 1,
  }
}

/** Points along a path as `way` draws it: a curve, or straight pieces with round corners. */
function trace(path: string): Point[] {
  const numbers = (path.match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number)
  const points: Point[] = []
  for (let n = 0; n + 1 < numbers.length; n += 2) points.push({ x: numbers[n] ?? 0, y: numbers[n + 1] ?? 0 })
  const [a, b, c, d] = points
  if (!path.includes('C') || !a || !b || !c || !d) return points
  return Array.from({ length: STEPS_OF_A_CURVE + 1 }, (_, n) => {
    const t = n / STEPS_OF_A_CURVE
    const u = 1 - t
    const at = (p: number, q: number, r: number, s: number) =>
      u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s
    return { x: at(a.x, b.x, c.x, d.x), y: at(a.y, b.y, c.y, d.y) }
  })
}
