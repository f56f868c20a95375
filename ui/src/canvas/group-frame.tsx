import { useLingui } from '@lingui/react/macro'
import { ActionIcon, ColorSwatch, Group, Menu, TextInput } from '@mantine/core'
import { IconBoxOff, IconDots } from '@tabler/icons-react'
import type { Node, NodeProps } from '@xyflow/react'
import { memo, useState } from 'react'
import type { FlowDocument, GroupDoc, Point } from '@/api/types'
import { CARD_WIDTH, type Context, cardFor, changeGroup, frameOf, GROUP_COLORS, groupsOf, ungroup } from '@/doc'
import { useEditor } from './editor-context'
import classes from './group-frame.module.css'
import { kept } from './nodes'
import { useOverlay } from './overlay'

export interface GroupData extends Record<string, unknown> {
  group: GroupDoc
}
export type GroupNode = Node<GroupData, 'group-frame'>

const PREFIX = 'group '
export const groupOfNode = (id: string): string | undefined =>
  id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined

/** The frames behind the cards, where their steps stand. A frame that did not change keeps its object. */
export function frameMaker(): (
  doc: FlowDocument,
  context: Context,
  positions: Record<string, Point>,
  spoken: string,
) => GroupNode[] {
  let known = new Map<string, GroupNode>()
  let last: GroupNode[] = []
  return (doc, context, positions, spoken) => {
    const next: typeof known = new Map()
    for (const node of framesOf(doc, context, positions, spoken)) {
      const before = known.get(node.id)
      next.set(node.id, before && sameFrame(before, node) ? before : node)
    }
    known = next
    last = kept(last, [...next.values()])
    return last
  }
}

const sameFrame = (a: GroupNode, b: GroupNode): boolean =>
  a.data.group === b.data.group &&
  a.position.x === b.position.x &&
  a.position.y === b.position.y &&
  a.width === b.width &&
  a.height === b.height &&
  a.domAttributes?.['aria-roledescription'] === b.domAttributes?.['aria-roledescription']

function framesOf(doc: FlowDocument, context: Context, positions: Record<string, Point>, spoken: string): GroupNode[] {
  const groups = groupsOf(doc)
  if (groups.length === 0) return []
  const sizes = new Map(
    doc.steps.map((step) => [step.id, { width: CARD_WIDTH, height: cardFor(step, context).height }]),
  )
  return groups.flatMap((group) => {
    const frame = frameOf(group, positions, sizes)
    if (!frame) return []
    const { x, y, ...size } = frame
    return [
      {
        id: PREFIX + group.id,
        type: 'group-frame' as const,
        position: { x, y },
        ...size,
        measured: size,
        style: { pointerEvents: 'none' as const },
        selectable: false,
        focusable: false,
        connectable: false,
        dragHandle: `.${classes.head}`,
        ariaLabel: group.name,
        domAttributes: { 'aria-roledescription': spoken } as NonNullable<Node['domAttributes']>,
        data: { group },
      },
    ]
  })
}

/** A frame with the group's name; dragging the name moves its steps. */
export const GroupFrame = memo(function GroupFrame({ data }: NodeProps & { data: GroupData }) {
  const { t } = useLingui()
  const { store } = useEditor()
  const { readOnly } = useOverlay()
  const { group } = data
  const [name, setName] = useState<string>()
  const change = (what: Parameters<typeof changeGroup>[2]) =>
    store.run({ label: 'group' }, (doc) => changeGroup(doc, group.id, what))
  const save = () => {
    if (name !== undefined) change({ name })
    setName(undefined)
  }
  const colors: Record<(typeof GROUP_COLORS)[number], string> = {
    grey: t`Grey`,
    blue: t`Blue`,
    green: t`Green`,
    yellow: t`Yellow`,
    pink: t`Pink`,
  }
  if (readOnly) {
    return (
      <div className={classes.frame} data-color={group.color}>
        <div className={classes.head} data-still>
          <span className={classes.title} title={group.name}>
            {group.name}
          </span>
        </div>
      </div>
    )
  }
  return (
    <div className={classes.frame} data-color={group.color}>
      <div className={classes.head}>
        {name === undefined ? (
          <button
            type="button"
            className={classes.title}
            title={group.name}
            onClick={() => store.select(group.steps)}
            onDoubleClick={() => setName(group.name)}
          >
            {group.name}
          </button>
        ) : (
          <TextInput
            size="xs"
            className="nodrag"
            autoFocus
            aria-label={t`Name of the group`}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onBlur={save}
            onKeyDown={(event) => {
              if (event.key === 'Enter') save()
              else if (event.key === 'Escape') setName(undefined)
              else return
              event.stopPropagation()
            }}
          />
        )}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size="sm" className="nodrag" aria-label={t`More for the group “${group.name}”`}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setName(group.name)}>{t`Rename`}</Menu.Item>
            <Menu.Item onClick={() => store.select(group.steps)}>{t`Select its steps`}</Menu.Item>
            <Menu.Label>{t`Colour`}</Menu.Label>
            <Group gap={6} px={12} pb={8} wrap="nowrap">
              {GROUP_COLORS.map((color) => (
                <ColorSwatch
                  key={color}
                  component="button"
                  type="button"
                  size={20}
                  color={`var(--group-${color})`}
                  aria-label={colors[color]}
                  aria-pressed={group.color === color}
                  style={{ cursor: 'pointer' }}
                  onClick={() => change({ color })}
                />
              ))}
            </Group>
            <Menu.Item
              leftSection={<IconBoxOff size={16} />}
              onClick={() => store.run({ label: 'ungroup' }, (doc) => ungroup(doc, [group.id]))}
            >
              {t`Dissolve the group`}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  )
})
