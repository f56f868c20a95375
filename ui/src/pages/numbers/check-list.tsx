import { useLingui as useI18n } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import {
  IconAlertCircle,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconHourglass,
  IconRefresh,
} from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api'
import type { Channel, ChannelCheck } from '@/api/types'
import { ErrorState, LoadingShape } from '@/kit'
import { checkNames, findings } from './checks'
import classes from './numbers.module.css'

const marks = {
  ok: IconCircleCheckFilled,
  problem: IconAlertCircle,
  waiting: IconHourglass,
  skipped: IconCircleDashed,
}

/** Asks Meta what is still missing, one line a thing, each with its remedy. */
export function CheckList({ channel }: { channel: Channel }) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const queries = useQueryClient()
  const check = useQuery({
    // Not under the number's key: the check itself changes the number. A first signed message asks again.
    queryKey: ['check', channel.id, channel.last_signed_at ? 'signed' : 'silent'],
    queryFn: async () => {
      const found = await api.post<{ checks: ChannelCheck[] }>(`/channels/${channel.id}/check`)
      void queries.invalidateQueries({ queryKey: ['channels'] })
      return found
    },
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })
  const say = (sentence: { id: string; message?: string } | undefined, params: Record<string, unknown> = {}) =>
    sentence ? i18n._(sentence.id, params, { message: sentence.message ?? '' }) : ''
  const states = { ok: t`fine`, problem: t`a problem`, waiting: t`not known yet`, skipped: t`not looked at yet` }
  // Whether a recipient is allowed is only told by a test message.
  const shown = (check.data?.checks ?? []).filter((one) => one.id !== 'recipient' || one.state !== 'skipped')
  return (
    <section className={classes.panel} aria-label={t`What is still missing`}>
      <div className={classes.panelHead}>
        <h2>{t`Check list`}</h2>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconRefresh size={16} />}
          loading={check.isFetching}
          onClick={() => void check.refetch()}
        >
          {t`Check again`}
        </Button>
      </div>
      {check.isPending && <LoadingShape rows={6} />}
      {check.isError && !check.data && <ErrorState error={check.error} />}
      <ul className={classes.checks} aria-live="polite">
        {shown.map((one) => {
          const Mark = marks[one.state]
          const finding = findings[one.code ?? '']
          return (
            <li key={one.id} className={classes.check} data-state={one.state}>
              <Mark size={20} role="img" aria-label={states[one.state]} />
              <div>
                <strong>{say(checkNames[one.id])}</strong>
                {finding && <div>{say(finding.says, one.params)}</div>}
                {finding && <div className={classes.small}>{say(finding.remedy, one.params)}</div>}
                {one.state === 'skipped' && (
                  <div className={classes.small}>{t`Looked at once the lines above are fine.`}</div>
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
