import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Anchor, Button, Group, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, intention, useErrorText, useFieldErrors } from '@/api'
import type { Channel } from '@/api/types'
import { Confirm, CopyButton, ErrorState, LoadingShape, Page } from '@/kit'
import { ProblemLine } from '../common/problem-line'
import { useAct } from '../common/use-act'
import { CheckList } from './check-list'
import { findings } from './checks'
import { NumberDetails } from './details'
import { NumberHours } from './hours'
import { NumberPill } from './index'
import classes from './numbers.module.css'
import { SendHello } from './send-hello'

const FIRST_MESSAGE_MS = 5_000

/** One WhatsApp number: what is missing, how to try it, its details. */
export default function NumberPage() {
  const { t } = useLingui()
  const { numberId = '' } = useParams({ strict: false }) as { numberId?: string }
  const channel = useQuery({
    queryKey: ['channel', numberId],
    queryFn: () => api.get<Channel>(`/channels/${numberId}`),
    // The first signed message is waited for on this page.
    refetchInterval: (query) => (query.state.data && !query.state.data.last_signed_at ? FIRST_MESSAGE_MS : false),
  })
  if (channel.isError && !channel.data)
    return (
      <Page title={t`Number`}>
        <ErrorState error={channel.error} onRetry={() => void channel.refetch()} />
      </Page>
    )
  if (!channel.data)
    return (
      <Page title={t`Number`}>
        <LoadingShape rows={8} />
      </Page>
    )
  const { data } = channel
  return (
    <Page
      title={data.name}
      note={
        <Group gap="4px 16px">
          <NumberPill channel={data} />
          {data.display_phone && <span className="num">{data.display_phone}</span>}
          <Anchor component={Link} to={'/numbers' as never} size="sm">
            {t`All numbers`}
          </Anchor>
        </Group>
      }
      action={<Remove channel={data} />}
    >
      <div className={classes.columns} data-columns>
        <div className={classes.column}>
          <CheckList channel={data} />
          <Webhook channel={data} />
          <section className={classes.panel}>
            <h2>{t`Send a first hello`}</h2>
            <SendHello channel={data} />
          </section>
        </div>
        <div className={classes.column}>
          <section className={classes.panel}>
            <h2>{t`Live flows on this number`}</h2>
            {data.live_flows.length === 0 ? (
              <>
                <p>{t`None. A new number answers nothing until a flow chooses it: tick it in a flow's settings, or make a new flow.`}</p>
                <Button
                  component={Link}
                  to={'/flows/new' as never}
                  search={{ number: data.id } as never}
                  variant="default"
                  style={{ alignSelf: 'flex-start' }}
                >
                  {t`New flow on this number`}
                </Button>
              </>
            ) : (
              <ul>
                {data.live_flows.map((flow) => (
                  <li key={flow.id}>
                    <Anchor component={Link} to={`/flows/${flow.id}/edit` as never}>
                      {flow.name}
                    </Anchor>
                  </li>
                ))}
              </ul>
            )}
          </section>
          <TestMessage channel={data} />
          <NumberHours channel={data} />
          <NumberDetails channel={data} />
        </div>
      </div>
    </Page>
  )
}

function Webhook({ channel }: { channel: Channel }) {
  const { t } = useLingui()
  const line = (label: string, value: string, copy: string) => (
    <div>
      <div className={classes.label}>{label}</div>
      <div className={classes.copy}>
        <code>{value}</code>
        <CopyButton value={value} label={copy} />
      </div>
    </div>
  )
  return (
    <section className={classes.panel}>
      <h2>{t`Webhook at Meta`}</h2>
      <p>{t`Where the app has no webhook yet, the check sets it. Otherwise enter these two in WhatsApp, Configuration, Webhook, and subscribe to “messages”.`}</p>
      {line(t`Callback URL`, channel.callback_url, t`Copy the callback URL`)}
      {line(t`Verify token`, channel.verify_token, t`Copy the verify token`)}
    </section>
  )
}

interface TestResult {
  state: 'accepted' | 'refused' | 'uncertain' | 'not_sent'
  code?: string
  params?: Record<string, unknown>
}

/** A harmless message to the owner's own phone. */
function TestMessage({ channel }: { channel: Channel }) {
  const { t, i18n } = useLingui()
  const field = useFieldErrors()
  const sentence = useErrorText()
  const [to, setTo] = useState('')
  const send = useMutation({
    mutationFn: () =>
      api.post<TestResult>(`/channels/${channel.id}/test-message`, { to }, { idempotencyKey: intention() }),
  })
  const result = send.data
  const finding = findings[result?.code ?? '']
  const say = (one: { id: string; message?: string }) =>
    i18n._(one.id, result?.params ?? {}, { message: one.message ?? '' })
  return (
    <section className={classes.panel}>
      <h2>{t`Test message`}</h2>
      <form
        style={{ display: 'contents' }}
        onSubmit={(event) => {
          event.preventDefault()
          send.mutate()
        }}
      >
        <TextInput
          type="tel"
          label={t`Your phone`}
          placeholder="+39 333 1234567"
          value={to}
          error={field(send.error, '/to')}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!to.trim()} loading={send.isPending}>
          {t`Send a test message`}
        </Button>
      </form>
      <ProblemLine error={send.error} />
      {result?.state === 'accepted' && <p role="status">{t`Meta accepted it. Look at your phone.`}</p>}
      {result && result.state !== 'accepted' && (
        <div role="alert">
          <p>{finding ? say(finding.says) : sentence(undefined).text}</p>
          {finding && <p className={classes.small}>{say(finding.remedy)}</p>}
        </div>
      )}
    </section>
  )
}

function Remove({ channel }: { channel: Channel }) {
  const { t } = useLingui()
  const act = useAct()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const flows = channel.live_flows.map((flow) => flow.name).join(', ')
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
        {t`Remove`}
      </Button>
      <Confirm
        opened={asking}
        danger
        title={t`Remove ${channel.name}?`}
        action={t`Remove this number`}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          const done = await act(() => api.del(`/channels/${channel.id}`), {
            done: t`${channel.name} is removed.`,
            refresh: [['channels'], ['channel', channel.id]],
          })
          if (done) void navigate({ to: '/numbers' as never })
        }}
      >
        {t`Nothing is received or sent on it any more.`}{' '}
        {flows &&
          `${plural(channel.live_flows.length, { one: 'This flow no longer answers there:', other: 'These flows no longer answer there:' })} ${flows}. `}
        {t`Its access token and app secret are deleted here. Conversations stay.`}
      </Confirm>
    </>
  )
}
