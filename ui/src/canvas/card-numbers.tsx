import { useLingui } from '@lingui/react/macro'
import { Tooltip } from '@mantine/core'
import { IconArrowDown, IconDoorExit, IconHourglass } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { StepNumbers } from '@/api/types-people'
import { useFormat } from '@/kit'
import classes from './card-numbers.module.css'
import { useOverlay } from './overlay'

const nothing: StepNumbers = { step: '', entered: 0, waiting: 0, left: {}, jumped: 0, moved: 0, ended: {} }
const sum = (by: Record<string, number>) => Object.values(by).reduce((total, n) => total + n, 0)

interface NumberButtonProps {
  label: string
  onClick: () => void
  tone?: 'waiting' | 'lost'
  children: ReactNode
}

function NumberButton({ label, onClick, tone, children }: NumberButtonProps) {
  return (
    <Tooltip label={label}>
      <button
        type="button"
        className={`${classes.number} nodrag nopan`}
        data-tone={tone}
        aria-label={label}
        onClick={(event) => {
          event.stopPropagation()
          onClick()
        }}
      >
        {children}
      </button>
    </Tooltip>
  )
}

/** How many came to a step, wait there, and got no further. */
export function CardNumbers({ id, name }: { id: string; name: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const { numbers, open } = useOverlay()
  if (!numbers) return null
  const { entered, waiting, ended } = numbers.get(id) ?? nothing
  const lost = sum(ended) - (ended.completed ?? 0)
  const share = entered > 0 ? format.percent(lost / entered) : ''
  return (
    <div className={classes.strip}>
      <NumberButton label={t`${name}: came here ${entered}`} onClick={() => open?.(id, 'entered')}>
        <IconArrowDown size={12} aria-hidden />
        {format.number(entered)}
      </NumberButton>
      {waiting > 0 && (
        <NumberButton label={t`${name}: waiting here now ${waiting}`} tone="waiting" onClick={() => open?.(id, 'here')}>
          <IconHourglass size={12} aria-hidden />
          {format.number(waiting)}
        </NumberButton>
      )}
      {lost > 0 && (
        <NumberButton
          label={t`${name}: went no further ${lost} (${share})`}
          tone="lost"
          onClick={() => open?.(id, 'ended')}
        >
          <IconDoorExit size={12} aria-hidden />
          {format.number(lost)} · {share}
        </NumberButton>
      )}
    </div>
  )
}

/** How many took a path, and their share of those who left the step. */
export function ExitNumber({ id, exit, label }: { id: string; exit: string; label: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const { numbers, open } = useOverlay()
  if (!numbers) return null
  const { entered, left } = numbers.get(id) ?? nothing
  const n = left[exit] ?? 0
  const share = entered > 0 ? format.percent(n / entered) : ''
  return (
    <NumberButton label={t`${label}: ${n} took this path`} onClick={() => open?.(id, 'left', exit)}>
      {format.number(n)}
      {share && ` · ${share}`}
    </NumberButton>
  )
}

/** How many came in. */
export function TriggerNumbers() {
  const { t } = useLingui()
  const format = useFormat()
  const { numbers, contacts = 0, called = 0, open } = useOverlay()
  if (!numbers) return null
  return (
    <div className={classes.strip}>
      <NumberButton label={t`Came in: ${contacts}`} onClick={() => open?.('', 'entered')}>
        <IconArrowDown size={12} aria-hidden />
        {format.number(contacts)}
      </NumberButton>
      {called > 0 && <span className={classes.number}>{t`from other flows: ${called}`}</span>}
    </div>
  )
}
