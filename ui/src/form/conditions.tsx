import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Group, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { type Match, type Path, type Row, type RowGroup, readPaths, WITHOUT_VALUE } from './condition-paths'
import {
  isWhole,
  PathResult,
  RowResult,
  rowTold,
  type Tried,
  type TriedRow,
  useTried,
  WayResult,
} from './condition-result'
import { useEnvironment } from './environment'
import classes from './form.module.css'
import { Frame } from './frame'
import { TemplateInput } from './template-input'
import { VariablePicker } from './variable-picker'
import { labelOf } from './variables'
import type { WidgetProps } from './widget'

const blankRow = (): Row => ({ left: '', op: 'is', right: '' })
const replace = <T,>(list: T[], index: number, item: T): T[] => list.map((old, i) => (i === index ? item : old))
const drop = <T,>(list: T[], index: number): T[] => list.filter((_, i) => i !== index)

/** Paths in the order in which they are tried; what fits none leaves by "Otherwise". */
export function ConditionsWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const { t } = useLingui()
  const { newId } = useEnvironment()
  const paths = readPaths(value)
  const tried = useTried(paths)
  const whole = paths.every((one) => one.groups.every((group) => group.rows.every(isWhole)))
  const add = () =>
    onChange([
      ...paths,
      { id: newId(), name: t`Path ${paths.length + 1}`, match: 'all', groups: [{ match: 'all', rows: [blankRow()] }] },
    ])
  return (
    <Frame id={id} path={path} label={label} help={help}>
      {paths.map((item, index) => (
        <PathBox
          key={item.id}
          path={item}
          at={`${path}.${index}`}
          id={`${id}-${index}`}
          tried={tried}
          whole={whole}
          onChange={(next) => onChange(replace(paths, index, next))}
          onRemove={() => onChange(drop(paths, index))}
        />
      ))}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        onClick={add}
        style={{ alignSelf: 'flex-start' }}
      >
        {t`Add a path`}
      </Button>
      {whole && <WayResult tried={tried} paths={paths} />}
    </Frame>
  )
}

interface PathBoxProps {
  path: Path
  at: string
  id: string
  tried: Tried | undefined
  /** Nothing is still to be written: which path is taken can be told. */
  whole: boolean
  onChange: (path: Path) => void
  onRemove: () => void
}

function PathBox({ path, at, id, tried, whole, onChange, onRemove }: PathBoxProps) {
  const { t } = useLingui()
  return (
    <section className={classes.path} aria-label={path.name}>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          size="xs"
          aria-label={t`Name of the path`}
          value={path.name}
          onChange={(event) => onChange({ ...path, name: event.currentTarget.value })}
        />
        <ActionIcon aria-label={t`Remove ${path.name}`} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      {whole && <PathResult tried={tried} id={path.id} />}
      {path.groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no name but their place
        <div key={index} className={classes.nested}>
          {index > 0 && (
            <MatchChoice
              value={path.match}
              onChange={(next) => onChange({ ...path, match: next })}
              first={index === 1}
            />
          )}
          <GroupBox
            group={group}
            at={`${at}.groups.${index}`}
            id={`${id}-${index}`}
            told={(row) => rowTold(tried, path, index, row)}
            onChange={(next) => {
              const groups = next.rows.length > 0 ? replace(path.groups, index, next) : drop(path.groups, index)
              onChange({ ...path, groups })
            }}
          />
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange({ ...path, groups: [...path.groups, { match: 'all', rows: [blankRow()] }] })}
      >
        {path.groups.length === 0 ? t`Add a condition` : t`Add a group`}
      </Button>
    </section>
  )
}

function MatchChoice({ value, onChange, first }: { value: Match; onChange: (value: Match) => void; first: boolean }) {
  const { t } = useLingui()
  const word = value === 'all' ? t`and` : t`or`
  if (!first) return <span className={classes.and}>{word}</span>
  return (
    <Button
      variant="default"
      size="compact-xs"
      style={{ alignSelf: 'flex-start' }}
      aria-label={t`Joined by “${word}”. Change`}
      onClick={() => onChange(value === 'all' ? 'any' : 'all')}
    >
      {word}
    </Button>
  )
}

