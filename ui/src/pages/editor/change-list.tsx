import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Change, FlowDocument, Schema } from '@/api/types'
import { useEdited, useEditor } from '@/canvas'
import { exitsAt, isRecord, stepById } from '@/doc'
import { schemaAt } from '@/doc/rules'
import { LineText, parseChip } from '@/form'
import { useValueText } from '../common/values'
import { markWords, type Word } from './align'
import classes from './change-list.module.css'
import { chipName } from './chip-name'

interface Group {
  key: string
  first: Change
  changes: Change[]
}

/** Changes gathered by the step, trigger or setting that they belong to. */
export function groupsOf(changes: readonly Change[]): Group[] {
  const groups = new Map<string, Group>()
  for (const change of changes) {
    const kind = change.kind === 'rewired' ? 'step_changed' : change.kind
    const key = `${kind} ${change.step ?? ''}`
    const group = groups.get(key) ?? { key, first: { ...change, kind }, changes: [] }
    group.changes.push(change)
    groups.set(key, group)
  }
  return [...groups.values()]
}

interface ChangeListProps {
  changes: readonly Change[]
  /** Both sides, for the names of steps and fields. */
  before?: FlowDocument | undefined
  after?: FlowDocument | undefined
  /** Pressing the name of a step goes there. */
  onStep?: (step: string) => void
}

const SHOWN = 8

/** What a person changed, step by step and field by field, with the words that differ marked. */
export function ChangeList({ changes, before, after, onStep }: ChangeListProps) {
  const { t } = useLingui()
  const { kinds, catalog } = useEditor()
  const context = useEdited((state) => state.context)
  const [all, setAll] = useState(false)
  const groups = groupsOf(changes)
  const stepOf = (id: string) => (after && stepById(after, id)) ?? (before && stepById(before, id))
  const stepName = (id: unknown) => (typeof id === 'string' ? (stepOf(id)?.name ?? t`a step that is gone`) : t`nothing`)
  const head = ({ kind, name = '' }: Change): string => {
    const trigger = kinds.get(name)?.name ?? name
    switch (kind) {
      case 'step_added':
        return t`New step: ${name}`
      case 'step_removed':
        return t`Step removed: ${name}`
      case 'step_changed':
        return name ? t`Step changed: ${name}` : t`The trigger leads elsewhere`
      case 'trigger_changed':
        return t`Trigger: ${trigger}`
      default:
        return t`Settings of the flow changed`
    }
  }
  const label = (change: Change): string => {
    const { field = '', kind, step = '', name = '' } = change
    if (kind === 'rewired') {
      const doc = after && stepById(after, step) ? after : before
      const exit = doc && exitsAt(doc, step, context).find((one) => one.id === field)?.label
      return exit && field !== 'next' ? t`Path “${exit}”` : t`Leads to`
    }
    if (field === 'name') return t`Name`
    if (field === 'key') return t`Name in variables`
    if (field.startsWith('variables.')) return t`Variable ${field.slice('variables.'.length)}`
    const kindName = kind === 'trigger_changed' ? name : stepOf(step)?.kind
    return titleOf(kinds.get(kindName ?? '')?.schema, field)
  }
  const chip = (expression: string) => chipName(expression, catalog.variables, [after, before])
  const shown = all ? groups : groups.slice(0, SHOWN)
  const more = groups.length - shown.length
  return (
    <>
      <ul className={classes.list}>
        {shown.map(({ key, first, changes: list }) => (
          <li key={key}>
            {onStep && first.step && first.kind !== 'trigger_changed' ? (
              <button type="button" className={classes.head} onClick={() => onStep(first.step ?? '')}>
                {head(first)}
              </button>
            ) : (
              <span className={classes.head}>{head(first)}</span>
            )}
            {first.kind !== 'step_added' &&
              first.kind !== 'step_removed' &&
              list.map((change) => (
                <FieldChange
                  key={`${change.kind} ${change.field}`}
                  label={label(change)}
                  before={change.kind === 'rewired' ? stepName(change.before) : change.before}
                  after={change.kind === 'rewired' ? stepName(change.after) : change.after}
                  chip={chip}
                />
              ))}
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t`Show ${more} more`}
        </Button>
      )}
    </>
  )
}

/** The name of a field as the form has it. */
export function titleOf(schema: Schema | undefined, path: string): string {
  const parts = path.split('.')
  for (let n = parts.length; n > 0; n -= 1) {
    const title = schemaAt(schema, parts.slice(0, n).join('.'))?.title
    if (title) return title
  }
  return ''
}

// A longer value would fill the dialog: its beginning says enough.
const LENGTH = 300
const short = (text: string) => (text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text)

interface FieldChangeProps {
  label: string
  before: unknown
  after: unknown
  chip: (expression: string) => string
}

function FieldChange({ label, before, after, chip }: FieldChangeProps) {
  const { t } = useLingui()
  const text = useValueText()
  const said = (value: unknown) =>
    short(isRecord(value) && typeof value.title === 'string' ? value.title : text(value)) ||
    (value === undefined || value === null ? t`nothing` : t`empty`)
  const words = markWords(said(before), said(after))
  return (
    <div className={classes.field}>
      {label && <span className={classes.label}>{label}</span>}
      <del>
        <Words words={words.before} chip={chip} />
      </del>
      <ins>
        <Words words={words.after} chip={chip} />
      </ins>
    </div>
  )
}

function Words({ words, chip }: { words: Word[]; chip: FieldChangeProps['chip'] }) {
  const { t } = useLingui()
  // Where a variable itself differs, the words for when it is missing may be all that does.
  const changed = (expression: string) => {
    const parts = parseChip(expression)
    if (!parts) return expression
    const name = chip(expression)
    return parts.fallback ? t`${name}, if empty “${parts.fallback}”` : name
  }
  return words.map((word, index) => {
    const key = `${index} ${word.text}`
    const Tag = word.marked ? 'mark' : 'span'
    return (
      <Tag key={key}>
        <LineText pieces={[word.text]} chip={word.marked ? changed : chip} stepName={() => undefined} />
      </Tag>
    )
  })
}
