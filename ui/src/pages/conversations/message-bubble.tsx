import { useLingui } from '@lingui/react/macro'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { api, intention } from '@/api'
import type { Conversation, Message } from '@/api/types'
import { Bubble, Confirm, useFormat } from '@/kit'
import { useReasonText } from '../common/reasons'
import { useSendErrorText } from '../common/send-errors'
import { useAct } from '../common/use-act'
import classes from './conversations.module.css'

/** One message with what it did, or why it did not arrive. */
export function MessageBubble({ message, conversation }: { message: Message; conversation: Conversation }) {
  const format = useFormat()
  const failed = message.state === 'failed'
  return (
    <Bubble
      content={message.content}
      direction={message.direction}
      time={format.clock(message.at)}
      state={message.state}
      failed={failed}
      reason={
        message.direction === 'in' ? (
          <InboundNote message={message} conversation={conversation} />
        ) : (
          <OutboundNote message={message} conversation={conversation} />
        )
      }
    />
  )
}

interface NoteProps {
  message: Message
  conversation: Conversation
}

function InboundNote({ message, conversation }: NoteProps): ReactNode {
  const text = useReasonText()
  if (!message.reason?.code) return null
  return (
    <>
      {text(message.reason)}
      <ReasonAction message={message} conversation={conversation} />
    </>
  )
}

function ReasonAction({ message, conversation }: NoteProps): ReactNode {
  const { t } = useLingui()
  const act = useAct()
  const { reason } = message
  const { id, run, bot, contact, channel } = conversation
  const flowId = typeof reason?.params?.flow_id === 'string' ? reason.params.flow_id : ''
  const flow = String(reason?.params?.flow ?? '')
  const refresh = [['conversation', id], ['conversations'], ['flows']]
  const link = (to: string, label: string, search?: Record<string, string>) => (
    <Anchor
      component={Link}
      to={to as never}
      className={classes.action ?? ''}
      {...(search && { search: search as never })}
    >
      {label}
    </Anchor>
  )
  const button = (label: string, work: () => Promise<unknown>, done: string) => (
    <Anchor
      component="button"
      type="button"
      className={classes.action ?? ''}
      onClick={() => void act(work, { done, refresh })}
    >
      {label}
    </Anchor>
  )
  switch (reason?.action) {
    case 'open_run':
      if (run && run.flow_id === flowId) return link(`/runs/${run.id}`, t`See their way`)
      if (!flowId) return null
      // A trial counts nowhere: nobody of it is on the flow's list.
      if (reason.code.startsWith('trial')) return link(`/runs/${reason.params?.run_id}`, t`See their way`)
      return link(`/flows/${flowId}/people`, t`People in this flow`)
    case 'open_flow':
      return flowId ? link(`/flows/${flowId}/edit`, t`Open the flow`) : null
    case 'new_flow':
    case 'connect_flow':
      return link('/flows/new', t`Make a flow that answers`, { number: channel.id })
    case 'open_contact':
      return link(`/contacts/${contact.id}`, t`Open the contact`)
    case 'give_back':
      if (bot !== 'silenced') return null
      return button(
        t`Give back to the flow`,
        () => api.post(`/conversations/${id}/give-back`),
        t`The flows answer here again.`,
      )
    case 'resume_flow':
      if (!flowId) return null
      return button(t`Resume the flow`, () => api.post(`/flows/${flowId}/resume`), t`“${flow}” answers again.`)
    case 'start_flow': {
      if (!flowId || run) return null
      const body = { contacts: [{ id: contact.id }], channel_id: channel.id }
      return button(
        t`Start it now`,
        () => api.post(`/flows/${flowId}/run`, body, { idempotencyKey: intention() }),
        t`“${flow}” was started.`,
      )
    }
    default:
      return null
  }
}

function OutboundNote({ message, conversation }: NoteProps): ReactNode {
  const { t } = useLingui()
  const act = useAct()
  const why = useSendErrorText()
  const [asking, setAsking] = useState(false)
  const { state, error, source, by, resends = 0 } = message
  const mayHaveArrived = error?.code === 'outcome_unknown'
  const who = source === 'human' ? (by?.name ?? t`A colleague`) : source === 'api' ? t`Sent by another program` : ''
  const troubled = state === 'failed' || state === 'uncertain'
  if (!troubled && !who && resends === 0) return null
  const again = async (sure: string) => {
    await act(() => api.post(`/messages/${message.id}/retry${sure}`, undefined, { idempotencyKey: intention() }), {
      refresh: [['conversation', conversation.id]],
    })
  }
  return (
    <>
      {who && <span className={classes.by}>{who}</span>}
      {state === 'uncertain' && t`Not known whether it arrived: WhatsApp is being asked.`}
      {state === 'failed' && (error ? why(error.code) : t`Not sent.`)}
      {resends > 0 && !troubled && t`Sent again, because the first try was not confirmed.`}
      {state === 'failed' && (
        <Anchor
          component="button"
          type="button"
          className={classes.action ?? ''}
          onClick={() => (mayHaveArrived ? setAsking(true) : void again(''))}
        >{t`Send again`}</Anchor>
      )}
      <Confirm
        opened={asking}
        title={t`Send this message again?`}
        action={t`Send again`}
        onClose={() => setAsking(false)}
        onConfirm={() => again('?confirm=true')}
      >
        {t`It is not known whether it arrived. If it did, the customer reads it twice.`}
      </Confirm>
    </>
  )
}
