import { useLingui } from '@lingui/react/macro'
import { Anchor, Button, Group, Select } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { api, flowQuery } from '@/api'
import type { Draft, Run } from '@/api/types'
import { type Column, DataTable, EmptyState, Page, RelativeTime, usePagedList, useUrlState } from '@/kit'
import { RunPill, useRunStates } from '../common/flow-words'
import classes from '../contacts/contacts.module.css'
import { useWaitText } from './wait-text'

/** Who is in a flow, or was. */
export default function PeoplePage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { flowId = '' } = useParams({ strict: false }) as { flowId?: string }
  const [status, setStatus] = useUrlState<string>('status', '')
  const [step, setStep] = useUrlState<string>('step', '')
  const states = useRunStates()
  const waitText = useWaitText()
  const flow = useQuery(flowQuery(flowId))
  const draft = useQuery({
    queryKey: ['flow', flowId, 'draft'],
    queryFn: () => api.get<Draft>(`/flows/${flowId}/draft`),
  })
  const counts = useQuery({
    queryKey: ['flow', flowId, 'counts'],
    queryFn: () => api.get<Record<string, number>>(`/flows/${flowId}/steps/counts`),
  })
  const list = usePagedList<Run>(['flow', flowId, 'people', 'list'], `/flows/${flowId}/people`, { status, step })
  const name = flow.data?.name ?? ''
  const steps = (draft.data?.document.steps ?? []).map((one) => {
    const count = counts.data?.[one.id] ?? 0
    return { value: one.id, label: count > 0 ? `${one.name} (${count})` : one.name }
  })
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
    { id: 'started', label: t`Inside since`, render: (run) => <RelativeTime at={run.started_at} /> },
    { id: 'due', label: t`Goes on`, render: (run) => (run.due_at ? <RelativeTime at={run.due_at} /> : '') },
    { id: 'version', label: t`Version`, align: 'right', render: (run) => run.version },
  ]
  const filtered = Boolean(status || step)
  return (
    <Page
      title={name ? t`People in ${name}` : t`People in this flow`}
      note={
        <Group gap="md">
          <Anchor component={Link} to={'/flows' as never} size="sm">
            {t`All flows`}
          </Anchor>
          <Anchor component={Link} to={`/flows/${flowId}/edit` as never} size="sm">
            {t`Open the flow`}
          </Anchor>
        </Group>
      }
      filters={
        <>
          <Select
            w={200}
            aria-label={t`State`}
            data={[
              { value: '', label: t`Every state` },
              { value: 'live', label: t`Inside now` },
              ...(['waiting', 'running', 'completed', 'expired', 'canceled', 'failed'] as const).map((value) => ({
                value,
                label: states[value],
              })),
            ]}
            value={status}
            allowDeselect={false}
            onChange={(value) => setStatus(value ?? '')}
          />
          <Select
            w={240}
            aria-label={t`Step`}
            placeholder={t`Every step`}
            data={steps}
            value={steps.some((one) => one.value === step) ? step : null}
            searchable
            clearable
            onChange={(value) => setStep(value ?? '')}
          />
        </>
      }
    >
      <DataTable
        name="people"
        label={t`People in this flow`}
        list={list}
        columns={columns}
        rowKey={(run) => run.id}
        onOpen={(run) => void navigate({ to: `/runs/${run.id}` as never })}
        empty={
          <EmptyState
            icon={<IconUsers size={32} stroke={1.5} color="var(--muted)" aria-hidden />}
            text={filtered ? t`Nobody fits these filters.` : t`Nobody has entered this flow yet.`}
            action={
              filtered ? (
                <Button
                  variant="default"
                  onClick={() => void navigate({ to: '.', search: {} as never })}
                >{t`Show all`}</Button>
              ) : undefined
            }
          />
        }
      />
    </Page>
  )
}
