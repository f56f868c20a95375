import { useLingui } from '@lingui/react/macro'
import { Anchor, Button, Group, Menu, Text } from '@mantine/core'
import { IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError, api, flowNamesQuery, intention, useErrorText } from '@/api'
import type { Contact, Conversation, Flow, Page as PageOf, Run } from '@/api/types'
import { Confirm, ErrorState, LoadingShape, Page, RelativeTime, toast } from '@/kit'
import { RunPill } from '../common/flow-words'
import { useAct } from '../common/use-act'
import { ContactForm } from './contact-form'
import classes from './contacts.module.css'

/** One contact: what is known, what was said, which flows they went through. */
export default function ContactPage() {
  const { t } = useLingui()
  const { contactId = '' } = useParams({ strict: false }) as { contactId?: string }
  const contact = useQuery({
    queryKey: ['contact', contactId],
    queryFn: () => api.get<Contact>(`/contacts/${contactId}`),
  })
  if (contact.isError && !contact.data)
    return (
      <Page title={t`Contact`}>
        <ErrorState error={contact.error} onRetry={() => void contact.refetch()} />
      </Page>
    )
  if (!contact.data)
    return (
      <Page title={t`Contact`}>
        <LoadingShape rows={8} />
      </Page>
    )
  const { data } = contact
  return (
    <Page
      title={data.name || data.phone || t`Somebody without a name`}
      note={
        <Anchor component={Link} to={'/contacts' as never} size="sm">
          {t`All contacts`}
        </Anchor>
      }
      action={
        <Group gap="xs">
          <DeleteContact contact={data} />
          <StartFlow contact={data} />
        </Group>
      }
    >
      <div className={classes.columns} data-columns>
        <section className={classes.panel} aria-label={t`Contact`}>
          <ContactForm key={data.id} contact={data} />
        </section>
        <div className={classes.side}>
          <Runs contact={data} />
          <Conversations contact={data} />
        </div>
      </div>
    </Page>
  )
}

function Runs({ contact }: { contact: Contact }) {
  const { t } = useLingui()
  const runs = useQuery({
    queryKey: ['contact', contact.id, 'runs'],
    queryFn: () => api.get<PageOf<Run>>(`/contacts/${contact.id}/runs`, { limit: 20 }),
  })
  return (
    <section className={classes.panel}>
      <h2>{t`Flows`}</h2>
      {runs.isPending && <LoadingShape rows={3} />}
      {runs.isError && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t`Has not been in a flow yet.`}
        </Text>
      )}
      {runs.data?.items.map((run) => (
        <div key={run.id} className={classes.line}>
          <div>
            <Anchor component={Link} to={`/runs/${run.id}` as never} fw={550}>
              {run.flow.name}
            </Anchor>
            <div className={classes.small}>
              <RelativeTime at={run.started_at} />
              {run.trial && ` · ${t`Trial of the draft`}`}
              {run.step_name && ` · ${run.step_name}`}
            </div>
          </div>
          <RunPill status={run.status} />
        </div>
      ))}
    </section>
  )
}

function Conversations({ contact }: { contact: Contact }) {
  const { t } = useLingui()
  const list = useQuery({
    queryKey: ['contact', contact.id, 'conversations'],
    queryFn: () => api.get<PageOf<Conversation>>(`/contacts/${contact.id}/conversations`),
  })
  return (
    <section className={classes.panel}>
      <h2>{t`Conversations`}</h2>
      {list.isPending && <LoadingShape rows={2} />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t`No message yet.`}
        </Text>
      )}
      {list.data?.items.map((one) => (
        <div key={one.id} className={classes.line}>
          <div>
            <Anchor component={Link} to={`/conversations/${one.id}` as never} fw={550}>
              {one.channel.kind === 'demo' ? t`Demo number` : one.channel.name}
            </Anchor>
            <div
              className={classes.small}
              style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
            >
              {one.last_message?.text}
            </div>
          </div>
          {one.last_message && (
            <span className={classes.small}>
              <RelativeTime at={one.last_message.at} />
            </span>
          )}
        </div>
      ))}
    </section>
  )
}

/** Puts this contact into a flow by hand. Somebody who is in one already is asked about first. */
function StartFlow({ contact }: { contact: Contact }) {
  const { t } = useLingui()
  const act = useAct()
  const sentence = useErrorText()
  const { data } = useQuery(flowNamesQuery)
  const [busyWith, setBusyWith] = useState<Flow>()
  const flows = (data?.items ?? []).filter((flow) => flow.state === 'live')
  const refresh = [['contact', contact.id], ['conversations']]
  const body = (priority: boolean) => ({ contacts: [{ id: contact.id }], ...(priority && { has_priority: true }) })
  const post = (flow: Flow, priority: boolean) =>
    api.post(`/flows/${flow.id}/run`, body(priority), { idempotencyKey: intention() })
  const name = contact.name || contact.phone
  const start = async (flow: Flow) => {
    try {
      await post(flow, false)
      await act(async () => undefined, { done: t`${name} is in “${flow.name}” now.`, refresh })
    } catch (error) {
      if (error instanceof ApiError && error.code === 'contact_busy') setBusyWith(flow)
      else toast.problem(sentence(error).text)
    }
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconPlayerPlay size={16} />} disabled={contact.opted_out}>
            {t`Start a flow`}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {flows.length === 0 && <Menu.Label>{t`No flow is live. Publish one first.`}</Menu.Label>}
          {flows.map((flow) => (
            <Menu.Item key={flow.id} onClick={() => void start(flow)}>
              {flow.name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={busyWith !== undefined}
        title={t`${name} is in a flow already`}
        action={t`End that one and start “${busyWith?.name ?? ''}”`}
        onClose={() => setBusyWith(undefined)}
        onConfirm={async () => {
          if (busyWith)
            await act(() => post(busyWith, true), { done: t`${name} is in “${busyWith.name}” now.`, refresh })
        }}
      >
        {t`A contact is in one flow at a time. Starting another one ends the one they are in, where they stand.`}
      </Confirm>
    </>
  )
}

function DeleteContact({ contact }: { contact: Contact }) {
  const { t } = useLingui()
  const act = useAct()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const name = contact.name || contact.phone
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
        {t`Delete`}
      </Button>
      <Confirm
        opened={asking}
        title={t`Delete ${name}?`}
        action={t`Delete this contact`}
        danger
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          const done = await act(() => api.del(`/contacts/${contact.id}`), {
            done: t`${name} is deleted.`,
            refresh: [['contacts'], ['conversations']],
          })
          if (done) void navigate({ to: '/contacts' as never })
        }}
      >
        {t`What they said, their way through your flows and tests made of it go with them. This cannot be undone. If they write again, they are new.`}
      </Confirm>
    </>
  )
}
