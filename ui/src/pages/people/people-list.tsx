import { useLingui } from '@lingui/react/macro'
import { Button, Select } from '@mantine/core'
import { IconDownload, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api } from '@/api'
import type { Draft, Run } from '@/api/types'
import { type Column, DataTable, EmptyState, RelativeTime, useFormat, usePagedList, useUrlState } from '@/kit'
import { FilterSelect } from '../common/filter-select'
import { RunPill, useRunStates } from '../common/flow-words'
import classes from '../contacts/contacts.module.css'
import { PeopleActions } from './people-actions'
import { useBetween } from './period'
import { useUntil, useWaitText } from './wait-text'

export const STATES = ['waiting', 'running', 'completed', 'expired', 'canceled', 'failed'] as const

/** The filters of the list, as the address has them. */
export function usePeopleFilter() {
  const { between } = useBetween()
  const [status, setStatus] = useUrlState<string>('status', '')
  const [step, setStep] = useUrlState<string>('step', '')
  const [did, setDid] = useUrlState<string>('did', '')
  const [path] = useUrlState<string>('path', '')
  const query: Record<string, string | undefined> = {
    ...between,
    status,
    step,
    ...(step && { did, path: did === 'left' || did === 'ended' ? path : '' }),
  }
  return { query, status, setStatus, step, setStep, did, setDid, path }
}

/** State, step and what they did there. */
export function PeopleFilters({ flowId }: { flowId: string }) {
  const { t } = useLingui()
  const states = useRunStates()
  const { status, setStatus, step, setStep, did, setDid, path } = usePeopleFilter()
  const draft = useQuery({
    queryKey: ['flow', flowId, 'draft'],
    queryFn: () => api.get<Draft>(`/flows/${flowId}/draft`),
  })
  const steps = (draft.data?.document.steps ?? []).map((one) => ({ value: one.id, label: one.name }))
  return (
    <>
      <Select
        w={170}
        aria-label={t`State`}
        data={[
          { value: '', label: t`Every state` },
          { value: 'live', label: t`Inside now` },
          ...STATES.map((value) => ({ value, label: states[value] })),
        ]}
        value={status}
        allowDeselect={false}
        onChange={(value) => setStatus(value ?? '')}
      />
      <FilterSelect
        width={200}
        label={t`Step`}
        every={t`Every step`}
        choices={steps}
        value={steps.some((one) => one.value === step) ? step : ''}
        onChange={setStep}
      />
      {step && (
        <Select
          w={190}
          aria-label={t`What they did at the step`}
          data={[
            { value: '', label: t`Stand there now` },
            { value: 'entered', label: t`Came to it` },
            ...(did === 'left' && path ? [{ value: 'left', label: t`Took one path` }] : []),
            { value: 'jumped', label: t`Jumped on from it` },
            { value: 'ended', label: t`Ended there` },
          ]}
          value={did === 'here' ? '' : did}
          allowDeselect={false}
          onChange={(value) => setDid(value ?? '')}
        />
      )}
    </>
  )
}

/** The list as the filters have it; whoever asks shares it. */
function usePeople(flowId: string) {
  const { query } = usePeopleFilter()
  const source = { path: `/flows/${flowId}/people`, query }
  const list = usePagedList<Run>(['flow', flowId, 'people', 'list'], source.path, query)
  return { list, source, filtered: Object.values(query).some(Boolean) }
}

/** Everybody who fits the filters, with what can be done to several at once. */
export function PeopleList({ flowId, flowName }: { flowId: string; flowName: string }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const waitText = useWaitText()
  const untilText = useUntil()
  const format = useFormat()
  const { list, source, filtered } = usePeople(flowId)
  const columns: Column<Run>[] = [
    {
      id: 'contact',
      label: t`Contact`,
      render: (run) => (
        <Link to={`/runs/${run.id}` as never} className={classes.name} onClick={(event) => event.stopPropagation()}>
          {run.contact.name || run.contact.phone || t`Somebody without a name`}
        </Link>
      ),
    },
    { id: 'status', label: t`State`, render: (run) => <RunPill status={run.status} /> },
    { id: 'step', label: t`Step`, render: (run) => run.step_name ?? '' },
    { id: 'wait', label: t`Waits for`, render: (run) => waitText(run) },
    { id: 'started', label: t`Entered`, render: (run) => <RelativeTime at={run.started_at} /> },
    {
      id: 'due',
      label: t`Waits until`,
      render: (run) => run.due_at && <span title={format.exact(run.due_at)}>{untilText(run.due_at)}</span>,
    },
    { id: 'version', label: t`Version`, align: 'right', render: (run) => run.version },
  ]
  return (
    <DataTable
      name="people"
      label={t`People in this flow`}
      list={list}
      source={source}
      columns={columns}
      rowKey={(run) => run.id}
      onOpen={(run) => void navigate({ to: `/runs/${run.id}` as never })}
      bulk={(rows, clear): ReactNode => (
        <PeopleActions flowId={flowId} flowName={flowName} runs={rows} onDone={clear} />
      )}
      empty={
        <EmptyState
          icon={<IconUsers size={32} stroke={1.5} color="var(--muted)" aria-hidden />}
          text={filtered ? t`Nobody fits these filters.` : t`Nobody has entered this flow yet.`}
          action={
            filtered ? (
              <Button
                variant="default"
                onClick={() =>
                  void navigate({
                    to: '.',
                    search: ((now: Record<string, unknown>) => ({ tab: now.tab })) as never,
                  })
                }
              >{t`Show all`}</Button>
            ) : (
              <Button variant="default" component={Link} to={`/flows/${flowId}/edit` as never}>
                {t`See when it runs`}
              </Button>
            )
          }
        />
      }
    />
  )
}

/** The file of everybody who fits the filters. */
export function ExportButton({ flowId }: { flowId: string }) {
  const { t } = useLingui()
  const { list, source, filtered } = usePeople(flowId)
  const { query } = source
  const icon = <IconDownload size={16} />
  // A link cannot be switched off: where nobody was, a button stands in its place.
  if (!filtered && list.data?.length === 0)
    return <Button variant="default" leftSection={icon} disabled>{t`Export as CSV`}</Button>
  const search = new URLSearchParams(Object.entries(query).flatMap(([key, value]) => (value ? [[key, value]] : [])))
  return (
    <Button
      component="a"
      variant="default"
      href={`/api/v1/flows/${flowId}/people.csv?${search}`}
      download
      leftSection={icon}
    >
      {t`Export as CSV`}
    </Button>
  )
}
