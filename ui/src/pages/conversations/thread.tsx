import { useLingui } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconClockOff, IconHandStop, IconRobot } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Fragment, useContext, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { api, intention } from '@/api'
import type { Content, Conversation, Message, Page } from '@/api/types'
import { Chat, ChatNotice, EmptyState, ErrorState, LoadingShape, TimeZone, useFormat } from '@/kit'
import { Compose } from '../common/compose'
import { dayOf } from '../common/days'
import { useAct } from '../common/use-act'
import { Assignee } from './assignee'
import { ContactCard } from './contact-card'
import classes from './conversations.module.css'
import { useConversationStates } from './index'
import { MessageBubble } from './message-bubble'

// WhatsApp's longest text.
const TEXT_LIMIT = 4096
// Whoever is this close to the end wants to see what comes.
const NEAR_END_PX = 120

/** One conversation: what was said, who has it, and what can be written. */
export function Thread({ id }: { id: string }) {
  const conversation = useQuery({
    queryKey: ['conversation', id],
    queryFn: () => api.get<Conversation>(`/conversations/${id}`),
  })
  const unread = conversation.data?.unread ?? 0
  useEffect(() => {
    // Not worth a word when it fails: it is tried with the next message.
    if (unread > 0) api.post(`/conversations/${id}/read`).catch(() => undefined)
  }, [id, unread])
  if (conversation.isError && !conversation.data)
    return <ErrorState error={conversation.error} onRetry={() => void conversation.refetch()} />
  if (!conversation.data) return <LoadingShape rows={8} />
  return (
    <>
      <section
        className={classes.thread}
        aria-label={conversation.data.contact.name || conversation.data.contact.phone}
      >
        <ThreadHead conversation={conversation.data} />
        <Messages conversation={conversation.data} />
        <Foot conversation={conversation.data} />
      </section>
      <ContactCard conversation={conversation.data} />
    </>
  )
}

