import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/api'
import type { Instant, Page } from '@/api/types'
import { ErrorState, LoadingShape, Pill, RelativeTime } from '@/kit'
import { useAct } from '../common/use-act'
import { deviceOf } from './device'
import classes from './settings.module.css'

interface Session {
  id: string
  user_agent: string
  address: string
  created_at: Instant
  used_at: Instant
  current: boolean
}

const KEYS = ['sessions']

/** Every browser that is signed in as this person. */
export function Sessions() {
  const { t } = useLingui()
  const act = useAct()
  const sessions = useQuery({ queryKey: KEYS, queryFn: () => api.get<Page<Session>>('/sessions') })
  return (
    <section className={classes.panel}>
      <h2>{t`Where you are signed in`}</h2>
      {sessions.isPending && <LoadingShape rows={3} />}
      {sessions.isError && !sessions.data && (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
      )}
      {sessions.data?.items.map((session) => {
        const { browser, system } = deviceOf(session.user_agent)
        return (
          <div key={session.id} className={classes.line}>
            <div>
              <strong style={{ fontWeight: 550 }}>
                {browser && system ? t`${browser} on ${system}` : browser || system || t`A program`}
              </strong>
              <div className={classes.small}>
                {session.address} · {t`last used`} <RelativeTime at={session.used_at} />
              </div>
            </div>
            {session.current ? (
              <Pill tone="good">{t`This browser`}</Pill>
            ) : (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() =>
                  act(() => api.del(`/sessions/${session.id}`), { done: t`Signed out there.`, refresh: [KEYS] })
                }
              >{t`Sign out there`}</Button>
            )}
          </div>
        )
      })}
    </section>
  )
}
