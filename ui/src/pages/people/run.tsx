import { useLingui } from '@lingui/react/macro'
import { Anchor, Button, Group, SegmentedControl } from '@mantine/core'
import { IconDoorExit, IconMessages } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, useMemo, useState } from 'react'
import { api, catalogQuery } from '@/api'
import type { FlowDocument, Kind, Message, Page as PageOf, Run, RunEvent, StepDoc } from '@/api/types'
import { exitsOf } from '@/doc/rules'
import { useCatalogWords } from '@/form/durations'
import { Confirm, EmptyState, ErrorState, LoadingShape, Page, RelativeTime, useUrlState } from '@/kit'
import { RunPill } from '../common/flow-words'
import { SaveAsTest } from '../common/save-test'
import { useAct } from '../common/use-act'
import classes from './run.module.css'
import { Mark, StayView } from './stay-view'
import { timelineOf } from './timeline'
import { useWaitSentence } from './wait-text'

// The canvas is loaded when it is asked for.
const WayOnCanvas = lazy(() => import('./way-on-canvas'))

// What a conversation is asked for, to show the texts of its messages.
const MESSAGES = 200

/** One contact's way through a flow, step by step. */
export default function RunPage() {
  const { t } = useLingui()
  const { runId = '' } = useParams({ strict: false }) as { runId?: string }
  const run = useQuery({ queryKey: ['run', runId], queryFn: () => api.get<Run>(`/runs/${runId}`) })
  if (run.isError && !run.data)
    return (
      <Page title={t`History`}>
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
      </Page>
    )
  if (!run.data)
    return (
      <Page title={t`History`}>
        <LoadingShape rows={8} />
      </Page>
    )
  return <RunView run={run.data} />
}

function RunView({ run }: { run: Run }) {
  const { t } = useLingui()
  const waitSentence = useWaitSentence()
  const name = run.contact.name || run.contact.phone || t`Somebody without a name`
  const live = run.status === 'waiting' || run.status === 'running'
  const wait = live ? waitSentence(run) : ''
  return (
    <Page
      title={t`${name} in ${run.flow.name}`}
      note={
        <Group gap="4px 16px">
          <RunPill status={run.status} />
          <span>
            {run.trial ? t`Trial of the draft` : t`Version ${run.version}`} · <RelativeTime at={run.started_at} />
          </span>
          {wait && <span>{wait}</span>}
          <Anchor component={Link} to={`/flows/${run.flow.id}/people` as never} size="sm">
            {t`Everybody in this flow`}
          </Anchor>
          <Anchor component={Link} to={`/contacts/${run.contact.id}` as never} size="sm">
            {t`Open the contact`}
          </Anchor>
        </Group>
      }
      action={
        <Group gap="xs" className={classes.acts}>
          <SaveAsTest run={run} name={name} />
          {live && <TakeOut run={run} name={name} />}
          {run.conversation_id && (
            <Button
              component={Link}
              to={`/conversations/${run.conversation_id}` as never}
              leftSection={<IconMessages size={16} />}
            >
              {t`Open the conversation`}
            </Button>
          )}
        </Group>
      }
    >
      <Way run={run} />
    </Page>
  )
}

function TakeOut({ run, name }: { run: Run; name: string }) {
  const { t } = useLingui()
  const act = useAct()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<IconDoorExit size={16} />} onClick={() => setAsking(true)}>
        {t`Take ${name} out of this flow`}
      </Button>
      <Confirm
        opened={asking}
        title={t`Take ${name} out of “${run.flow.name}”?`}
        action={t`Take them out`}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await act(() => api.post(`/runs/${run.id}/cancel`), {
            done: t`${name} is out of “${run.flow.name}”.`,
            refresh: [['run', run.id], ['flow', run.flow.id], ['conversations']],
          })
        }}
      >
        {t`The flow does not answer them any more where they stand. Their next message may start a flow again.`}
      </Confirm>
    </>
  )
}

function Way({ run }: { run: Run }) {
  const { t, i18n } = useLingui()
  const catalogWords = useCatalogWords()
  const events = useQuery({
    queryKey: ['run', run.id, 'events'],
    queryFn: () => api.get<PageOf<RunEvent>>(`/runs/${run.id}/events`),
  })
  const { data: version } = useQuery({
    // What a trial goes through is no version of the flow.
    queryKey: run.trial ? ['run', run.id, 'document'] : ['flow', run.flow.id, 'version', run.version],
    queryFn: () =>
      api.get<FlowDocument | { document: FlowDocument }>(
        run.trial ? `/runs/${run.id}/document` : `/flows/${run.flow.id}/versions/${run.version}/document`,
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { data: catalog } = useQuery(catalogQuery(i18n.locale))
  const { data: thread } = useQuery({
    queryKey: ['conversation', run.conversation_id, 'texts'],
    queryFn: () => api.get<PageOf<Message>>(`/conversations/${run.conversation_id}/messages`, { limit: MESSAGES }),
    enabled: Boolean(run.conversation_id),
  })
  const messages = useMemo(() => new Map((thread?.items ?? []).map((one) => [one.id, one])), [thread])
  const stays = useMemo(() => timelineOf(events.data?.items ?? []), [events.data])
  const [view, setView] = useUrlState<string>('view', 'list')
  if (events.isError && !events.data) return <ErrorState error={events.error} onRetry={() => void events.refetch()} />
  if (!events.data) return <LoadingShape rows={8} />
  if (stays.length === 0) return <EmptyState text={t`Nothing has happened yet.`} />
  const document = version && ('document' in version ? version.document : version)
  const kindOf = (step: StepDoc | undefined): Kind | undefined =>
    catalog?.items.find((kind) => kind.kind === step?.kind)
  const choice = (
    <SegmentedControl
      aria-label={t`How the way is shown`}
      data={[
        { value: 'list', label: t`As a list` },
        { value: 'canvas', label: t`On the canvas` },
      ]}
      value={view}
      onChange={setView}
      style={{ alignSelf: 'flex-start' }}
    />
  )
  if (view === 'canvas' && document && catalog)
    return (
      <>
        {choice}
        <WayOnCanvas run={run} stays={stays} document={document} catalog={catalog} messages={messages} />
      </>
    )
  return (
    <>
      {choice}
      <ol className={classes.way}>
        {stays.map((stay, index) => {
          const step = document?.steps.find((one) => one.id === stay.step)
          const kind = kindOf(step)
          const exitName = (id: string | undefined) =>
            (step &&
              kind &&
              id &&
              id !== 'next' &&
              exitsOf(kind, step.config, catalogWords).find((one) => one.id === id)?.label) ||
            ''
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: stays only grow at the end
            <li key={index} className={classes.stay}>
              <Mark stay={stay} kind={kind} />
              <StayView stay={stay} name={step?.name ?? ''} messages={messages} exitName={exitName} />
            </li>
          )
        })}
      </ol>
    </>
  )
}
