import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useRef, useState } from 'react'
import { ApiError, api, channelsQuery, flowQuery, intention, useErrorText } from '@/api'
import type {
  Change,
  Channel,
  Clash,
  Flow,
  FlowDocument,
  FlowTest,
  Issue,
  Page,
  PublishPreview,
  PublishRefused,
  Version,
  Waiting,
  WaitingAt,
} from '@/api/types'
import { useEdited, useEditor } from '@/canvas'
import { repair } from '@/doc'
import { ErrorState, LoadingShape, toast } from '@/kit'
import { ChangeList } from './change-list'
import classes from './editor.module.css'
import { ProblemRow } from './problems-panel'
import { ReadingChanges } from './publish-reading'
import { FailingTests, WaitingChoice } from './publish-waiting'
import { Where } from './publish-where'
import { useSession } from './session-context'
import { useVersions } from './use-versions'
import { VersionViewer } from './version-viewer'

const SendHello = lazy(() => import('../numbers/send-hello').then((module) => ({ default: module.SendHello })))

interface PublishDialogProps {
  opened: boolean
  /** An earlier version that becomes the next one. */
  restore?: Version
  onClose: () => void
}

/** Says what will happen to whom, then publishes. */
export function PublishDialog({ opened, restore, onClose }: PublishDialogProps) {
  const { t } = useLingui()
  const { flowId } = useEditor()
  const { data: flow } = useQuery(flowQuery(flowId))
  const next = (flow?.version?.number ?? 0) + 1
  const [hello, setHello] = useState<Channel>()
  const [drawn, setDrawn] = useState(false)
  const close = () => {
    setHello(undefined)
    onClose()
  }
  const title = restore ? t`Restore version ${restore.number} as version ${next}` : t`Publish version ${next}`
  return (
    <>
      <Modal
        opened={opened}
        onClose={close}
        // What lies above it is closed first, and read alone.
        closeOnEscape={!drawn}
        aria-hidden={drawn || undefined}
        size="lg"
        classNames={{ header: classes.lined ?? '', body: classes.linedBody ?? '' }}
        title={hello ? t`The flow is live: try it from a phone` : title}
        closeButtonProps={{ 'aria-label': t`Close` }}
      >
        {opened && hello && <FirstHello channel={hello} onClose={close} />}
        {opened && flow && !hello && (
          <PublishForm
            flow={flow}
            next={next}
            onClose={close}
            onHello={setHello}
            onDraw={() => setDrawn(true)}
            {...(restore && { restore })}
          />
        )}
      </Modal>
      {opened && drawn && (
        <OnCanvas live={flow?.version?.number ?? 0} next={restore?.number ?? 0} onClose={() => setDrawn(false)} />
      )}
    </>
  )
}

/** What publishing changes, drawn on the canvas beside what is live. */
function OnCanvas({ live, next, onClose }: { live: number; next: number; onClose: () => void }) {
  const { flowId } = useEditor()
  const { data: versions } = useVersions(flowId)
  return versions && <VersionViewer versions={versions} shown={next} compared={live} onClose={onClose} />
}

/** After the first publish on a real number: a message from a phone shows that the whole chain works. */
function FirstHello({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { t } = useLingui()
  const triggers = useEdited((state) => state.doc.triggers)
  const words = triggers.map((trigger) => trigger.config.keywords).find((list) => Array.isArray(list) && list[0])
  const text = Array.isArray(words) ? String(words[0]) : undefined
  return (
    <Stack>
      <Suspense fallback={<LoadingShape rows={4} />}>
        <SendHello channel={channel} {...(text && { text })} />
      </Suspense>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t`Done`}</Button>
      </Group>
    </Stack>
  )
}

interface PublishFormProps {
  flow: Flow
  next: number
  restore?: Version
  onClose: () => void
  onHello: (channel: Channel) => void
  onDraw: () => void
}

