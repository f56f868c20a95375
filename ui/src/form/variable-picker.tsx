import { useLingui } from '@lingui/react/macro'
import { Popover, TextInput } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { useFormat } from '@/kit'
import { useEnvironment, type Variable } from './environment'
import { formatChip } from './expressions'
import classes from './form.module.css'
import { sampleOf } from './samples'

interface PickerProps {
  opened: boolean
  onClose: () => void
  onPick: (path: string) => void
  /** For texts: gets what to write, with "if empty", rather than a path. */
  onWrite?: (text: string) => void
  children: ReactNode
}

/** Chooses a variable: search, groups, sample values, arrow keys and Enter. */
export function VariablePicker({ opened, onClose, onPick, onWrite, children }: PickerProps) {
  const { t } = useLingui()
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && onClose()}
      width={340}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t`Variables`}>
        {opened && <PickerList onPick={onPick} {...(onWrite && { onWrite })} />}
      </Popover.Dropdown>
    </Popover>
  )
}

// A sample is there to recognise the variable by.
const SAMPLE_LENGTH = 40

/** A sample as people say it; of a made-up text only its type is known, and nothing is shown. */
function useSaid(): (variable: Variable) => string {
  const { t } = useLingui()
  const format = useFormat()
  const said = (value: unknown, type: string): string => {
    if (Array.isArray(value)) return value.map((one) => said(one, '')).join(', ')
    if (typeof value === 'boolean') return value ? t`Yes` : t`No`
    if (typeof value === 'number') return format.number(value)
    if (typeof value !== 'string') return ''
    return type === 'date' && !Number.isNaN(Date.parse(value)) ? format.soon(value) : value
  }
  return (variable) => {
    const sample = sampleOf(variable)
    if (variable.sample === undefined && sample === 'abc') return ''
    const text = said(sample, variable.type)
    return text.length > SAMPLE_LENGTH ? `${text.slice(0, SAMPLE_LENGTH)}…` : text
  }
}

function PickerList({ onPick, onWrite }: Pick<PickerProps, 'onPick' | 'onWrite'>) {
  const { t } = useLingui()
  const { variables, groups } = useEnvironment()
  const said = useSaid()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const [fallback, setFallback] = useState('')
  const found = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean)
    return variables.filter((v) => words.every((word) => `${v.label} ${v.path}`.toLowerCase().includes(word)))
  }, [variables, query])
  const byGroup = groups
    .map((group) => ({ ...group, items: found.filter((variable) => variable.group === group.id) }))
    .filter((group) => group.items.length > 0)
  const flat: Variable[] = byGroup.flatMap((group) => group.items)
  const at = Math.min(active, flat.length - 1)
  const choose = (path: string) => (onWrite ? onWrite(formatChip({ path, fallback })) : onPick(path))
  const keys = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, flat.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0))
    else if (event.key === 'Enter' && flat[at]) choose(flat[at].path)
    // Whoever knows a whole expression by heart goes on typing it.
    else if (event.key === 'Enter' && onWrite && query.trim()) onWrite(`{{ ${query.trim()} }}`)
    else return
    event.preventDefault()
  }
  const search = (text: string) => {
    if (onWrite && text.endsWith('}}')) return onWrite(`{{ ${text.slice(0, -2).trim()} }}`)
    setQuery(text)
    setActive(0)
  }
  return (
    <>
      <TextInput
        data-autofocus
        size="xs"
        placeholder={t`Search a variable`}
        aria-label={t`Search a variable`}
        value={query}
        onChange={(event) => search(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <div className={classes.pick} role="listbox" aria-label={t`Variables`}>
        {flat.length === 0 && (
          <div className={classes.pickGroup}>
            {onWrite && query.trim()
              ? t`No variable is called so. Enter writes it as an expression.`
              : t`No variable is called so.`}
          </div>
        )}
        {byGroup.map((group) => (
          <div key={group.id}>
            <div className={classes.pickGroup}>{group.label}</div>
            {group.items.map((variable) => (
              <button
                key={variable.path}
                type="button"
                role="option"
                aria-selected={flat[at] === variable}
                data-active={flat[at] === variable || undefined}
                className={classes.pickItem}
                title={variable.path}
                tabIndex={-1}
                onMouseMove={() => setActive(flat.indexOf(variable))}
                onClick={() => choose(variable.path)}
              >
                <span>{variable.label}</span>
                <span className={classes.sample}>{said(variable)}</span>
              </button>
            ))}
          </div>
        ))}
      </div>
      {onWrite && (
        <TextInput
          mt={6}
          size="xs"
          label={t`If empty, write`}
          value={fallback}
          onChange={(event) => setFallback(event.currentTarget.value)}
          onKeyDown={keys}
        />
      )}
    </>
  )
}