function ThreadHead({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui()
  const act = useAct()
  const format = useFormat()
  const states = useConversationStates()
  const { id, contact, channel, bot, run, assignee, silenced_until: until, status } = conversation
  const refresh = [['conversation', id], ['conversations']]
  const taken = bot === 'silenced'
  const put = (next: Conversation['status']) =>
    act(() => api.patch(`/conversations/${id}`, { status: next }), { refresh })
  const has = () => {
    if (taken && assignee && until) return t`${assignee.name} has it until ${format.moment(until)}`
    if (taken && assignee) return t`${assignee.name} has it; the flows are silent`
    if (taken && until) return t`The flows are silent until ${format.moment(until)}`
    if (taken) return t`A person has it; the flows are silent`
    if (run?.trial) return t`Tries the draft of “${run.flow_name}”`
    return run ? t`In “${run.flow_name}”` : t`The flows answer`
  }
  return (
    <header className={classes.threadHead}>
      <div className={classes.threadName}>
        <h2>{contact.name || contact.phone || t`Somebody without a name`}</h2>
        <div className={classes.sub}>
          {has()} · {channel.kind === 'demo' ? t`Demo number` : channel.name}
        </div>
      </div>
      <div className={classes.actions}>
        <Assignee conversation={conversation} />
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" size="sm" px={12} rightSection={<IconChevronDown size={14} />}>
              {states[status]}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t`Status`}</Menu.Label>
            {(['new', 'in_progress'] as const).map((next) => (
              <Menu.Item key={next} disabled={next === status} onClick={() => void put(next)}>
                {states[next]}
              </Menu.Item>
            ))}
            <Menu.Divider />
            {status === 'closed' ? (
              <Menu.Item onClick={() => void put('in_progress')}>{t`Reopen the conversation`}</Menu.Item>
            ) : (
              <Menu.Item onClick={() => void put('closed')}>
                {run ? t`Close the conversation and end “${run.flow_name}”` : t`Close the conversation`}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
        {taken ? (
          <Button
            leftSection={<IconRobot size={16} />}
            onClick={() =>
              act(() => api.post(`/conversations/${id}/give-back`), { done: t`The flows answer here again.`, refresh })
            }
          >{t`Give back to the flow`}</Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconHandStop size={16} />}
            onClick={() =>
              act(() => api.post(`/conversations/${id}/take-over`), {
                done: t`You have it. The flows are silent here until you give it back.`,
                refresh,
              })
            }
          >{t`Take over`}</Button>
        )}
      </div>
    </header>
  )
}

function Messages({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui()
  const format = useFormat()
  const zone = useContext(TimeZone)
  const { id } = conversation
  const thread = useInfiniteQuery({
    queryKey: ['conversation', id, 'messages'],
    queryFn: ({ pageParam }) => api.get<Page<Message>>(`/conversations/${id}/messages`, { before: pageParam }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
    // Pages go back in time, messages within a page forward.
    select: (data) => [...data.pages].reverse().flatMap((page) => page.items),
  })
  const messages = useMemo(() => thread.data ?? [], [thread.data])
  const holder = useRef<HTMLDivElement>(null)
  const before = useRef({ first: '', last: '', height: 0, top: 0, near: true })
  const first = messages[0]?.id ?? ''
  const last = messages.at(-1)?.id ?? ''
  // What is read stays where it is when older messages come in above; new ones are followed from the end.
  useLayoutEffect(() => {
    const box = holder.current
    if (!box) return
    const was = before.current
    if (was.first && first !== was.first && last === was.last) box.scrollTop += box.scrollHeight - was.height
    else if (last !== was.last && was.near) box.scrollTop = box.scrollHeight
    before.current = { ...was, first, last, height: box.scrollHeight }
  }, [first, last])
  // A picture that arrives, or a head that grows, does not push the end out of sight.
  useEffect(() => {
    const box = holder.current
    if (!box) return
    const watch = new ResizeObserver(() => {
      if (before.current.near) box.scrollTop = box.scrollHeight
      before.current.height = box.scrollHeight
    })
    watch.observe(box)
    for (const child of box.children) watch.observe(child)
    return () => watch.disconnect()
  })
  if (thread.isError && !thread.data) return <ErrorState error={thread.error} onRetry={() => void thread.refetch()} />
  return (
    <div
      ref={holder}
      className={classes.messages}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls with the keyboard
      tabIndex={0}
      onScroll={(event) => {
        const box = event.currentTarget
        const was = before.current
        const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX
        // Only going up leaves the end: a picture may have come between the scrolling and its being told.
        was.near = atEnd || (was.near && box.scrollTop >= was.top)
        was.top = box.scrollTop
        was.height = box.scrollHeight
      }}
    >
      {thread.hasNextPage && (
        <div className={classes.older}>
          <Button
            size="compact-sm"
            variant="default"
            loading={thread.isFetchingNextPage}
            onClick={() => void thread.fetchNextPage()}
          >{t`Show older messages`}</Button>
        </div>
      )}
      {thread.isPending && <LoadingShape rows={6} />}
      {thread.data?.length === 0 && <EmptyState text={t`Nothing has been said yet.`} />}
      <Chat label={t`Messages`}>
        {messages.map((message, index) => {
          const previous = messages[index - 1]
          const newDay = !previous || dayOf(previous.at, zone) !== dayOf(message.at, zone)
          return (
            <Fragment key={message.id}>
              {newDay && <ChatNotice>{format.day(message.at)}</ChatNotice>}
              <MessageBubble message={message} conversation={conversation} />
            </Fragment>
          )
        })}
      </Chat>
    </div>
  )
}

/** Where a person writes, and until when WhatsApp lets them. */
function Foot({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui()
  const format = useFormat()
  const zone = useContext(TimeZone)
  const act = useAct()
  const { id, window_until: until, contact, run, bot } = conversation
  const name = contact.name || contact.phone
  if (!until) {
    return (
      <footer className={classes.foot}>
        <div className={classes.closed}>
          <IconClockOff size={20} aria-hidden />
          <span>
            {t`The 24-hour window is closed. WhatsApp lets you write freely for 24 hours after each message of theirs; you can write again as soon as ${name} does.`}
          </span>
        </div>
      </footer>
    )
  }
  const today = dayOf(until, zone) === dayOf(Date.now(), zone)
  const [clock, moment] = [format.clock(until), format.moment(until)]
  const send = async (content: Content) => {
    const body = content.type === 'text' ? { text: content.text } : { content }
    await api.post(`/conversations/${id}/messages`, body, { idempotencyKey: intention() })
    void act(async () => undefined, { refresh: [['conversation', id], ['conversations']] })
  }
  return (
    <footer className={classes.foot}>
      <Compose label={t`Write to ${name}`} maxLength={TEXT_LIMIT} onSend={send} />
      <div className={classes.clock}>
        {today ? t`You can write until ${clock}.` : t`You can write until ${moment}.`}{' '}
        {run && bot === 'on' && t`When you write, “${run.flow_name}” goes silent here until you give it back.`}
      </div>
    </footer>
  )
}
