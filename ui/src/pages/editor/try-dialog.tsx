import { useLingui } from '@lingui/react/macro'
import { Anchor, Button, Group, Loader, Modal, Select, Stack, Text } from '@mantine/core'
import { IconBrandWhatsapp, IconChecklist } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiError, api, channelsQuery, useErrorText } from '@/api'
import type { Channel, Trial } from '@/api/types'
import { act, useEdited, useEditor } from '@/canvas'
import { CopyButton, EmptyState, ErrorState, LoadingShape, QrCode, useFormat } from '@/kit'
import { usePhoneSized } from '@/kit/shell-size'
import { ProblemLine } from '../common/problem-line'
import { SaveTestForm } from '../common/save-test'
import { useAct } from '../common/use-act'
import { useSaved, useSession } from './session-context'
import classes from './try-dialog.module.css'
import { left, numbersFor, trialQuery, trialsQuery } from './try-trial'

const TICK_MS = 1_000

/** Puts the draft on one phone: a code to scan, then whose phone has it and until when. */
export default function TryDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t`Try on my WhatsApp`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Body onClose={onClose} />
    </Modal>
  )
}

function Body({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { flowId } = useEditor()
  const channels = useQuery(channelsQuery)
  const trials = useQuery(trialsQuery(flowId))
  const own = useEdited((state) => state.doc.settings.channels)
  const broken = channels.error ?? trials.error
  if (broken && !(channels.data && trials.data)) {
    const again = () => void Promise.all([channels.refetch(), trials.refetch()])
    return <ErrorState error={broken} onRetry={again} />
  }
  if (!channels.data || !trials.data) return <LoadingShape rows={5} />
  const numbers = numbersFor(channels.data.items, own)
  if (numbers.length === 0) {
    return (
      <EmptyState
        icon={<IconBrandWhatsapp size={32} aria-hidden color="var(--muted)" />}
        text={t`No WhatsApp number is connected yet, and the demo number is not on WhatsApp. Until then, the phone under Test plays the draft.`}
        action={<Button component={Link} to={'/numbers/connect' as never}>{t`Connect a number`}</Button>}
      />
    )
  }
  return <Tried numbers={numbers} open={trials.data.items.find((one) => one.mine)?.id ?? ''} onClose={onClose} />
}

interface TriedProps {
  numbers: Channel[]
  /** The trial that is under way when the dialog opens. */
  open: string
  onClose: () => void
}

function Tried({ numbers, open, onClose }: TriedProps) {
  const { t } = useLingui()
  const sentence = useErrorText()
  const editor = useEditor()
  const { flowId } = editor
  const session = useSession()
  const queries = useQueryClient()
  const [id, setId] = useState(open)
  const [number, setNumber] = useState(numbers[0]?.id ?? '')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const [keeping, setKeeping] = useState(false)
  const trial = useQuery(trialQuery(flowId, id))

  const begin = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      await session.flush()
      const made = await api.post<Trial>(`/flows/${flowId}/trials`, { channel_id: number })
      queries.setQueryData(trialQuery(flowId, made.id).queryKey, made)
      setId(made.id)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  // With one number there is nothing to choose.
  const asked = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the dialog opens
  useEffect(() => {
    if (asked.current || open || numbers.length > 1) return
    asked.current = true
    void begin()
  }, [])

  if (problem) {
    const flawed = problem instanceof ApiError && problem.code === 'has_problems'
    return (
      <Stack role="alert">
        <Text size="sm">
          {flawed ? t`The draft has problems. Solve them first, then it can be tried.` : sentence(problem).text}
        </Text>
        <Group justify="flex-end">
          {flawed ? (
            <Button
              onClick={() => {
                onClose()
                editor.view.setState({ panel: undefined })
                act(editor, 'problems')
              }}
            >{t`Show the problems`}</Button>
          ) : (
            <Button onClick={() => void begin()}>{t`Try again`}</Button>
          )}
        </Group>
      </Stack>
    )
  }
  if (trial.error && !trial.data) return <ErrorState error={trial.error} onRetry={() => void trial.refetch()} />
  const now = trial.data
  if (id && !now) return <LoadingShape rows={5} />
  if (!now) {
    return numbers.length > 1 ? (
      <Stack>
        <Select
          label={t`Number`}
          description={t`You write to it from your own phone.`}
          data={numbers.map((one) => ({ value: one.id, label: `${one.name} ${one.display_phone}`.trim() }))}
          value={number}
          allowDeselect={false}
          onChange={(value) => setNumber(value ?? number)}
        />
        <Small />
        <Group justify="flex-end">
          <Button loading={busy} onClick={() => void begin()}>{t`Make a code`}</Button>
        </Group>
      </Stack>
    ) : (
      <LoadingShape rows={5} />
    )
  }
  if (keeping && now.run_id) {
    return (
      <SaveTestForm
        flow={{ id: flowId }}
        run={now.run_id}
        name={now.contact?.name || now.contact?.phone || t`Trial of the draft`}
        onClose={() => setKeeping(false)}
      />
    )
  }
  const refresh = () => void trial.refetch()
  const keep = now.run_id && (
    <Button
      variant="default"
      leftSection={<IconChecklist size={16} />}
      style={{ alignSelf: 'flex-start' }}
      onClick={() => setKeeping(true)}
    >{t`Save as test`}</Button>
  )
  if (now.state === 'taken') return <Taken trial={now} keep={keep} onClose={onClose} onOver={refresh} />
  if (now.state === 'over') {
    return (
      <Stack>
        <Text size="sm" role="status">
          {now.contact
            ? t`The trial is over: this phone is answered like everybody else’s again.`
            : t`This code is too old.`}
        </Text>
        {keep}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t`Done`}</Button>
          <Button loading={busy} onClick={() => void begin()}>{t`New code`}</Button>
        </Group>
      </Stack>
    )
  }
  return <Scan trial={now} onOver={refresh} onChecked={trial.refetch} />
}

