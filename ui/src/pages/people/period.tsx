import { useLingui } from '@lingui/react/macro'
import { Select, TextInput } from '@mantine/core'
import { useMe } from '@/api'
import type { Between } from '@/api/types-people'
import { useUrlState } from '@/kit'
import { dayOf } from '../common/days'

export type PeriodName = 'all' | 'today' | '7' | '30' | 'own'

const DAY_MS = 86_400_000

/** The days of a period in the account's time zone. */
export function daysOf(period: string, own: { from: string; to: string }, now: number, timeZone: string): Between {
  const today = dayOf(now, timeZone)
  const before = (days: number) => new Date(Date.parse(today) - days * DAY_MS).toISOString().slice(0, 10)
  switch (period) {
    case 'today':
      return { from: today, to: today }
    case '7':
      return { from: before(6), to: today }
    case '30':
      return { from: before(29), to: today }
    case 'own':
      return { ...(own.from && { from: own.from }), ...(own.to && { to: own.to }) }
    default:
      return {}
  }
}

export function usePeriodNames(): { value: PeriodName; label: string }[] {
  const { t } = useLingui()
  return [
    { value: 'all', label: t`Since the beginning` },
    { value: 'today', label: t`Today` },
    { value: '7', label: t`Last 7 days` },
    { value: '30', label: t`Last 30 days` },
    { value: 'own', label: t`Own period` },
  ]
}

/** Period and version as the address has them, ready for the API. */
export function useBetween() {
  const me = useMe()
  const [period, setPeriod] = useUrlState<string>('period', 'all')
  const [from, setFrom] = useUrlState<string>('from', '')
  const [to, setTo] = useUrlState<string>('to', '')
  const [version, setVersion] = useUrlState<string>('version', '')
  const between: Between = {
    ...daysOf(period, { from, to }, Date.now(), me.time_zone),
    ...(version && { version }),
  }
  return { between, period, setPeriod, from, setFrom, to, setTo, version, setVersion }
}

/** Chooses the days on which people came in, and the version. */
export function PeriodFilter({ versions }: { versions: number[] }) {
  const { t } = useLingui()
  const names = usePeriodNames()
  const { period, setPeriod, from, setFrom, to, setTo, version, setVersion } = useBetween()
  return (
    <>
      <Select
        w={220}
        aria-label={t`When they came in`}
        data={names}
        value={period}
        allowDeselect={false}
        onChange={(value) => setPeriod(value ?? 'all')}
      />
      {period === 'own' && (
        <>
          <TextInput
            type="date"
            aria-label={t`First day`}
            value={from}
            max={to || undefined}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            aria-label={t`Last day`}
            value={to}
            min={from || undefined}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </>
      )}
      <Select
        w={190}
        aria-label={t`Version`}
        data={[
          { value: '', label: t`Every version` },
          ...versions.map((number) => ({ value: String(number), label: t`Version ${number}` })),
        ]}
        value={version}
        allowDeselect={false}
        onChange={(value) => setVersion(value ?? '')}
      />
    </>
  )
}
