import { useLingui } from '@lingui/react/macro'
import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import type { Issue, Kind, TriggerDoc } from '@/api/types'
import { triggerRow, triggerSummary, type Words } from '@/doc'
import classes from './card.module.css'
import { TriggerNumbers } from './card-numbers'
import { ExitHandle } from './exit-handle'
import { KindIcon } from './kind-icon'
import { ProblemDot } from './step-card'

export interface TriggerCardData extends Record<string, unknown> {
  triggers: TriggerDoc[]
  kinds: ReadonlyMap<string, Kind>
  words: Words
  issues: Issue[]
  connected: boolean
}

/** The card on top: what starts the flow. */
export const TriggerCard = memo(function TriggerCard({ data, selected }: NodeProps & { data: TriggerCardData }) {
  const { t } = useLingui()
  const { triggers, kinds, words, issues, connected } = data
  return (
    <div
      className={classes.card}
      style={{ '--hue': 'var(--hue-triggers)' } as React.CSSProperties}
      data-selected={selected || undefined}
    >
      <div className={classes.head}>
        <KindIcon icon="bolt" group="triggers" />
        <span className={classes.name}>{t`When it runs`}</span>
        <ProblemDot issues={issues} />
      </div>
      {triggers.length === 0 && (
        <div className={`${classes.trigger} ${classes.quiet}`}>{t`Choose what starts this flow`}</div>
      )}
      {triggers.map((trigger) => {
        const text = triggerSummary(trigger, kinds.get(trigger.kind), words)
        return (
          <div key={trigger.id} className={classes.trigger} style={{ height: triggerRow(text) }}>
            <span title={text}>{text}</span>
          </div>
        )
      })}
      <ExitHandle from="start" exit="next" label={t`Trigger`} connected={connected} foot />
      <TriggerNumbers />
    </div>
  )
})
