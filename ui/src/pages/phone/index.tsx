import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconRefresh, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '@/api'
import type { Content, Message } from '@/api/types'
import { Bubble, Chat, ErrorState, LoadingShape, Typing, useFormat } from '@/kit'
import { Compose } from '../common/compose'
import { aPlace } from '../common/place'
import { useReasonText } from '../common/reasons'
import { useSendErrorText } from '../common/send-errors'
import { useAct } from '../common/use-act'
import classes from './phone.module.css'
import { closePhone } from './state'

interface Demo {
  channel_id: string
  conversation_id: string
  messages: Message[]
}

const KEY = ['conversations', 'demo']

/** The customer's phone of the demo number: what is written here goes through the published flows. */
export default function DemoPhone() {
  const { t } = useLingui()
  const act = useAct()
  const queries = useQueryClient()
  const format = useFormat()
  const reason = useReasonText()
  const why = useSendErrorText()
  const demo = useQuery({ queryKey: KEY, queryFn: () => api.get<Demo>('/demo') })
  const messages = demo.data?.messages ?? []
  const end = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLElement>(null)
  const count = messages.length
  // A message has its reason as soon as a flow took it, or none did.
  const last = messages.at(-1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message scrolls down
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' })
  }, [count])
  useEffect(() => {
    box.current?.querySelector('textarea')?.focus()
  }, [])
  const send = async (content: Content) => {
    const after = await api.post<Demo>('/demo/messages', { content })
    queries.setQueryData(KEY, after)
  }
  const tap = (content: Content) => void act(() => send(content))
  const note = (message: Message) => {
    if (message.direction === 'out') return message.state === 'failed' ? why(message.error?.code ?? '') : undefined
    // What a flow took is seen in its answer; only silence needs a word.
    const code = message.reason?.code
    return message.reason && code && !['started', 'continued', 'restarted'].includes(code)
      ? reason(message.reason)
      : undefined
  }
  return (
    <section
      ref={box}
      className={classes.phone}
      aria-label={t`Demo phone`}
      data-own-keys
      onKeyDown={(event) => event.key === 'Escape' && closePhone()}
    >
      <header className={classes.head}>
        <div className={classes.title}>
          <h2>{t`Demo phone`}</h2>
          <span>{t`You write as a customer`}</span>
        </div>
        <Tooltip label={t`Start over`}>
          <ActionIcon
            aria-label={t`Start over`}
            onClick={() =>
              act(async () => {
                queries.setQueryData(KEY, await api.post<Demo>('/demo/reset'))
              })
            }
          >
            <IconRefresh size={18} />
          </ActionIcon>
        </Tooltip>
        <ActionIcon aria-label={t`Close the demo phone`} onClick={closePhone}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      <div className={classes.screen}>
        {demo.isPending && <LoadingShape rows={4} />}
        {demo.isError && !demo.data && <ErrorState error={demo.error} onRetry={() => void demo.refetch()} />}
        {demo.data && count === 0 && (
          <div className={classes.empty}>
            {t`Write something. The flows that are published on the demo number answer here, as they would on WhatsApp.`}
          </div>
        )}
        <Chat label={t`Demo conversation`}>
          {messages.map((message) => (
            <Bubble
              key={message.id}
              content={message.content}
              direction={message.direction}
              side={message.direction === 'in' ? 'right' : 'left'}
              time={format.clock(message.at)}
              state="delivered"
              reason={note(message)}
              failed={message.state === 'failed'}
              {...(message.direction === 'out' && {
                onTap: (option, type) => tap({ type, reply: { id: option.id, title: option.title } }),
                onPlace: () => tap(aPlace),
              })}
            />
          ))}
          <Typing busy={last?.direction === 'in' && !last.reason} />
        </Chat>
        <div ref={end} />
      </div>
      <div className={classes.foot}>
        <Compose label={t`Write as the customer`} onSend={send} />
      </div>
    </section>
  )
}
