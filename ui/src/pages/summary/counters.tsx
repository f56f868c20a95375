import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Numbers } from '@/api/types-people'
import { useFormat } from '@/kit'
import classes from './summary.module.css'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

// Seconds: nobody is through in no time.
const SHORTEST = 1

/** "3 minutes", "1.5 hours": as exact as somebody needs it. */
export function useLength(): (seconds: number) => string {
  const { i18n } = useLingui()
  return (exact) => {
    const seconds = Math.max(SHORTEST, exact)
    const [size, unit] =
      seconds < 2 * MINUTE
        ? ([1, 'second'] as const)
        : seconds < 2 * HOUR
          ? ([MINUTE, 'minute'] as const)
          : seconds < 2 * DAY
            ? ([HOUR, 'hour'] as const)
            : ([DAY, 'day'] as const)
    const digits = size === 1 || seconds / size >= 10 ? 0 : 1
    return new Intl.NumberFormat(i18n.locale, {
      style: 'unit',
      unit,
      unitDisplay: 'long',
      maximumFractionDigits: digits,
    }).format(seconds / size)
  }
}

/** The six counters and how long it takes. Each leads to its people. */
export function Counters({ numbers }: { numbers: Numbers }) {
  const { t } = useLingui()
  const format = useFormat()
  const length = useLength()
  const counters = [
    { status: '', label: t`Contacts`, value: numbers.contacts, help: t`Came into the flow` },
    { status: 'live', label: t`Ongoing`, value: numbers.ongoing, help: t`Are inside now` },
    { status: 'completed', label: t`Completed`, value: numbers.completed, help: t`Reached an end` },
    { status: 'expired', label: t`Expired`, value: numbers.expired, help: t`Did not answer in time` },
    { status: 'canceled', label: t`Canceled`, value: numbers.canceled, help: t`Were taken out` },
    { status: 'failed', label: t`Failed`, value: numbers.failed, help: t`Could not go on` },
  ]
  const { average_seconds: average, median_seconds: median } = numbers
  return (
    <dl className={classes.counters}>
      {counters.map(({ status, label, value, help }) => (
        <div key={label} className={classes.counter}>
          <dt>{label}</dt>
          <dd>
            <Link
              to="."
              className={classes.value}
              search={
                ((now: Record<string, unknown>) => ({
                  ...now,
                  status: status || undefined,
                  step: undefined,
                  did: undefined,
                  tab: undefined,
                })) as never
              }
            >
              {format.number(value)}
            </Link>
            {status && numbers.contacts > 0 && (
              <span className={classes.share}>{format.percent(value / numbers.contacts)}</span>
            )}
            <span className={classes.help}>{help}</span>
          </dd>
        </div>
      ))}
      <div className={classes.counter}>
        <dt>{t`Average time`}</dt>
        <dd>
          <span className={classes.value}>{average === null ? '–' : length(average)}</span>
          <span className={classes.help}>
            {median === null ? t`Nobody has reached an end yet` : t`Half of them within ${length(median)}`}
          </span>
        </dd>
      </div>
    </dl>
  )
}
