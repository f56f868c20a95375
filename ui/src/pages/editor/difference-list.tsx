import { useLingui } from '@lingui/react/macro'
import type { Difference } from '@/doc'
import classes from './editor.module.css'

const SHOWN = 8

/** Differences in words. */
export function DifferenceList({ items }: { items: Difference[] }) {
  const { t } = useLingui()
  const say = (item: Difference): string => {
    const name = item.name ?? ''
    switch (item.what) {
      case 'added':
        return t`New step: ${name}`
      case 'removed':
        return t`Step removed: ${name}`
      case 'changed':
        return t`Step changed: ${name}`
      case 'connections':
        return t`Connections changed`
      case 'triggers':
        return t`Triggers changed`
      case 'settings':
        return t`Settings of the flow changed`
      case 'variables':
        return t`Variables of the flow changed`
    }
  }
  const rest = items.length - SHOWN
  return (
    <ul className={classes.changes}>
      {items.slice(0, SHOWN).map((item) => (
        <li key={`${item.what} ${item.id}`}>{say(item)}</li>
      ))}
      {rest > 0 && <li>{t`and ${rest} more`}</li>}
    </ul>
  )
}
