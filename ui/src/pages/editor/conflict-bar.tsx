import { useLingui } from '@lingui/react/macro'
import { Button, Tooltip } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useId, useState } from 'react'
import { useEdited, useEditor } from '@/canvas'
import { differences, repair } from '@/doc'
import { RelativeTime, toast } from '@/kit'
import classes from './conflict-bar.module.css'
import { DifferenceList } from './difference-list'
import { useSaved, useSession } from './session-context'

/** Two people saved on the same base: both sides, and the choice. Nothing is settled by a clock. */
export function ConflictBar() {
  const { t } = useLingui()
  const session = useSession()
  const save = useSaved((state) => state.save)
  const doc = useEdited((state) => state.doc)
  const joined = useSaved((state) => state.joined)
  const [differs, setDiffers] = useState(false)
  const list = useId()
  const by = typeof joined?.author === 'string' ? joined.author : joined?.author?.name
  useEffect(() => {
    if (joined)
      toast.done(
        by ? t`${by}'s changes and yours were put together.` : t`Changes from elsewhere and yours were put together.`,
      )
  }, [joined, by, t])
  if (save.kind !== 'conflict') return null
  const { theirs, merged } = save
  const clashes = [...new Set(merged?.clashes.map((clash) => clash.name ?? ''))].filter(Boolean).join(', ')
  const author = typeof theirs.author === 'string' ? theirs.author : theirs.author?.name
  const changes = differences(repair(theirs.document), doc)
  return (
    <div className={classes.bar} role="alert">
      <IconAlertTriangle size={18} color="var(--warning)" aria-hidden />
      <div className={classes.text}>
        {author
          ? t`${author} saved this flow while you were working on it.`
          : t`This flow was saved elsewhere meanwhile.`}
        <div className={classes.small}>
          {theirs.saved_at && <RelativeTime at={theirs.saved_at} />}
          {theirs.saved_at && clashes && ' · '}
          {clashes && t`Both changed: ${clashes}.`}
        </div>
      </div>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-expanded={differs}
        aria-controls={list}
        onClick={() => setDiffers(!differs)}
      >
        {t`How mine differs`}
      </Button>
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
      <Button
        variant={merged ? 'default' : 'filled'}
        size="compact-sm"
        onClick={() => session.keepMine()}
      >{t`Keep mine`}</Button>
      {merged && (
        <Tooltip label={t`Takes both sides' changes; yours where both changed the same.`} multiline maw={260}>
          <Button size="compact-sm" onClick={() => session.mergeBoth()}>{t`Keep both`}</Button>
        </Tooltip>
      )}
      {/* In the bar itself: what floats would lie on the buttons of a narrow screen. */}
      <div id={list} className={classes.list} hidden={!differs}>
        <DifferenceList items={changes} />
      </div>
    </div>
  )
}

/** In the head of a sheet that covers the bar: that there is something to decide, and the way there. */
export function ConflictNote() {
  const { t } = useLingui()
  const { view } = useEditor()
  const conflict = useSaved((state) => state.save.kind === 'conflict')
  if (!conflict) return null
  return (
    <div className={classes.bar} role="alert">
      <IconAlertTriangle size={18} color="var(--warning)" aria-hidden />
      <span className={classes.text}>{t`This flow was saved elsewhere meanwhile.`}</span>
      <Button variant="default" onClick={() => view.setState({ panel: undefined, testing: false })}>
        {t`Choose what to keep`}
      </Button>
    </div>
  )
}
