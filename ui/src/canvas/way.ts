import { type Edge, getBezierPath, getSmoothStepPath, type Node, Position } from '@xyflow/react'

/** Where a connection begins and ends. */
export interface Ends {
  sourceX: number
  sourceY: number
  sourcePosition: Position
  targetX: number
  targetY: number
  targetPosition: Position
}

/**
 * A curve; from a row to a step right below, round the card instead of across it: the path and its middle.
 * `round`: it may lead up, and goes round the cards then wherever it begins.
 */
export function way(ends: Ends, round = false): [path: string, x: number, y: number] {
  const { sourceX, sourceY, sourcePosition, targetX, targetY } = ends
  const inward =
    (sourcePosition === Position.Right && targetX < sourceX) || (sourcePosition === Position.Left && targetX > sourceX)
  const back = (round || sourcePosition !== Position.Bottom) && targetY < sourceY
  const [path, x, y] =
    inward || back
      ? getSmoothStepPath({ ...ends, borderRadius: 18, offset: 22 })
      : getBezierPath({ ...ends, curvature: 0.3 })
  return [path, x, y]
}

/** The exit of a handle: a row has one at each side. */
export const exitOf = (handle: string | null | undefined): string => (handle ?? 'next').replace(/:left$/, '')

/** The ends of a connection as its cards have them, without asking the page. */
export function endsOf({ sourceHandle, targetHandle }: Edge, from: Node, to: Node): Ends | undefined {
  const source = from.handles?.find((one) => one.type === 'source' && one.id === (sourceHandle ?? 'next'))
  const target = to.handles?.find((one) => one.type === 'target' && (!targetHandle || one.id === targetHandle))
  if (!source || !target || from.hidden || to.hidden) return undefined
  const at = (node: Node, { x, y, width = 0, height = 0, position }: typeof source) => ({
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
