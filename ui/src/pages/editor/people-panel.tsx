import { useLingui } from '@lingui/react/macro'
import { Anchor, Select, Stack, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '@/api'
import type { Page, Run, RunStatus } from '@/api/types'
import { useEdited, useEditor } from '@/canvas'
import { stepById } from '@/doc'
import { EmptyState, ErrorState, LoadingShape, Pill, RelativeTime, type Tone } from '@/kit'
import { type PeriodName, usePeriodNames } from '../people/period'
import { Dock } from './dock'
import classes from './editor.module.css'
import { numbersStore, useNumbers } from './numbers-overlay'
import { useVersions } from './use-versions'

const tones: Record<RunStatus, Tone> = {
  running: 'good',
  waiting: 'plain',
  completed: 'quiet',
  expired: 'quiet',
  canceled: 'quiet',
  failed: 'problem',
}

/** Who is in this flow, or was lately. */
export function PeoplePanel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { flowId, store, viewport } = useEditor()
  const doc = useEdited((state) => state.doc)
  const people = useQuery({
    queryKey: ['flow', flowId, 'people'],
    queryFn: () => api.get<Page<Run>>(`/flows/${flowId}/people`, { limit: 100 }),
  })
  const states: Record<RunStatus, string> = {
    running: t`ongoing`,
    waiting: t`waiting`,
    completed: t`completed`,
    expired: t`expired`,
    canceled: t`canceled`,
    failed: t`failed`,
  }
  return (
    <Dock
      name="panel"
      label={t`People in this flow`}
      onClose={onClose}
      head={<h2 className={classes.dockTitle}>{t`People in this flow`}</h2>}
    >
      <NumbersSwitch />
      {people.isPending && <LoadingShape />}
      {people.isError && <ErrorState error={people.error} onRetry={() => void people.refetch()} />}
      {people.data?.items.length === 0 && <EmptyState text={t`Nobody has entered this flow yet.`} />}
      {people.data?.items.map((run) => {
        const step = run.step ? stepById(doc, run.step) : undefined
        return (
          <article key={run.id} className={classes.version}>
            <div className={classes.cardHead}>
              <Anchor component={Link} to={`/runs/${run.id}` as never} c="inherit" fw={650}>
                {run.contact.name || run.contact.phone}
              </Anchor>
              <Pill tone={tones[run.status] ?? 'plain'}>{states[run.status] ?? run.status}</Pill>
            </div>
            <span className={classes.small}>
              <RelativeTime at={run.started_at} /> · {t`Version ${run.version}`}
              {step && (
                <>
                  {' · '}
                  <Anchor
                    component="button"
                    size="xs"
                    onClick={() => {
                      store.select([step.id])
                      viewport.current?.reveal(step.id)
                    }}
                  >
                    {step.name}
                  </Anchor>
                </>
              )}
            </span>
          </article>
        )
      })}
    </Dock>
  )
}

/** Numbers on the canvas: whether, of which days, of which version. */
function NumbersSwitch() {
  const { t } = useLingui()
  const { flowId } = useEditor()
  const { shown, period, version } = useNumbers()
  const periods = usePeriodNames().filter(({ value }) => value !== 'own')
  const versions = useVersions(flowId)
  return (
    <Stack gap="xs">
      <Switch
        label={t`Numbers on the canvas`}
        checked={shown}
        onChange={(event) => numbersStore.setState({ shown: event.currentTarget.checked })}
      />
      {shown && (
        <Stack gap="xs">
          <Select
            aria-label={t`When they came in`}
            data={periods}
            value={period}
            allowDeselect={false}
            onChange={(value) => numbersStore.setState({ period: (value ?? 'all') as PeriodName })}
          />
          <Select
            aria-label={t`Version`}
            data={[
              { value: '', label: t`Every version` },
              ...(versions.data ?? []).map(({ number }) => ({ value: String(number), label: t`Version ${number}` })),
            ]}
            value={version}
            allowDeselect={false}
            onChange={(value) => numbersStore.setState({ version: value ?? '' })}
          />
        </Stack>
      )}
      <Anchor component={Link} to={`/flows/${flowId}/summary` as never} size="sm">
        {t`Summary of this flow`}
      </Anchor>
    </Stack>
  )
}
