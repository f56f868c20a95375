import { useLingui } from '@lingui/react'
import { Tooltip } from '@mantine/core'
import { createContext, useContext, useEffect, useState } from 'react'

/** The account's time zone; every page tells times in it. */
export const TimeZone = createContext<string | undefined>(undefined)

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "3 minutes ago", "in 2 days"; beyond a week the date itself. */
export function relative(locale: string, at: number, now: number): string | undefined {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const delta = at - now
  const size = Math.abs(delta)
  if (size < MINUTE) return format.format(0, 'second')
  if (size < HOUR) return format.format(Math.round(delta / MINUTE), 'minute')
  if (size < DAY) return format.format(Math.round(delta / HOUR), 'hour')
  if (size < 7 * DAY) return format.format(Math.round(delta / DAY), 'day')
  return undefined
}

/** The reader's own variant of a language: 16:47 or 4:47 PM is a matter of the country. */
const regional = (language: string): string =>
  navigator.languages.find((tag) => tag.split('-')[0] === language && tag.includes('-')) ?? language

export function useFormat() {
  const { i18n } = useLingui()
  const locale = regional(i18n.locale)
  const timeZone = useContext(TimeZone)
  const zone = timeZone ? { timeZone } : {}
  const date = (at: string | number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...zone, ...options }).format(new Date(at))
  return {
    exact: (at: string | number) => date(at, { dateStyle: 'full', timeStyle: 'medium' }),
    day: (at: string | number) => date(at, { dateStyle: 'medium' }),
    /** A date that is no moment: the same in every time zone. */
    date: (day: string) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day)),
    clock: (at: string | number) => date(at, { timeStyle: 'short' }),
    /** Day and time, for what is not today. */
    moment: (at: string | number) => date(at, { weekday: 'short', hour: 'numeric', minute: '2-digit' }),
    /** Date and time of what comes within days. */
    soon: (at: string | number) =>
      date(at, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    number: (value: number) => new Intl.NumberFormat(locale).format(value),
    percent: (share: number) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share),
    /** "4 hours". */
    unit: (value: number, unit: 'hour' | 'minute' | 'second' | 'millisecond') =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value),
  }
}

/** A moment, relative; the exact one on hover. */
export function RelativeTime({ at }: { at: string | number }) {
  const { i18n } = useLingui()
  const format = useFormat()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE)
    return () => clearInterval(timer)
  }, [])
  const moment = new Date(at)
  return (
    <Tooltip label={format.exact(at)}>
      <time dateTime={moment.toISOString()} className="num">
        {relative(i18n.locale, moment.getTime(), Math.max(now, Date.now())) ?? format.day(at)}
      </time>
    </Tooltip>
  )
}
