import { useLingui } from '@lingui/react/macro'
import { Alert, Anchor, Button, Group, Tabs } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { api, flowQuery } from '@/api'
import type { Page as PageOf, Version } from '@/api/types'
import type { DayNumbers, FlowSummary } from '@/api/types-people'
import { ErrorState, LoadingShape, Page, useUrlState } from '@/kit'
import { FlowStatePill } from '../common/flow-words'
import { ExportButton, PeopleFilters, PeopleList } from '../people/people-list'
import { PeriodFilter, useBetween } from '../people/period'
import { Counters } from './counters'
import classes from './summary.module.css'
import { VersionsTab } from './versions-tab'

const DaysChart = lazy(() => import('./days-chart'))
const ViewerTab = lazy(() => import('./viewer-tab'))

/** Keeps the place of the chart until it is drawn: what stands below does not move. */
function DaysComing({ days }: { days: DayNumbers[] }) {
  return days.length > 0 && <div className={classes.chart} data-coming={days.length > 1 ? 'plot' : 'table'} aria-busy />
}

/** What a flow has done: six counters, days, people, versions, and the flow with its numbers. */
export default function SummaryPage() {
  const { t } = useLingui()
  const { flowId = '' } = useParams({ strict: false }) as { flowId?: string }
  const [tab, setTab] = useUrlState<string>('tab', 'people')
  const { between, version } = useBetween()
  const flow = useQuery(flowQuery(flowId))
  const summary = useQuery({
    queryKey: ['flow', flowId, 'summary', between],
    queryFn: () => api.get<FlowSummary>(`/flows/${flowId}/summary`, { ...between }),
    placeholderData: (before) => before,
  })
  const versions = useQuery({
    queryKey: ['flow', flowId, 'versions'],
    queryFn: () => api.get<PageOf<Version> | Version[]>(`/flows/${flowId}/versions`),
    select: (data) => (Array.isArray(data) ? data : data.items),
  })
  if (flow.isError && !flow.data)
    return (
      <Page title={t`Summary`}>
        <ErrorState error={flow.error} onRetry={() => void flow.refetch()} />
      </Page>
    )
  const name = flow.data?.name ?? ''
  return (
    <Page
      title={name || t`Summary`}
      note={
        <Group gap="4px 16px">
          {flow.data && <FlowStatePill flow={flow.data} />}
          <Anchor component={Link} to={'/flows' as never} size="sm">
            {t`All flows`}
          </Anchor>
        </Group>
      }
      action={
        <Button
          component={Link}
          to={`/flows/${flowId}/edit` as never}
          variant="default"
          leftSection={<IconPencil size={16} />}
        >
          {t`Open in the editor`}
        </Button>
      }
      filters={<PeriodFilter versions={(versions.data ?? []).map((one) => one.number)} />}
    >
      {summary.isError && !summary.data && <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />}
      {summary.isPending && <LoadingShape rows={2} />}
      {summary.data && (
        <>
          {summary.data.uncounted > 0 && (
            <Alert>{t`Numbers are still being counted: ${summary.data.uncounted} turns are missing.`}</Alert>
          )}
          <Counters numbers={summary.data} />
          <Suspense fallback={<DaysComing days={summary.data.days} />}>
            <DaysChart days={summary.data.days} />
          </Suspense>
        </>
      )}
      <Tabs value={tab} onChange={(value) => setTab(value ?? 'people')} keepMounted={false}>
        <Tabs.List aria-label={t`More about this flow`}>
          <Tabs.Tab value="people">{t`People`}</Tabs.Tab>
          <Tabs.Tab value="versions">{t`Versions`}</Tabs.Tab>
          <Tabs.Tab value="viewer">{t`Flow with numbers`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people" pt="md">
          <div className={classes.people}>
            <div className={classes.narrow}>
              <PeopleFilters flowId={flowId} />
              <ExportButton flowId={flowId} />
            </div>
            <PeopleList flowId={flowId} flowName={name} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="versions" pt="md">
          <VersionsTab flowId={flowId} versions={versions.data} numbers={summary.data?.versions ?? []} />
        </Tabs.Panel>
        <Tabs.Panel value="viewer" pt="md">
          <Suspense fallback={<LoadingShape rows={6} />}>
            <ViewerTab
              flowId={flowId}
              between={between}
              number={Number(version) || flow.data?.version?.number || 0}
              every={!version}
            />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
