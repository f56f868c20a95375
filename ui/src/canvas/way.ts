import { type Edge, getBezierPath, getSmoothStepPath, type Node, Position } from '@xyflow/react'
import type { Point } from '@/api/types'

/** Where a connection begins and ends. */
export interface Ends {
  sourceX: number
  sourceY: number
  sourcePosition: Position
  targetX: number
  targetY: number
  targetPosition: Position
}

const RADIUS = 18

/** Straight pieces with round corners, and the middle of the longest one. */
function roundabout(points: Point[]): [path: string, x: number, y: number] {
  const pieces: string[] = []
  let [most, x, y] = [0, 0, 0]
  for (const [n, at] of points.entries()) {
    const [before, after] = [points[n - 1], points[n + 1]]
    if (!before) {
      pieces.push(`M${at.x} ${at.y}`)
      continue
    }
    const come = Math.hypot(at.x - before.x, at.y - before.y)
    if (come > most) [most, x, y] = [come, (at.x + before.x) / 2, (at.y + before.y) / 2]
    if (!after || come === 0) {
      pieces.push(`L${at.x} ${at.y}`)
      continue
    }
    const go = Math.hypot(after.x - at.x, after.y - at.y)
    const radius = Math.min(RADIUS, come / 2, go / 2)
    const toward = (to: Point, length: number) =>
      length === 0
        ? `${at.x} ${at.y}`
        : `${at.x + ((to.x - at.x) * radius) / length} ${at.y + ((to.y - at.y) * radius) / length}`
    pieces.push(`L${toward(before, come)}Q${at.x} ${at.y} ${toward(after, go)}`)
  }
  return [pieces.join(''), x, y]
}

/** What a line carries beside its ends. */
export interface LineData {
  /** Corners on its way round cards: see lanes.ts. */
  corners?: Point[]
  /** How it differs from the other version. */
  mark?: unknown
}

/**
 * A curve; from a row to a step right below, round the card instead of across it: the path and its middle.
 * A line with a mark may lead up, and goes round the cards then wherever it begins.
 */
export function way(ends: Ends, { corners, mark }: LineData = {}): [path: string, x: number, y: number] {
  const { sourceX, sourceY, sourcePosition, targetX, targetY } = ends
  if (corners) return roundabout([{ x: sourceX, y: sourceY }, ...corners, { x: targetX, y: targetY }])
  const round = mark !== undefined
  const inward =
    (sourcePosition === Position.Right && targetX < sourceX) || (sourcePosition === Position.Left && targetX > sourceX)
  const back = (round || sourcePosition !== Position.Bottom) && targetY < sourceY
  const [path, x, y] =
    inward || back
      ? getSmoothStepPath({ ...ends, borderRadius: RADIUS, offset: 22 })
      : getBezierPath({ ...ends, curvature: 0.3 })
  return [path, x, y]
}

/** The exit of a handle: a row has one at each side. */
export const exitOf = (handle: string | null | undefined): string => (handle ?? 'next').replace(/:left$/, '')

type Card = Pick<Node, 'position' | 'handles' | 'hidden'>

/** The ends of a connection as its cards have them, without asking the page. */
export function endsOf({ sourceHandle, targetHandle }: Edge, from: Card, to: Card): Ends | undefined {
  const source = from.handles?.find((one) => one.type === 'source' && one.id === (sourceHandle ?? 'next'))
  const target = to.handles?.find((one) => one.type === 'target' && (!targetHandle || one.id === targetHandle))
  if (!source || !target || from.hidden || to.hidden) return undefined
  const at = (node: Card, { x, y, width = 0, height = 0, position }: typeof source) => ({
    x: node.position.x + x + (position === Position.Left ? 0 : position === Position.Right ? width : width / 2),
    y: node.position.y + y + (position === Position.Top ? 0 : position === Position.Bottom ? height : height / 2),
  })
  const a = at(from, source)
  const b = at(to, target)
  return {
    sourceX: a.x,
    sourceY: a.y,
    sourcePosition: source.position,
    targetX: b.x,
    targetY: b.y,
    targetPosition: target.position,
  }
}
