import { useLingui } from '@lingui/react/macro'
import { Popover, TextInput } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { useEnvironment, type Variable } from './environment'
import classes from './form.module.css'

interface PickerProps {
  opened: boolean
  onClose: () => void
  onPick: (path: string) => void
  children: ReactNode
}

/** Chooses a variable: search, groups, arrow keys and Enter. */
export function VariablePicker({ opened, onClose, onPick, children }: PickerProps) {
  const { t } = useLingui()
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && onClose()}
      width={320}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t`Variables`}>
        {opened && <PickerList onPick={onPick} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function PickerList({ onPick }: { onPick: (path: string) => void }) {
  const { t } = useLingui()
  const { variables, groups } = useEnvironment()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const found = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean)
    return variables.filter((v) => words.every((word) => `${v.label} ${v.path}`.toLowerCase().includes(word)))
  }, [variables, query])
  const byGroup = groups
    .map((group) => ({ ...group, items: found.filter((variable) => variable.group === group.id) }))
    .filter((group) => group.items.length > 0)
  const flat: Variable[] = byGroup.flatMap((group) => group.items)
  const at = Math.min(active, flat.length - 1)
  const keys = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, flat.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0))
    else if (event.key === 'Enter' && flat[at]) onPick(flat[at].path)
    else return
    event.preventDefault()
  }
  return (
    <>
      <TextInput
        data-autofocus
        size="xs"
        placeholder={t`Search a variable`}
        aria-label={t`Search a variable`}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={keys}
      />
      <div className={classes.pick} role="listbox" aria-label={t`Variables`}>
        {flat.length === 0 && <div className={classes.pickGroup}>{t`No variable is called so.`}</div>}
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
                tabIndex={-1}
                onMouseMove={() => setActive(flat.indexOf(variable))}
                onClick={() => onPick(variable.path)}
              >
                <span>{variable.label}</span>
                <code>{variable.path}</code>
              </button>
            ))}
          </div>
        ))}
      </div>
    </>
  )
}