function useVersionDocument(number: number | undefined) {
  const { flowId } = useEditor()
  return useQuery({
    queryKey: ['flow', flowId, 'version', number],
    queryFn: () => api.get<FlowDocument | { document: FlowDocument }>(`/flows/${flowId}/versions/${number}/document`),
    select: (data) => repair('document' in data ? data.document : data),
    enabled: number !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

interface Check {
  issues: Issue[]
  clashes: Clash[]
  waiting: WaitingAt[]
  diff: Change[]
  /** Saved tests, as they go on the draft. */
  played: FlowTest[]
}

function PublishForm({ flow, next, restore, onClose, onHello, onDraw }: PublishFormProps) {
  const { t } = useLingui()
  const session = useSession()
  const { flowId } = useEditor()
  const doc = useEdited((state) => state.doc)
  const queries = useQueryClient()
  const sentence = useErrorText()
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const [refused, setRefused] = useState<Issue[]>()
  const [key, setKey] = useState(intention)
  const [waiting, setWaiting] = useState<Waiting>('finish')
  const [reason, setReason] = useState('')
  const [failed, setFailed] = useState<string[]>()

  // What is checked is what is saved: the last words are saved first.
  const check = useQuery({
    queryKey: ['check', flowId, restore?.number ?? 'draft'],
    queryFn: async (): Promise<Check> => {
      const path = `/flows/${flowId}/publish-preview`
      // Tests are played on the draft; of an older version the server tells when it refuses.
      if (restore) return { ...(await api.get<PublishPreview>(path, { version: restore.number })), played: [] }
      await session.flush()
      const preview = await api.get<PublishPreview>(path)
      const tests = preview.tests > 0 ? await api.post<Page<FlowTest>>(`/flows/${flowId}/tests/run`) : { items: [] }
      return { ...preview, played: tests.items }
    },
    gcTime: 0,
    staleTime: 0,
  })
  const before = useVersionDocument(flow.version?.number)
  const restored = useVersionDocument(restore?.number)

  const errors = (refused ?? check.data?.issues ?? []).filter((issue) => issue.severity === 'error')
  const clashes = check.data?.clashes ?? []
  const played = check.data?.played ?? []
  const failing = failed ?? played.filter((one) => one.last && !one.last.passed).map((one) => one.name)
  const changes = check.data?.diff ?? []
  const { data: channels } = useQuery(channelsQuery)
  // A reason is asked for further up: the button that it keeps back stands in sight all the time.
  const missing = failing.length > 0 && !reason.trim()
  const why = useRef<HTMLTextAreaElement>(null)
  const ask = () => {
    why.current?.focus({ preventScroll: true })
    why.current?.scrollIntoView({ block: 'center' })
  }
  const first = !flow.version && !restore
  const real = channels?.items.find(
    (one) => first && one.kind === 'whatsapp' && one.state !== 'problem' && doc.settings.channels.includes(one.id),
  )

  const publish = async () => {
    setBusy(true)
    setProblem('')
    try {
      const words = {
        ...(name && { name }),
        ...(note && { note }),
        waiting,
        ...(failing.length > 0 && { override_reason: reason.trim() }),
      }
      if (restore) {
        await api.post(`/flows/${flowId}/versions/${restore.number}/restore`, words, { idempotencyKey: key })
        const draft = await api.get<{ document: FlowDocument; revision: number; issues: Issue[] }>(
          `/flows/${flowId}/draft`,
        )
        session.take(draft, 'restore')
      } else {
        await session.flush()
        const { revision } = session.state.getState()
        await api.post(`/flows/${flowId}/publish`, { revision, ...words }, { idempotencyKey: key })
      }
      session.state.setState({ changes: 0 })
      await queries.invalidateQueries({ queryKey: ['flow', flowId] })
      void queries.invalidateQueries({ queryKey: ['flows'] })
      toast.done(t`Version ${next} is live.`)
      if (real) onHello(real)
      else onClose()
    } catch (error) {
      const said = error instanceof ApiError ? (error.body as PublishRefused | undefined) : undefined
      if (said?.issues) setRefused(said.issues)
      if (said?.tests) setFailed(said.tests)
      // What was refused is asked anew, maybe in another way; what may have arrived is asked as it was.
      if (error instanceof ApiError && !error.offline) setKey(intention())
      setProblem(sentence(error).text)
    } finally {
      setBusy(false)
    }
  }

  if (check.isPending) return <LoadingShape rows={4} />
  if (check.isError && !check.data) return <ErrorState error={check.error} onRetry={() => void check.refetch()} />
  return (
    <Stack>
      {errors.length > 0 && (
        <Stack gap="xs">
          <Text size="sm">{t`These have to be solved first:`}</Text>
          {errors.slice(0, 5).map((issue) => (
            <ProblemRow key={`${issue.code} ${issue.path}`} issue={issue} onGo={onClose} />
          ))}
        </Stack>
      )}
      {clashes.map((clash) => (
        <Text key={`${clash.flow_id} ${clash.trigger}`} size="sm" c="var(--warning)">
          {t`“${clash.flow_name}” reacts to the same messages. The flow with the higher priority will start.`}
        </Text>
      ))}
      <div>
        <Text fw={550} size="sm">{t`What will happen`}</Text>
        <ul className={classes.changes}>
          <li>{t`From now on, whoever starts this flow gets version ${next}.`}</li>
          <Where channels={(restored.data ?? doc).settings.channels} />
          {flow.state === 'paused' && <li>{t`The flow is paused: it answers again once you resume it.`}</li>}
          {restore && <li>{t`The draft becomes this version too; one step back brings yours.`}</li>}
        </ul>
      </div>
      {changes.length > 0 && (
        <div>
          <Group justify="space-between">
            <Text fw={550} size="sm">{t`What changes`}</Text>
            {flow.version && (
              <Button size="compact-sm" variant="subtle" onClick={onDraw}>{t`See it on the canvas`}</Button>
            )}
          </Group>
          <ChangeList changes={changes} before={before.data} after={restore ? restored.data : doc} />
        </div>
      )}
      <ReadingChanges
        ready
        next={next}
        first={!flow.version}
        tests={played}
        {...(restore && { version: restore.number })}
      />
      <WaitingChoice waiting={check.data?.waiting ?? []} next={next} value={waiting} onChange={setWaiting} />
      <FailingTests names={failing} reason={reason} onReason={setReason} field={why} />
      <TextInput
        label={t`Name of the version`}
        placeholder={t`Version ${next}`}
        maxLength={255}
        value={name}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t`Note`}
        placeholder={t`What changed, for those who come after you`}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {problem && (
        <Text role="alert" c="var(--problem)" size="sm">
          {problem}
        </Text>
      )}
      <Group justify="flex-end" gap="xs" className={classes.lasting}>
        {missing && errors.length === 0 && (
          <Button variant="subtle" color="red" size="compact-sm" ml={-8} mr="auto" onClick={ask}>
            {t`A test fails: say why you publish`}
          </Button>
        )}
        {/* Where there is no room for all, these two stay beside each other. */}
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button loading={busy} disabled={errors.length > 0 || missing} onClick={publish}>
            {t`Publish version ${next}`}
          </Button>
        </Group>
      </Group>
    </Stack>
  )
}
