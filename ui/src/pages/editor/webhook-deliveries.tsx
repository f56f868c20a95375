import { plural } from '@lingui/core/macro'
import { useLingui as useI18n } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { Button, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, eventCodes } from '@/api'
import type { HookAttempt, HookDelivery, Page, WebhookEvent } from '@/api/types'
import { useEditor } from '@/canvas'
import { ErrorState, LoadingShape, Pill, RelativeTime, type Tone, useFormat } from '@/kit'
import { useAct } from '../common/use-act'
import { useWebhookEvents } from '../common/webhook-fields'
import classes from './editor.module.css'
import hooks from './webhooks.module.css'

const PAGE_ROWS = 20
// What waits is tried again by itself: the list follows.
const FOLLOW_MS = 5_000

/** What was told, the latest first: request, answer, attempts, and a way to send it again. */
export function Deliveries() {
  const { t } = useLingui()
  const act = useAct()
  const { flowId } = useEditor()
  const key = ['flow', flowId, 'deliveries']
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) =>
      api.get<Page<HookDelivery>>(`/flows/${flowId}/webhook/deliveries`, { limit: PAGE_ROWS, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((one) => one.state === 'waiting')) ? FOLLOW_MS : false,
  })
  return (
    <div className={hooks.part}>
      <strong>{t`Delivery log`}</strong>
      {list.isPending && <LoadingShape rows={3} />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <span className={classes.small}>{t`Nothing has been sent yet. Send a test to see how it arrives.`}</span>
      )}
      {list.data?.map((one) => (
        <DeliveryCard
          key={one.id}
          delivery={one}
          onReplay={() =>
            act(() => api.post(`/flows/${flowId}/webhook/deliveries/${one.id}/replay`), {
              done: t`It is sent again.`,
              refresh: [key],
            })
          }
        />
      ))}
      {list.hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >{t`Show more`}</Button>
      )}
    </div>
  )
}

interface DeliveryCardProps {
  delivery: HookDelivery
  opened?: boolean
  onReplay?: () => Promise<unknown>
}

/** One event that was told, with every call. */
export function DeliveryCard({ delivery, opened = false, onReplay }: DeliveryCardProps) {
  const { t } = useLingui()
  const events = useWebhookEvents()
  const [open, setOpen] = useState(opened)
  const [busy, setBusy] = useState(false)
  const states: Record<HookDelivery['state'], { label: string; tone: Tone }> = {
    waiting: { label: t`is tried again`, tone: 'warning' },
    delivered: { label: t`delivered`, tone: 'good' },
    given_up: { label: t`not delivered`, tone: 'problem' },
  }
  const state = states[delivery.state]
  return (
    <article className={classes.version}>
      <UnstyledButton className={hooks.head ?? ''} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} style={{ transform: open ? 'rotate(90deg)' : undefined }} aria-hidden />
        <span className={hooks.event}>{events[delivery.event as WebhookEvent] ?? delivery.event}</span>
        <Pill tone={state.tone}>{state.label}</Pill>
      </UnstyledButton>
      <span className={classes.small}>
        <RelativeTime at={delivery.created_at} />
        {delivery.test && ` · ${t`a test`}`}
        {' · '}
        {plural(delivery.attempts.length, { one: '# attempt', other: '# attempts' })}
        {delivery.next_at && (
          <>
            {' · '}
            {t`next attempt`} <RelativeTime at={delivery.next_at} />
          </>
        )}
      </span>
      {open && (
        <div className={hooks.part}>
          <span className={classes.small}>{t`Sent to ${delivery.url}`}</span>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keys */}
          <pre className={hooks.raw} tabIndex={0}>
            {JSON.stringify(delivery.body, null, 2)}
          </pre>
          {delivery.attempts.map((attempt) => (
            <Attempt key={attempt.at} attempt={attempt} />
          ))}
          {onReplay && (
            <Button
              variant="default"
              size="compact-sm"
              style={{ alignSelf: 'flex-start' }}
              loading={busy}
              onClick={async () => {
                setBusy(true)
                await onReplay()
                setBusy(false)
              }}
            >{t`Send it again`}</Button>
          )}
        </div>
      )}
    </article>
  )
}

function Attempt({ attempt }: { attempt: HookAttempt }) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const format = useFormat()
  const why = attempt.error ? eventCodes[attempt.error] : undefined
  const answered = attempt.status ? t`Answered with ${attempt.status}` : t`No answer`
  return (
    <div>
      <span className={classes.small}>
        <time title={format.exact(attempt.at)}>{format.clock(attempt.at)}</time>
        {' · '}
        <strong>{why ? i18n._(why.id, {}, { message: why.message ?? '' }) : answered}</strong>
        {' · '}
        <span className="num">{format.unit(attempt.elapsed_ms, 'millisecond')}</span>
      </span>
      {attempt.answer && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keys
        <pre className={hooks.raw} tabIndex={0}>
          {attempt.answer}
        </pre>
      )}
    </div>
  )
}
