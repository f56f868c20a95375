// An answer as a tree: each value can be clicked.
import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconBookmarkPlus, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { isRecord } from '@/doc'
import classes from './form.module.css'
import { inWords, type Member, pathOf } from './samples'

// What a person reads of one level before asking for more.
const SHOWN = 25
const TEXT = 120
const OPEN_DEPTH = 2

export interface JsonTreeProps {
  value: unknown
  onPick: (members: Member[]) => void
}

export function JsonTree({ value, onPick }: JsonTreeProps) {
  const { t } = useLingui()
  return (
    <ul className={classes.tree} aria-label={t`Answer`}>
      <Branch value={value} members={[]} onPick={onPick} />
    </ul>
  )
}

function Branch({ value, members, onPick }: JsonTreeProps & { members: Member[] }) {
  const { t } = useLingui()
  const [limit, setLimit] = useState(SHOWN)
  const inside: [Member, unknown][] = Array.isArray(value)
    ? value.map((one, index) => [index, one])
    : isRecord(value)
      ? Object.entries(value)
      : [['', value]]
  const rest = inside.length - limit
  return (
    <>
      {inside.slice(0, limit).map(([member, one]) => (
        <Row
          key={String(member)}
          value={one}
          members={isRecord(value) || Array.isArray(value) ? [...members, member] : members}
          onPick={onPick}
        />
      ))}
      {rest > 0 && (
        <li>
          <button type="button" className={classes.treeMore} onClick={() => setLimit(limit + SHOWN * 4)}>
            {t`Show more (${rest})`}
          </button>
        </li>
      )}
    </>
  )
}

function Row({ value, members, onPick }: JsonTreeProps & { members: Member[] }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(members.length < OPEN_DEPTH)
  const path = pathOf('', members).replace(/^\./, '')
  const last = members.at(-1)
  const name = last === undefined ? '' : typeof last === 'number' ? `${last + 1}.` : last
  const size = Array.isArray(value) ? value.length : isRecord(value) ? Object.keys(value).length : 0
  if (!Array.isArray(value) && !isRecord(value)) {
    const text = inWords(value)
    return (
      <li>
        <button
          type="button"
          className={classes.leaf}
          onClick={() => onPick(members)}
          aria-label={t`Keep ${path}: ${text}`}
        >
          <span>{name}</span>
          <code>{text.length > TEXT ? `${text.slice(0, TEXT)}…` : text}</code>
        </button>
      </li>
    )
  }
  return (
    <li>
      <div className={classes.branch}>
        <button type="button" className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconChevronRight size={14} aria-hidden />
          {name}
          <span className={classes.and}>{Array.isArray(value) ? t`list of ${size}` : t`${size} fields`}</span>
        </button>
        <Tooltip label={t`Keep all of it`}>
          <ActionIcon size="sm" aria-label={t`Keep all of ${path}`} onClick={() => onPick(members)}>
            <IconBookmarkPlus size={14} />
          </ActionIcon>
        </Tooltip>
      </div>
      {open && size > 0 && (
        <ul className={classes.tree}>
          <Branch value={value} members={members} onPick={onPick} />
        </ul>
      )}
    </li>
  )
}
