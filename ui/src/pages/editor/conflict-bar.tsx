import { useLingui } from '@lingui/react/macro'
import { Button, Popover } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEdited } from '@/canvas'
import { differences, repair } from '@/doc'
import { RelativeTime } from '@/kit'
import { DifferenceList } from './difference-list'
import classes from './editor.module.css'
import { useSaved, useSession } from './session-context'

/** Two people saved on the same base: both sides, and the choice. Nothing is settled by a clock. */
export function ConflictBar() {
  const { t } = useLingui()
  const session = useSession()
  const save = useSaved((state) => state.save)
  const doc = useEdited((state) => state.doc)
  if (save.kind !== 'conflict') return null
  const { theirs } = save
  const author = typeof theirs.author === 'string' ? theirs.author : theirs.author?.name
  const changes = differences(repair(theirs.document), doc)
  return (
    <div className={classes.conflict} role="alert">
      <IconAlertTriangle size={18} color="var(--warning)" aria-hidden />
      <span>
        {author
          ? t`${author} saved this flow while you were working on it.`
          : t`This flow was saved elsewhere meanwhile.`}{' '}
        {theirs.saved_at && <RelativeTime at={theirs.saved_at} />}
      </span>
      <Popover width={320} shadow="md">
        <Popover.Target>
          <Button variant="subtle" size="compact-sm">{t`How mine differs`}</Button>
        </Popover.Target>
        <Popover.Dropdown>
          <DifferenceList items={changes} />
        </Popover.Dropdown>
      </Popover>
      <span className={classes.grow} />
      <Button
        variant="subtle"
        size="compact-sm"
        component="a"
        href={window.location.pathname}
        target="_blank"
        rel="noopener noreferrer"
      >
        {t`Open theirs beside`}
      </Button>
      <Button variant="default" size="compact-sm" onClick={() => session.takeTheirs()}>{t`Take theirs`}</Button>
      <Button size="compact-sm" onClick={() => session.keepMine()}>{t`Keep mine`}</Button>
    </div>
  )
}
