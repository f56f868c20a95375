// The hours of a week: any number of windows a day, and days off.
import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Checkbox, Group, Pill, TextInput, Tooltip } from '@mantine/core'
import { IconCopy, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { HourWindow, Schedule } from '@/api/types'
import { isRecord } from '@/doc'
import classes from './form.module.css'
import { Frame } from './frame'
import type { WidgetProps } from './widget'

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const NEW: HourWindow = { from: '09:00', to: '18:00' }
// 1 January 2024 was a Monday.
const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

export function scheduleOf(value: unknown): Schedule {
  const given = isRecord(value) ? value : {}
  const days = isRecord(given.days) ? given.days : {}
  return {
    days: Object.fromEntries(
      DAYS.map((day) => {
        const list = days[day]
        return [day, Array.isArray(list) ? (list as HourWindow[]) : []]
      }),
    ),
    holidays: Array.isArray(given.holidays) ? given.holidays.map(String) : [],
  }
}

/** A day off as people read it; without a year it comes back every year. */
function holidayText(locale: string, day: string): string {
  const yearly = /^\d\d-\d\d$/.test(day)
  const at = Date.parse(`${yearly ? `2024-${day}` : day}T00:00:00Z`)
  if (Number.isNaN(at)) return day
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...(!yearly && { year: 'numeric' }),
  })
  return format.format(at)
}

export interface ScheduleInputProps {
  id: string
  value: unknown
  onChange: (value: Schedule) => void
}

export function ScheduleInput({ id, value, onChange }: ScheduleInputProps) {
  const { t, i18n } = useLingui()
  const week = scheduleOf(value)
  const name = new Intl.DateTimeFormat(i18n.locale, { weekday: 'long', timeZone: 'UTC' })
  const put = (day: string, windows: HourWindow[]) => onChange({ ...week, days: { ...week.days, [day]: windows } })
  const [first = NEW] = Object.values(week.days).flat()
  return (
    <div className={classes.week} id={id}>
      {DAYS.map((day, index) => {
        const windows = week.days[day] ?? []
        const called = name.format(MONDAY + index * DAY_MS)
        return (
          <fieldset key={day} className={classes.day}>
            <legend className={classes.srOnly}>{called}</legend>
            <Checkbox
              size="xs"
              label={called}
              checked={windows.length > 0}
              onChange={(event) => put(day, event.currentTarget.checked ? [{ ...first }] : [])}
            />
            <div className={classes.windows}>
              {windows.length === 0 && <span className={classes.help}>{t`Closed`}</span>}
              {windows.map((window, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the windows of a day have no other name
                <Group key={at} gap={4} wrap="nowrap">
                  <TextInput
                    type="time"
                    size="xs"
                    aria-label={t`${called}: from`}
                    value={window.from}
                    onChange={(event) => {
                      const from = event.currentTarget.value
                      put(
                        day,
                        windows.map((one, i) => (i === at ? { ...one, from } : one)),
                      )
                    }}
                  />
                  <span aria-hidden>–</span>
                  <TextInput
                    type="time"
                    size="xs"
                    aria-label={t`${called}: until`}
                    value={window.to === '24:00' ? '00:00' : window.to}
                    onChange={(event) => {
                      const to = event.currentTarget.value
                      put(
                        day,
                        windows.map((one, i) => (i === at ? { ...one, to } : one)),
                      )
                    }}
                  />
                  {windows.length > 1 && (
                    <ActionIcon
                      size="sm"
                      aria-label={t`Remove these hours of ${called}`}
                      onClick={() =>
                        put(
                          day,
                          windows.filter((_, i) => i !== at),
                        )
                      }
                    >
                      <IconTrash size={14} />
                    </ActionIcon>
                  )}
                </Group>
              ))}
            </div>
            {windows.length > 0 && (
              <Tooltip label={t`More hours on ${called}`}>
                <ActionIcon
                  size="sm"
                  aria-label={t`More hours on ${called}`}
                  onClick={() => put(day, [...windows, { from: windows.at(-1)?.to ?? NEW.from, to: '23:00' }])}
                >
                  <IconPlus size={14} />
                </ActionIcon>
              </Tooltip>
            )}
            {index === 0 && windows.length > 0 && (
              <Tooltip label={t`The same hours from Monday to Friday`}>
                <ActionIcon
                  size="sm"
                  aria-label={t`The same hours from Monday to Friday`}
                  onClick={() => {
                    const same = DAYS.slice(0, 5).map((one) => [one, windows.map((window) => ({ ...window }))])
                    onChange({ ...week, days: { ...week.days, ...Object.fromEntries(same) } })
                  }}
                >
                  <IconCopy size={14} />
                </ActionIcon>
              </Tooltip>
            )}
          </fieldset>
        )
      })}
      <Holidays id={`${id}-off`} days={week.holidays ?? []} onChange={(holidays) => onChange({ ...week, holidays })} />
    </div>
  )
}

function Holidays({ id, days, onChange }: { id: string; days: string[]; onChange: (days: string[]) => void }) {
  const { t, i18n } = useLingui()
  const [day, setDay] = useState('')
  const [yearly, setYearly] = useState(false)
  const add = () => {
    const next = yearly ? day.slice(5) : day
    if (next && !days.includes(next)) onChange([...days, next].sort())
    setDay('')
  }
  return (
    <div className={classes.nested}>
      <label className={classes.label} htmlFor={id}>{t`Days off`}</label>
      {days.length > 0 && (
        <Group gap={4}>
          {days.map((one) => {
            const called = holidayText(i18n.locale, one)
            return (
              <Pill
                key={one}
                withRemoveButton
                onRemove={() => onChange(days.filter((other) => other !== one))}
                removeButtonProps={{ 'aria-label': t`Remove ${called}`, tabIndex: 0 }}
              >
                {called}
              </Pill>
            )
          })}
        </Group>
      )}
      <Group gap={8}>
        <TextInput id={id} type="date" size="xs" value={day} onChange={(event) => setDay(event.currentTarget.value)} />
        <Checkbox
          size="xs"
          label={t`Every year`}
          checked={yearly}
          onChange={(event) => setYearly(event.currentTarget.checked)}
        />
        <Button variant="default" size="compact-sm" disabled={!day} onClick={add}>
          {t`Add`}
        </Button>
      </Group>
    </div>
  )
}

export function WindowsWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <ScheduleInput id={id} value={value} onChange={onChange} />
    </Frame>
  )
}
