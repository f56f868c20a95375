import { useLingui } from '@lingui/react/macro'
import { Anchor, Button } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api'
import type { Instant } from '@/api/types'
import { ErrorState, LoadingShape, type PagedList, RelativeTime, usePagedList } from '@/kit'
import { useAct } from '../common/use-act'
import { useJobName } from './jobs'
import classes from './settings.module.css'

interface DeadJob {
  id: number
  kind: string
  tries: number
  error: string
  at: Instant
}
interface Delivery {
  id: number
  at: Instant
  error: string
  body: string
}

/** What the program could not do by itself: quiet, as long as there is nothing. */
export function Problems() {
  const { t } = useLingui()
  const act = useAct()
  const jobName = useJobName()
  const jobs = usePagedList<DeadJob>(['jobs', 'dead'], '/jobs', { state: 'dead' })
  const deliveries = usePagedList<Delivery>(['deliveries', 'unparsed'], '/deliveries', { state: 'unparsed' })
  return (
    <>
      <section className={classes.panel}>
        <h2>{t`Work that was given up`}</h2>
        <p>{t`Tried several times without success, then put aside so that the rest goes on. Nothing of it is lost.`}</p>
        <List list={jobs} empty={t`Nothing was given up.`}>
          {(job) => (
            <div key={job.id} className={classes.line}>
              <div>
                <strong style={{ fontWeight: 550 }}>{jobName(job.kind)}</strong>
                <div className={classes.small}>
                  <RelativeTime at={job.at} />
                </div>
                <Details label={t`What the server noted`} text={job.error} />
              </div>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() =>
                  act(() => api.post(`/jobs/${job.id}/retry`), {
                    done: t`It is being tried again.`,
                    refresh: [['jobs']],
                  })
                }
              >{t`Try again`}</Button>
            </div>
          )}
        </List>
      </section>
      <section className={classes.panel}>
        <h2>{t`Deliveries from Meta that could not be read`}</h2>
        <p>{t`They are kept whole. A newer version of this program may know what to do with them.`}</p>
        <List list={deliveries} empty={t`Nothing here: every delivery was read.`}>
          {(delivery) => (
            <div key={delivery.id} className={classes.line}>
              <div>
                <strong style={{ fontWeight: 550 }}>{t`A delivery`}</strong>{' '}
                <span className={classes.small}>
                  <RelativeTime at={delivery.at} />
                </span>
                <Details label={t`What came`} text={`${delivery.error}\n\n${delivery.body}`} />
              </div>
            </div>
          )}
        </List>
      </section>
    </>
  )
}

interface ListProps<T> {
  list: PagedList<T>
  empty: string
  children: (row: T) => React.ReactNode
}

function List<T>({ list, empty, children }: ListProps<T>) {
  const { t } = useLingui()
  if (list.isPending) return <LoadingShape rows={2} />
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  return (
    <>
      {list.data?.length === 0 && <p>{empty}</p>}
      {list.data?.map(children)}
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t`Show more`}
        </Button>
      )}
    </>
  )
}

/** For whoever is asked for help: closed until wanted. */
function Details({ label, text }: { label: string; text: string }) {
  const [open, setOpen] = useState(false)
  if (!text.trim()) return null
  return (
    <div>
      <Anchor component="button" type="button" size="xs" aria-expanded={open} onClick={() => setOpen(!open)}>
        {label}
      </Anchor>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keys
        <pre className={classes.raw} tabIndex={0}>
          {text}
        </pre>
      )}
    </div>
  )
}
