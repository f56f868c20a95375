import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useIssueText } from '@/api/issues'
import { useFieldIssue } from './environment'
import classes from './form.module.css'

export interface FrameProps {
  id: string
  /** Dotted path in the config: where problems belong. */
  path: string
  label?: string | undefined
  help?: string | undefined
  /** Text to count against a limit of WhatsApp. */
  count?: { text: string; max: number } | undefined
  children: ReactNode
}

/** Label above, help and problem below. */
export function Frame({ id, path, label, help, count, children }: FrameProps) {
  const { t } = useLingui()
  const issue = useFieldIssue(path)
  const text = useIssueText()
  const over = count && count.text.length > count.max
  return (
    <div className={classes.field} data-field={path}>
      {(label || count) && (
        <div className={classes.head}>
          <label className={classes.label} htmlFor={id} id={`${id}-label`}>
            {label}
          </label>
          {count && (
            <span
              className={`${classes.count} ${over ? classes.over : ''}`}
              title={t`${count.text.length} of ${count.max} characters`}
            >
              {count.text.length}/{count.max}
            </span>
          )}
        </div>
      )}
      {children}
      {help && <div className={classes.help}>{help}</div>}
      {issue && (
        <div className={`${classes.error} ${issue.severity === 'warning' ? classes.warning : ''}`} role="status">
          {text(issue)}
        </div>
      )}
    </div>
  )
}