interface GroupBoxProps {
  group: RowGroup
  at: string
  id: string
  told: (row: number) => TriedRow | undefined
  onChange: (group: RowGroup) => void
}

function GroupBox({ group, at, id, told, onChange }: GroupBoxProps) {
  const { t } = useLingui()
  return (
    <div className={classes.group}>
      {group.rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
        <div key={index} className={classes.nested}>
          {index > 0 && (
            <MatchChoice
              value={group.match}
              onChange={(next) => onChange({ ...group, match: next })}
              first={index === 1}
            />
          )}
          <RowBox
            row={row}
            at={`${at}.rows.${index}`}
            id={`${id}-${index}`}
            told={told(index)}
            onChange={(next) => onChange({ ...group, rows: replace(group.rows, index, next) })}
            onRemove={() => onChange({ ...group, rows: drop(group.rows, index) })}
          />
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange({ ...group, rows: [...group.rows, blankRow()] })}
      >
        {t`Add a condition`}
      </Button>
    </div>
  )
}

function useOperators() {
  const { t } = useLingui()
  return [
    { value: 'is', label: t`is` },
    { value: 'is_not', label: t`is not` },
    { value: 'contains', label: t`contains` },
    { value: 'not_contains', label: t`does not contain` },
    { value: 'starts_with', label: t`starts with` },
    { value: 'ends_with', label: t`ends with` },
    { value: 'matches', label: t`matches the pattern` },
    { value: 'in_list', label: t`is one of` },
    { value: 'empty', label: t`is empty` },
    { value: 'not_empty', label: t`is not empty` },
    { value: 'greater', label: t`is greater than` },
    { value: 'greater_or_equal', label: t`is at least` },
    { value: 'less', label: t`is less than` },
    { value: 'less_or_equal', label: t`is at most` },
    { value: 'between', label: t`is between` },
    { value: 'before', label: t`is before` },
    { value: 'after', label: t`is after` },
    { value: 'in_last_days', label: t`is in the last days` },
  ]
}

interface RowBoxProps {
  row: Row
  at: string
  id: string
  told: TriedRow | undefined
  onChange: (row: Row) => void
  onRemove: () => void
}

function RowBox({ row, at, id, told, onChange, onRemove }: RowBoxProps) {
  const { t } = useLingui()
  const { variables } = useEnvironment()
  const operators = useOperators()
  const [picking, setPicking] = useState(false)
  const value = (member: 'right' | 'right2', label: string) => (
    <TemplateInput
      id={`${id}-${member}`}
      path={`${at}.${member}`}
      label={label}
      placeholder={label}
      line
      value={row[member] ?? ''}
      onChange={(next) => onChange({ ...row, [member]: next })}
    />
  )
  return (
    <div className={classes.row} data-field={`${at}.left`}>
      <div className={classes.rowFields}>
        <VariablePicker
          opened={picking}
          onClose={() => setPicking(false)}
          onPick={(left) => {
            setPicking(false)
            onChange({ ...row, left })
          }}
        >
          <Button
            size="xs"
            variant="default"
            justify="flex-start"
            fw={400}
            className={classes.choice ?? ''}
            onClick={() => setPicking(!picking)}
          >
            {row.left ? labelOf(variables, row.left) : t`Choose a variable`}
          </Button>
        </VariablePicker>
        <Select
          size="xs"
          aria-label={t`Comparison`}
          data={operators}
          value={row.op}
          allowDeselect={false}
          onChange={(op) => onChange({ ...row, op: op ?? row.op })}
        />
        {!WITHOUT_VALUE.has(row.op) && value('right', row.op === 'in_list' ? t`Values, with commas between` : t`Value`)}
        {row.op === 'between' && value('right2', t`And`)}
        <RowResult told={told} row={row} operator={operators.find((one) => one.value === row.op)?.label ?? row.op} />
      </div>
      <ActionIcon aria-label={t`Remove this condition`} onClick={onRemove} size="sm">
        <IconTrash size={14} />
      </ActionIcon>
    </div>
  )
}
