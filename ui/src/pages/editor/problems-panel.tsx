import { useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconExclamationCircle } from '@tabler/icons-react'
import type { Issue } from '@/api/types'
import { useEdited, useEditor, useIssueWords } from '@/canvas'
import { START, stepById } from '@/doc'
import { EmptyState } from '@/kit'
import { titleOf } from './change-list'
import { Dock } from './dock'
import classes from './editor.module.css'
import { useSaved } from './session-context'

const errorsFirst = (a: Issue, b: Issue) => Number(b.severity === 'error') - Number(a.severity === 'error')

/** What the customer would stumble over; a press leads to the place. */
export function ProblemsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const issues = useSaved((state) => state.issues)
  return (
    <Dock
      name="panel"
      label={t`Problems`}
      onClose={onClose}
      head={<h2 className={classes.dockTitle}>{t`Problems`}</h2>}
    >
      {issues.length === 0 ? (
        <EmptyState text={t`No problems: this flow can be published.`} />
      ) : (
        [...issues].sort(errorsFirst).map((issue) => <ProblemRow key={`${issue.code} ${issue.path}`} issue={issue} />)
      )}
    </Dock>
  )
}

export function ProblemRow({ issue, onGo }: { issue: Issue; onGo?: () => void }) {
  const { t } = useLingui()
  const { store, view, viewport, kinds } = useEditor()
  const doc = useEdited((state) => state.doc)
  const text = useIssueWords()
  const step = stepById(doc, issue.step ?? '')
  const name = step?.name ?? (issue.step === START ? t`Trigger` : t`Flow settings`)
  const go = () => {
    onGo?.()
    const target = step ? step.id : issue.step === START ? START : undefined
    if (target === undefined) {
      view.setState({ panel: issue.code === 'no_steps' ? undefined : 'settings' })
      return
    }
    store.select([target])
    viewport.current?.reveal(target)
    view.setState((state) => {
      const fresh = new Set(state.fresh)
      fresh.delete(target)
      return { ...state, fresh, panel: 'step', focusField: issue.field ? `${target}#${issue.field}` : target }
    })
  }
  const error = issue.severity === 'error'
  const field = step && issue.field ? titleOf(kinds.get(step.kind)?.schema, issue.field) : ''
  return (
    <button type="button" className={classes.problem} onClick={go}>
      {error ? (
        <IconExclamationCircle size={18} color="var(--problem)" aria-label={t`Problem`} />
      ) : (
        <IconAlertTriangle size={18} color="var(--warning)" aria-label={t`Warning`} />
      )}
      <span>
        <strong>{name}</strong>
        {field ? `${field}: ${text(issue)}` : text(issue)}
      </span>
    </button>
  )
}