/** Plain words about what is real and what is not. */
function Small() {
  const { t } = useLingui()
  return (
    <Text size="sm" c="dimmed">
      {t`Only your phone gets the draft, for 30 minutes; everybody else stays on what is published. Nothing is counted. Calls to other systems and changes of your contact are real.`}
    </Text>
  )
}

/** The moment, each second; tells when `until` has come. */
function useCountdown(until: string, onOver: () => void): number {
  const [now, setNow] = useState(() => Date.now())
  const over = useRef(onOver)
  over.current = onOver
  useEffect(() => {
    const end = new Date(until).getTime()
    const timer = setInterval(() => {
      setNow(Date.now())
      if (Date.now() >= end) over.current()
    }, TICK_MS)
    return () => clearInterval(timer)
  }, [until])
  return now
}

/** A number that was never checked has no phone that a QR code could open: it is asked for here. */
function Unchecked({ trial, onChecked }: { trial: Trial; onChecked: () => Promise<unknown> }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const { id, name } = trial.channel
  const check = useMutation({
    mutationFn: async () => {
      await api.post(`/channels/${id}/check`)
      await onChecked()
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['channels'] }),
  })
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">
        {t`There is no QR code yet: Meta was not asked which phone number “${name}” has. Check the number, and the code appears here.`}
      </Text>
      <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>{t`Check the number`}</Button>
      <ProblemLine error={check.error} />
      {check.isSuccess && (
        <Text size="sm" role="alert">
          {t`Meta did not say which phone number it is.`}{' '}
          <Anchor component={Link} to={`/numbers/${id}` as never} size="sm">
            {t`See what is missing`}
          </Anchor>
        </Text>
      )}
      <Text size="sm">{t`Or write this code to the number from your phone. The draft answers as to a customer.`}</Text>
    </Stack>
  )
}

interface ScanProps {
  trial: Trial
  onOver: () => void
  onChecked: () => Promise<unknown>
}

