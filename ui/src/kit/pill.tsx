import {
  IconAlertTriangle,
  IconCircle,
  IconCircleDot,
  IconCircleFilled,
  IconExclamationCircle,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './pill.module.css'

export type Tone = 'good' | 'warning' | 'problem' | 'quiet' | 'plain'

// Each tone has its own shape: state is never told by colour alone.
const marks = {
  good: IconCircleFilled,
  warning: IconAlertTriangle,
  problem: IconExclamationCircle,
  quiet: IconCircle,
  plain: IconCircleDot,
}

/** The state of something, in a word or two. */
export function Pill({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  const Mark = marks[tone]
  return (
    <span className={`${classes.pill} ${classes[tone] ?? ''}`}>
      <Mark size={12} aria-hidden />
      {children}
    </span>
  )
}
