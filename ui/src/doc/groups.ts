// Named groups: steps that belong together. A step is in one group at most; a group without steps is none.
import type { FlowDocument, GroupDoc, Point } from '@/api/types'
import type { Result } from './commands'
import type { Context } from './graph'
import { type Size, START, withLayout } from './layout'

export const GROUP_COLORS = ['grey', 'blue', 'green', 'yellow', 'pink'] as const
const NAME_LENGTH = 60
/** Between a group's frame and its steps; above them stands the name. */
const FRAME = { side: 16, top: 44, bottom: 16 }

export const groupsOf = (doc: FlowDocument): GroupDoc[] => doc.layout?.groups ?? []

export const groupOf = (doc: FlowDocument, id: string): GroupDoc | undefined =>
  groupsOf(doc).find((group) => group.steps.includes(id))

const withGroups = (doc: FlowDocument, groups: GroupDoc[]): FlowDocument => withLayout(doc, { groups })

/** Groups without these steps. */
export function withoutSteps(doc: FlowDocument, gone: ReadonlySet<string>): FlowDocument {
  const groups = groupsOf(doc)
  if (!groups.some((group) => group.steps.some((id) => gone.has(id)))) return doc
  return withGroups(doc, left(groups, gone))
}

const left = (groups: GroupDoc[], gone: ReadonlySet<string>) =>
  groups.flatMap((group) => {
    if (!group.steps.some((id) => gone.has(id))) return [group]
    const steps = group.steps.filter((id) => !gone.has(id))
    return steps.length > 0 ? [{ ...group, steps }] : []
  })

/** Puts steps into a new group; they leave the one that they were in. */
export function groupSteps(doc: FlowDocument, context: Context, ids: readonly string[], name: string): Result {
  const known = new Set(doc.steps.map((step) => step.id))
  const steps = [...new Set(ids)].filter((id) => id !== START && known.has(id))
  if (steps.length === 0) return { doc }
  const rest = left(groupsOf(doc), new Set(steps))
  const group = { id: context.newId(), name: name.slice(0, NAME_LENGTH), color: colorAfter(rest), steps }
  return { doc: withGroups(doc, [...rest, group]) }
}

const colorAfter = (groups: GroupDoc[]) => GROUP_COLORS[groups.length % GROUP_COLORS.length] ?? 'grey'

export function ungroup(doc: FlowDocument, ids: readonly string[]): Result {
  const groups = groupsOf(doc).filter((group) => !ids.includes(group.id))
  return groups.length === groupsOf(doc).length ? { doc } : { doc: withGroups(doc, groups) }
}

export function changeGroup(doc: FlowDocument, id: string, change: Partial<Pick<GroupDoc, 'name' | 'color'>>): Result {
  const name = change.name?.trim().slice(0, NAME_LENGTH)
  const groups = groupsOf(doc).map((group) =>
    group.id === id ? { ...group, ...change, name: name || group.name } : group,
  )
  return JSON.stringify(groups) === JSON.stringify(groupsOf(doc)) ? { doc } : { doc: withGroups(doc, groups) }
}

/** The frame around a group's steps, where they stand. */
export function frameOf(
  group: GroupDoc,
  positions: Record<string, Point>,
  sizes: ReadonlyMap<string, Size>,
): (Point & Size) | undefined {
  const boxes = group.steps.flatMap((id) => {
    const at = positions[id]
    const size = sizes.get(id)
    return at && size ? [{ ...at, ...size }] : []
  })
  if (boxes.length === 0) return undefined
  const x = Math.min(...boxes.map((box) => box.x)) - FRAME.side
  const y = Math.min(...boxes.map((box) => box.y)) - FRAME.top
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + FRAME.side
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + FRAME.bottom
  return { x, y, width: right - x, height: bottom - y }
}