function Scan({ trial, onOver, onChecked }: ScanProps) {
  const { t } = useLingui()
  const phone = usePhoneSized()
  const now = useCountdown(trial.expires_at, onOver)
  const { code, link } = trial
  const to = trial.phone || trial.channel.name
  const time = left(trial.expires_at, now)
  return (
    <Stack>
      <div className={classes.scan}>
        {link && !phone && (
          <QrCode value={link} size={180} label={t`QR code that opens WhatsApp with the code for ${to}`} />
        )}
        <Stack gap="sm">
          {link ? (
            <ol className={classes.steps}>
              <li>{phone ? t`Open WhatsApp with the button.` : t`Scan this with the camera of your phone.`}</li>
              <li>{t`Send the message that is ready there.`}</li>
              <li>{t`The draft answers as to a customer.`}</li>
            </ol>
          ) : (
            <Unchecked trial={trial} onChecked={onChecked} />
          )}
          <div>
            {link && (
              <Text size="sm" c="dimmed">
                {t`Or write this to ${to}:`}
              </Text>
            )}
            <span className={classes.code}>
              {code} <CopyButton value={code} label={t`Copy the code`} />
            </span>
          </div>
          {link && (
            <Button
              component="a"
              href={link}
              target="_blank"
              rel="noreferrer"
              variant={phone ? 'filled' : 'default'}
              leftSection={<IconBrandWhatsapp size={16} />}
              style={{ alignSelf: 'flex-start' }}
            >{t`Open WhatsApp`}</Button>
          )}
        </Stack>
      </div>
      <div className={classes.wait}>
        <Loader size="sm" aria-hidden />
        <div>
          <Text size="sm" role="status">{t`Waiting for your message`}</Text>
          <Text size="sm" c="dimmed" className="num">{t`The code works for another ${time}.`}</Text>
        </div>
      </div>
      <Small />
    </Stack>
  )
}

interface TakenProps {
  trial: Trial
  /** What keeps the conversation that was had. */
  keep: ReactNode
  onClose: () => void
  onOver: () => void
}

function Taken({ trial, keep, onClose, onOver }: TakenProps) {
  const { t } = useLingui()
  const format = useFormat()
  const run = useAct()
  const session = useSession()
  const { flowId } = useEditor()
  const until = trial.until ?? trial.expires_at
  const time = left(until, useCountdown(until, onOver))
  const who = trial.contact?.name || trial.contact?.phone || t`Somebody without a name`
  const clock = format.clock(until)
  const newer = useSaved((state) => state.revision > trial.revision || state.save.kind !== 'saved')
  const path = `/flows/${flowId}/trials/${trial.id}`
  const refresh = [['trials', flowId]]
  return (
    <Stack>
      <div role="status">
        <Text fw={550}>{t`${who} talks to the draft until ${clock}.`}</Text>
        <Text size="sm" c="dimmed">
          {trial.contact?.phone} · <span className="num">{t`${time} left`}</span>
        </Text>
      </div>
      <Text size="sm">{t`Write anything after the end to start over, or send the code again at any time.`}</Text>
      {newer && (
        <Stack gap="xs">
          <Text size="sm">{t`The draft was changed since. The phone has it as it was.`}</Text>
          <Button
            style={{ alignSelf: 'flex-start' }}
            onClick={() =>
              void run(
                async () => {
                  await session.flush()
                  await api.post(`${path}/refresh`)
                },
                { done: t`The next start on the phone uses the newest draft.`, refresh },
              )
            }
          >{t`Use the newest draft`}</Button>
        </Stack>
      )}
      {keep}
      <Small />
      <Group justify="space-between">
        <Button
          variant="default"
          onClick={() => void run(() => api.del(path), { done: t`The trial has ended.`, refresh })}
        >{t`End the trial`}</Button>
        <Group gap="md">
          {trial.conversation_id && (
            <Anchor component={Link} to={`/conversations/${trial.conversation_id}` as never} size="sm">
              {t`See the conversation`}
            </Anchor>
          )}
          <Button onClick={onClose}>{t`Done`}</Button>
        </Group>
      </Group>
    </Stack>
  )
}
