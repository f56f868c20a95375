import 'uplot/dist/uPlot.min.css'
import { useLingui } from '@lingui/react/macro'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef } from 'react'
import uPlot from 'uplot'
import type { DayNumbers } from '@/api/types-people'
import { useFormat } from '@/kit'
import classes from './summary.module.css'

const DAY_SECONDS = 86_400
const HEIGHT = 160
// A line through three years of days says as much as one through ten.
const MOST_DAYS = 1_100

/** Days on which nobody came are days too. */
export function filled(days: readonly DayNumbers[]): DayNumbers[] {
  const [first] = days
  const last = days.at(-1)
  if (!first || !last) return []
  const by = new Map(days.map((one) => [one.day, one]))
  const out: DayNumbers[] = []
  const end = Date.parse(last.day)
  const start = Math.max(Date.parse(first.day), end - MOST_DAYS * DAY_SECONDS * 1000)
  for (let at = start; at <= end; at += DAY_SECONDS * 1000) {
    const day = new Date(at).toISOString().slice(0, 10)
    out.push(by.get(day) ?? { day, contacts: 0, completed: 0, expired: 0, canceled: 0, failed: 0 })
  }
  return out
}

/** Who came in on which day, and how many of them reached an end; the table stands behind it. */
export default function DaysChart({ days }: { days: DayNumbers[] }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const scheme = useComputedColorScheme('light')
  const box = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => filled(days), [days])
  const drawn = rows.length > 1

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours
  useEffect(() => {
    const element = box.current
    if (!element || !drawn) return
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name).trim()
    const short = new Intl.DateTimeFormat(i18n.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
    const bars = uPlot.paths.bars?.({ size: [0.7, 40], radius: 0.15 })
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } }
    const shared = { ...(bars && { paths: bars }), points: { show: false } }
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: (_, min, max) => [min - 0.5, max + 0.5] },
          y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.1))] },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            space: 80,
            incrs: [1, 2, 7, 14, 30, 60, 90, 180],
            size: 30,
            values: (_, at) => at.map((n) => (rows[n] ? short.format(new Date(rows[n].day)) : '')),
          },
          { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000] },
        ],
        series: [
          {},
          { ...shared, fill: colour('--line-strong'), stroke: colour('--line-strong') },
          { ...shared, fill: colour('--accent'), stroke: colour('--accent') },
        ],
      },
      [rows.map((_, n) => n), rows.map((one) => one.contacts), rows.map((one) => one.completed)],
      element,
    )
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }))
    watch.observe(element)
    return () => {
      watch.disconnect()
      plot.destroy()
    }
  }, [rows, drawn, scheme, i18n.locale])

  if (rows.length === 0) return null
  return (
    <section className={classes.chart} aria-label={t`By the day on which they came in`}>
      <h2>{t`By the day on which they came in`}</h2>
      {drawn && (
        <>
          <div ref={box} aria-hidden />
          <div className={classes.keys}>
            <span style={{ '--key': 'var(--line-strong)' } as React.CSSProperties}>{t`Came in`}</span>
            <span style={{ '--key': 'var(--accent)' } as React.CSSProperties}>{t`Completed`}</span>
          </div>
        </>
      )}
      <details open={!drawn}>
        <summary>{t`As a table`}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <section className={classes.scroll} tabIndex={0} aria-label={t`As a table`}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t`Day`}</th>
                <th scope="col">{t`Came in`}</th>
                <th scope="col">{t`Completed`}</th>
                <th scope="col">{t`Expired`}</th>
                <th scope="col">{t`Canceled`}</th>
                <th scope="col">{t`Failed`}</th>
              </tr>
            </thead>
            <tbody>
              {days.toReversed().map((one) => (
                <tr key={one.day}>
                  <td>{format.date(one.day)}</td>
                  <td>{format.number(one.contacts)}</td>
                  <td>{format.number(one.completed)}</td>
                  <td>{format.number(one.expired)}</td>
                  <td>{format.number(one.canceled)}</td>
                  <td>{format.number(one.failed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </section>
  )
}
