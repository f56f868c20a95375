import { useLingui } from '@lingui/react/macro'
import { Badge, Button, Group, Select } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { api } from '@/api'
import type { Flow } from '@/api/types'
import {
  type Column,
  DataTable,
  EmptyState,
  Page,
  type PagedList,
  RelativeTime,
  useFormat,
  usePagedList,
  useSort,
  useUrlState,
} from '@/kit'
import { FilterSelect } from '../common/filter-select'
import { FlowStatePill, useFlowStates, useTriggerText } from '../common/flow-words'
import { PauseMany } from '../common/pause'
import { SearchField } from '../common/search-field'
import { useAct } from '../common/use-act'
import { Begin } from './begin'
import { BulkFlows } from './bulk'
import { Examples } from './examples'
import { FlowMenu } from './flow-menu'
import classes from './flows.module.css'
import { sortFlows } from './sort'

const DEFAULT_SORT = '-updated'

/** Every flow, its state, and who is inside. */
export default function FlowsPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [q] = useUrlState<string>('q', '')
  const [state, setState] = useUrlState<string>('state', '')
  const [label, setLabel] = useUrlState<string>('label', '')
  const [sort] = useSort(DEFAULT_SORT)
  const states = useFlowStates()
  const triggerText = useTriggerText()
  const format = useFormat()
  const all = usePagedList<Flow>(['flows', 'list'], '/flows', { q, state, label })
  // The server gives every flow at once: the order is ours.
  const rows = useMemo(() => all.data && sortFlows(all.data, sort), [all.data, sort])
  const list = { ...all, data: rows } as PagedList<Flow>
  // While a label is chosen the list has only its flows: the other labels are those that were seen before.
  const [seen, setSeen] = useState<string[]>([])
  const known = useMemo(
    () => [...new Set([...seen, ...(all.data ?? []).flatMap((flow) => flow.labels)])].sort(),
    [seen, all.data],
  )
  if (known.length > seen.length) setSeen(known)
  const nothingYet = rows?.length === 0 && !q && !state && !label
  const columns: Column<Flow>[] = [
    {
      id: 'name',
      label: t`Name`,
      sort: 'name',
      render: (flow) => (
        <div className={classes.named}>
          <Link to={`/flows/${flow.id}/edit` as never} className={classes.name} onClick={(e) => e.stopPropagation()}>
            {flow.name}
          </Link>
          {flow.labels.length > 0 && (
            <span className={classes.labels}>
              {flow.labels.map((one) => (
                <Badge key={one} variant="default" size="sm" tt="none" fw={400}>
                  {one}
                </Badge>
              ))}
            </span>
          )}
        </div>
      ),
    },
    { id: 'state', label: t`State`, render: (flow) => <FlowStatePill flow={flow} /> },
    {
      id: 'triggers',
      label: t`When it runs`,
      render: (flow) => {
        const when = flow.triggers.length > 0 ? flow.triggers.map(triggerText).join(' · ') : t`No trigger yet`
        return (
          <span className={classes.clip} title={when}>
            {when}
          </span>
        )
      },
    },
    {
      id: 'people',
      label: t`People inside`,
      align: 'right',
      sort: 'people',
      render: (flow) =>
        flow.people > 0 ? (
          <Link
            to={`/flows/${flow.id}/people` as never}
            search={{ status: 'live' } as never}
            className={classes.count}
            onClick={(event) => event.stopPropagation()}
          >
            {format.number(flow.people)}
          </Link>
        ) : (
          <span className="num">{format.number(0)}</span>
        ),
    },
    { id: 'updated', label: t`Changed`, sort: 'updated', render: (flow) => <RelativeTime at={flow.updated_at} /> },
    { id: 'menu', label: t`Actions`, align: 'right', pinned: true, render: (flow) => <FlowMenu flow={flow} /> },
  ]
  return (
    <Page
      title={t`Flows`}
      action={
        nothingYet ? (
          <Begin />
        ) : (
          <Group gap="xs">
            <Everything flows={all.data ?? []} />
            <Begin />
          </Group>
        )
      }
      {...(!nothingYet && {
        filters: (
          <>
            <SearchField label={t`Search by name`} />
            <Select
              w={248}
              aria-label={t`State`}
              data={[
                { value: '', label: t`All but archived` },
                ...(['live', 'paused', 'draft', 'archived'] as const).map((value) => ({ value, label: states[value] })),
              ]}
              value={state}
              allowDeselect={false}
              onChange={(value) => setState(value ?? '')}
            />
            {(known.length > 0 || label) && (
              <FilterSelect
                width={180}
                label={t`Label`}
                every={t`Every label`}
                choices={[...new Set([...known, ...(label ? [label] : [])])]}
                value={label}
                onChange={setLabel}
              />
            )}
          </>
        ),
      })}
    >
      {nothingYet ? (
        <Examples />
      ) : (
        <DataTable
          name="flows"
          label={t`Flows`}
          list={list}
          columns={columns}
          rowKey={(flow) => flow.id}
          onOpen={(flow) => void navigate({ to: `/flows/${flow.id}/edit` as never })}
          defaultSort={DEFAULT_SORT}
          bulk={(chosen, clear) => <BulkFlows flows={chosen} known={known} clear={clear} />}
          empty={
            <EmptyState
              text={t`No flow fits this search.`}
              action={
                <Button
                  variant="default"
                  onClick={() => void navigate({ to: '/flows' as never, search: {} as never })}
                >{t`Show all`}</Button>
              }
            />
          }
        />
      )}
    </Page>
  )
}

/** One button that silences the whole program, and one that lets it speak again. */
function Everything({ flows }: { flows: Flow[] }) {
  const { t } = useLingui()
  const act = useAct()
  const [asking, setAsking] = useState(false)
  const live = flows.filter((flow) => flow.state === 'live')
  const paused = flows.filter((flow) => flow.state === 'paused')
  const refresh = [['flows']]
  return (
    <>
      {paused.length > 0 && live.length === 0 && (
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} />}
          onClick={() => act(() => api.post('/flows/resume-all'), { done: t`Every flow answers again.`, refresh })}
        >
          {t`Resume everything`}
        </Button>
      )}
      {live.length > 0 && (
        <Button variant="default" leftSection={<IconPlayerPause size={16} />} onClick={() => setAsking(true)}>
          {t`Pause everything`}
        </Button>
      )}
      <PauseMany
        flows={live}
        title={t`Pause everything?`}
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await act(() => api.post('/flows/pause-all'), { done: t`Everything is paused.`, refresh })
        }}
      />
    </>
  )
}
