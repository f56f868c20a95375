import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconPhoto, IconUsers } from '@tabler/icons-react'
import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo, useState } from 'react'
import type { Issue, Kind, StepDoc } from '@/api/types'
import type { Card, PreviewItem } from '@/doc'
import { PICTURE } from '@/doc'
import { LineText, labelOf, parseChip } from '@/form'
import { WhatsAppText } from '@/kit'
import { ActionItems } from './action-items'
import classes from './card.module.css'
import { CardNumbers, ExitNumber } from './card-numbers'
import foot from './card-numbers.module.css'
import { useEdited, useEditor } from './editor-context'
import { ExitHandle } from './exit-handle'
import { useIssueWords } from './issue-words'
import { hueOf, KindIcon } from './kind-icon'
import { useOverlay } from './overlay'

export interface StepCardData extends Record<string, unknown> {
  step: StepDoc
  kind: Kind | undefined
  card: Card
  issues: Issue[]
  waiting: number
  fresh: boolean
  current: boolean
  /** Exits that lead somewhere, joined: a stable value to compare. */
  connected: string
}

/** A step on the canvas: what it is, what the customer sees, and its ways out. */
export const StepCard = memo(function StepCard({ id, data, selected }: NodeProps & { data: StepCardData }) {
  const { t } = useLingui()
  const { step, kind, card, issues, waiting, fresh, current, connected } = data
  // What is not wrong any more needs no completing.
  const todo = fresh && issues.length > 0
  const { readOnly, numbers, way } = useOverlay()
  const hue = { '--hue': hueOf(kind?.group) } as React.CSSProperties
  const marks = {
    'data-selected': selected || undefined,
    'data-current': current || undefined,
    'data-fresh': todo || undefined,
    'data-way': way && (way.steps.has(id) ? 'passed' : 'pale'),
  }
  const leads = new Set(connected.split('\n'))
  const [only] = card.exits
  const note = kind?.note ? { 'data-note': String(step.config.color ?? 'yellow') } : undefined
  return (
    <div className={classes.card} style={hue} {...marks} {...note}>
      {!note && <Handle type="target" position={Position.Top} className={classes.target} isConnectableStart={false} />}
      <div className={classes.head}>
        <KindIcon icon={kind?.icon ?? ''} group={kind?.group} />
        <span className={classes.name} title={step.name}>
          {step.name}
        </span>
        {waiting > 0 && !numbers && (
          <Tooltip label={t`${waiting} waiting here`}>
            <span className={`${classes.badge} ${classes.people}`} role="img" aria-label={t`${waiting} waiting here`}>
              <IconUsers size={12} aria-hidden />
              {waiting}
            </span>
          </Tooltip>
        )}
        {todo ? (
          <span className={`${classes.badge} ${classes.todo}`}>{t`To complete`}</span>
        ) : (
          <ProblemDot issues={issues} />
        )}
        {!readOnly && <CardMenu id={id} />}
      </div>
      {card.preview.items.length > 0 && (
        <div className={classes.preview} style={{ height: card.previewHeight, boxSizing: 'border-box' }}>
          {card.preview.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a preview have no other name
            <PreviewLine key={index} item={item} />
          ))}
          {card.preview.more && <span className={classes.quiet}>{t`more…`}</span>}
        </div>
      )}
      {card.exits.length > 1 && (
        <div className={classes.exits}>
          {card.exits.map((exit) => (
            <div key={exit.id} className={classes.exit}>
              <span title={exit.label}>{exit.label}</span>
              <ExitNumber id={id} exit={exit.id} label={exit.label} />
              <ExitHandle from={id} exit={exit.id} label={exit.label} connected={leads.has(exit.id)} foot={false} />
            </div>
          ))}
        </div>
      )}
      {card.exits.length === 1 && only && (
        <ExitHandle from={id} exit={only.id} label={step.name} connected={leads.has(only.id)} foot />
      )}
      {card.exits.length === 1 && only && numbers && (
        <span className={foot.foot}>
          <ExitNumber id={id} exit={only.id} label={step.name} />
        </span>
      )}
      {!note && <CardNumbers id={id} name={step.name} />}
    </div>
  )
})

/** A picture as it is sent, cut to the card. One that is gone leaves its sign. */
function Picture({ id }: { id: string }) {
  const { t } = useLingui()
  const [gone, setGone] = useState(false)
  return (
    <span className={classes.picture} style={{ height: PICTURE }}>
      {gone ? (
        <IconPhoto size={20} aria-label={t`File`} />
      ) : (
        <img src={`/media/${encodeURIComponent(id)}`} alt="" loading="lazy" onError={() => setGone(true)} />
      )}
    </span>
  )
}

function PreviewLine({ item }: { item: PreviewItem }) {
  const { t } = useLingui()
  const { catalog, store } = useEditor()
  // Names of the steps that this line speaks of: the card changes with them.
  const name = useEdited(({ doc }) => {
    const to = item.pieces?.find((piece) => typeof piece !== 'string' && piece.widget === 'step')
    return typeof to === 'object' ? doc.steps.find((one) => one.id === to.value)?.name : undefined
  })
  const nameOf = () => name
  // An answer is told by its step's name; a step that is renamed writes its new key here too.
  const chip = (expression: string) => {
    const path = parseChip(expression)?.path
    if (!path) return '…'
    const [space, key = path] = path.split('.')
    const step = space === 'step' && store.getState().doc.steps.find((one) => one.key === key)
    if (step) return step.name
    const label = labelOf(catalog.variables, path)
    return label === path ? key : label
  }
  switch (item.as) {
    case 'media':
      if (item.picture) return <Picture id={item.picture} />
      return (
        <span className={classes.media}>
          <IconPhoto size={14} aria-hidden />
          {item.text.split('/').pop() || t`File`}
        </span>
      )
    case 'option':
      return <span className={classes.option}>{item.text}</span>
    case 'line':
      return (
        <span className={`${classes.text} ${classes.quiet}`} style={{ height: item.lines * 18 }}>
          <LineText pieces={item.pieces ?? [item.text]} chip={chip} stepName={nameOf} />
        </span>
      )
    default:
      return (
        <span className={classes.text} style={{ height: item.lines * 18 }}>
          <WhatsAppText text={item.text} chip={chip} />
        </span>
      )
  }
}

export function ProblemDot({ issues }: { issues: Issue[] }) {
  const { t } = useLingui()
  const text = useIssueWords()
  const errors = issues.filter((issue) => issue.severity === 'error')
  const [first] = errors.length > 0 ? errors : issues
  if (!first) return null
  const count = errors.length || issues.length
  return (
    <Tooltip label={text(first)} multiline maw={280}>
      <span
        role="img"
        className={`${classes.badge} ${errors.length ? classes.problem : classes.warning}`}
        aria-label={t`Problems: ${count}. ${text(first)}`}
      >
        {errors.length ? '●' : '▲'} {count}
      </span>
    </Tooltip>
  )
}

function CardMenu({ id }: { id: string }) {
  const { t } = useLingui()
  const { store } = useEditor()
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          size="sm"
          className="nodrag"
          aria-label={t`More for this step`}
          onClick={(event) => {
            event.stopPropagation()
            store.select([id])
          }}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>
        <ActionItems
          ids={['edit', 'rename', 'connect', 'follow', 'test-from', 'duplicate', 'copy', 'group', 'ungroup', 'delete']}
        />
      </Menu.Dropdown>
    </Menu>
  )
}
