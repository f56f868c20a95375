import { useLingui } from '@lingui/react/macro'
import { Anchor, Button, Drawer, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Run } from '@/api/types'
import type { Between, Did } from '@/api/types-people'
import { EmptyState, ErrorState, LoadingShape, RelativeTime, usePagedList } from '@/kit'
import { RunPill } from '../common/flow-words'
import classes from './run.module.css'

export interface Behind {
  step: string
  did: Did
  path?: string
}

interface PeopleDrawerProps {
  flowId: string
  between: Between
  behind: Behind | undefined
  title: string
  onClose: () => void
}

/** The people behind a number. */
export function PeopleDrawer({ flowId, between, behind, title, onClose }: PeopleDrawerProps) {
  const { t } = useLingui()
  return (
    <Drawer
      opened={behind !== undefined}
      onClose={onClose}
      position="right"
      title={title}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {behind && <List flowId={flowId} between={between} behind={behind} />}
    </Drawer>
  )
}

function List({ flowId, between, behind }: { flowId: string; between: Between; behind: Behind }) {
  const { t } = useLingui()
  const query: Record<string, string | undefined> = {
    ...between,
    ...(behind.step && { step: behind.step, did: behind.did, path: behind.path }),
  }
  const list = usePagedList<Run>(['flow', flowId, 'people', 'behind'], `/flows/${flowId}/people`, query)
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <LoadingShape rows={4} />
  if (list.data.length === 0) return <EmptyState text={t`Nobody. Who was deleted is counted, but no longer listed.`} />
  return (
    <Stack gap="xs">
      <ul className={classes.behind} aria-label={t`People behind the number`}>
        {list.data.map((run) => (
          <li key={run.id}>
            <Anchor component={Link} to={`/runs/${run.id}` as never} fw={550}>
              {run.contact.name || run.contact.phone || t`Somebody without a name`}
            </Anchor>
            <span>
              <RunPill status={run.status} />
            </span>
            <span className={classes.when}>
              <RelativeTime at={run.started_at} />
            </span>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t`Show more`}
        </Button>
      )}
      <Anchor
        component={Link}
        to={`/flows/${flowId}/summary` as never}
        search={{ ...query, ...(between.from || between.to ? { period: 'own' } : {}), tab: 'people' } as never}
        size="sm"
      >
        {t`Filter, export or change them`}
      </Anchor>
    </Stack>
  )
}
