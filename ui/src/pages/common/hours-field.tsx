import { useLingui } from '@lingui/react/macro'
import { Radio, Stack } from '@mantine/core'
import { useId } from 'react'
import { ApiError } from '@/api'
import type { Schedule } from '@/api/types'
import { ScheduleInput } from '@/form/windows'

const OFFICE = { from: '09:00', to: '18:00' }

/** What somebody begins with who sets hours: an office, Monday to Friday. */
export const officeHours = (): Schedule => ({
  days: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ ...OFFICE }]])),
  holidays: [],
})

interface HoursFieldProps {
  label: string
  /** What no hours mean: always open, or like the business. */
  without: string
  /** What hours mean. */
  within: string
  value: Schedule | null
  error: unknown
  onChange: (hours: Schedule | null) => void
}

/** Working hours, or none of one's own. */
export function HoursField({ label, without, within, value, error, onChange }: HoursFieldProps) {
  const { t } = useLingui()
  const id = useId()
  const wrong = error instanceof ApiError && error.errors.some((one) => one.path.startsWith('/hours'))
  return (
    <>
      <Radio.Group
        aria-label={label}
        value={value ? 'own' : 'none'}
        onChange={(next) => onChange(next === 'own' ? (value ?? officeHours()) : null)}
      >
        <Stack gap={8}>
          <Radio value="none" label={without} />
          <Radio value="own" label={within} />
        </Stack>
      </Radio.Group>
      {value && (
        // Wide enough for two windows a day; beyond, the row falls apart.
        <div style={{ maxWidth: 480 }}>
          <ScheduleInput id={id} value={value} onChange={onChange} />
        </div>
      )}
      {wrong && (
        <div role="alert" style={{ color: 'var(--problem)', fontSize: 12 }}>
          {t`These hours cannot be used. A window needs a beginning and an end.`}
        </div>
      )}
    </>
  )
}
