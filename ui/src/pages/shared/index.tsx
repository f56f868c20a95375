import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconLinkOff, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { ApiError, api, useErrorText } from '@/api'
import type { Content } from '@/api/types'
import { Bubble, Chat, ChatNotice, ErrorState, LoadingShape, Typing, useFormat, useTitle } from '@/kit'
import { activate, pickLanguage } from '@/locales'
import { Compose } from '../common/compose'
import { aPlace } from '../common/place'
import classes from './shared.module.css'
import { createTalk, nameOf, type Shared, shown, type Talk, type Visited } from './talk'

const isGone = (error: unknown) => error instanceof ApiError && error.code === 'link_gone'

/** A flow to be tried by whoever has the link: the draft answers, nothing is kept or sent. */
export default function SharedPage() {
  const { t } = useLingui()
  const { token } = useParams({ strict: false }) as { token: string }
  const path = `/shared/${encodeURIComponent(token)}`
  const shared = useQuery({
    queryKey: ['shared', token],
    queryFn: async () => {
      const found = await api.get<Shared>(path)
      // The reader's own language; who reads neither of ours reads that of the flow.
      await activate(pickLanguage([...navigator.languages, found.language]))
      return found
    },
    retry: false,
  })
  const [gone, setGone] = useState(false)
  useTitle(shared.data ? shared.data.business || shared.data.name : t`Preview`)
  return (
    <main className={classes.room}>
      <div className={classes.phone}>
        {gone || isGone(shared.error) ? (
          <Over />
        ) : shared.data ? (
          <Phone key={token} shared={shared.data} path={path} onGone={() => setGone(true)} />
        ) : shared.isError ? (
          <ErrorState error={shared.error} onRetry={() => void shared.refetch()} />
        ) : (
          <LoadingShape rows={4} />
        )}
      </div>
    </main>
  )
}

/** The link ended, was withdrawn, or its flow is gone. */
function Over() {
  const { t } = useLingui()
  return (
    <div className={classes.over} role="alert">
      <IconLinkOff size={36} color="var(--muted)" aria-hidden />
      <h1>{t`This preview is over`}</h1>
      <p>{t`The link has ended or was withdrawn. Whoever gave it to you can make a new one.`}</p>
    </div>
  )
}

function Phone({ shared, path, onGone }: { shared: Shared; path: string; onGone: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const [talk] = useState(() => createTalk((body) => api.post<Visited>(`${path}/simulate`, body)))
  const { error } = useStore(talk.store)
  useEffect(() => {
    void talk.restart().catch(() => undefined)
    return () => talk.stop()
  }, [talk])
  const over = isGone(error)
  useEffect(() => {
    if (over) onGone()
  }, [over, onGone])
  const name = shared.business || shared.name
  return (
    <>
      <header className={classes.head}>
        <span className={classes.face} aria-hidden>
          {[...name][0]?.toLocaleUpperCase()}
        </span>
        <div className={classes.title}>
          <h1>{name}</h1>
          <div>{t`Preview until ${format.soon(shared.until)}`}</div>
        </div>
        <Tooltip label={t`Start over`}>
          <ActionIcon size="lg" aria-label={t`Start over`} onClick={() => void talk.restart().catch(() => undefined)}>
            <IconRefresh size={18} />
          </ActionIcon>
        </Tooltip>
      </header>
      <p className={classes.note}>{t`Nothing you write here is kept or sent.`}</p>
      <Conversation talk={talk} path={path} />
    </>
  )
}

function Conversation({ talk, path }: { talk: Talk; path: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const { last, pending, busy, changed, error } = useStore(talk.store)
  const bottom = useRef<HTMLDivElement>(null)
  const lines = last?.lines ?? []
  const count = lines.length + (pending ? 1 : 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line scrolls down
  useEffect(() => {
    bottom.current?.scrollIntoView({ block: 'end' })
  }, [count, busy])
  const fileAt = (id: string) => `/api/v1${path}/media/${id}`
  const write = (content: Content) => talk.do({ kind: 'message', content })
  const tap = (content: Content) => void write(content).catch(() => undefined)
  return (
    <>
      <div className={classes.screen}>
        <Chat label={t`Conversation`}>
          {last && <ChatNotice>{t`You write as ${last.visitor}, a made-up customer.`}</ChatNotice>}
          {lines.map(({ from, at, content }, index) => {
            if (!content) {
              // biome-ignore lint/suspicious/noArrayIndexKey: lines only grow at the end
              return <ChatNotice key={index}>{t`The clock says ${format.moment(at)}`}</ChatNotice>
            }
            return (
              <Bubble
                // biome-ignore lint/suspicious/noArrayIndexKey: lines only grow at the end
                key={index}
                content={shown(content, fileAt)}
                direction={from === 'flow' ? 'out' : 'in'}
                side={from === 'flow' ? 'left' : 'right'}
                time={format.clock(at)}
                state="delivered"
                {...(from === 'flow' &&
                  !busy &&
                  !last?.full && {
                    onTap: (option, type) =>
                      tap({
                        type,
                        reply: { id: option.id, title: option.title },
                      }),
                    onPlace: () => tap(aPlace),
                  })}
              />
            )
          })}
          {pending?.kind === 'message' && (
            <Bubble
              content={pending.content}
              direction="in"
              side="right"
              time={format.clock(Date.now())}
              state="sent"
            />
          )}
          <Typing busy={busy} />
          {last?.ended && !busy && (
            <ChatNotice>
              {lines.length === 0 ? t`The flow says nothing yet.` : t`The conversation has ended.`}
            </ChatNotice>
          )}
        </Chat>
        <div ref={bottom} />
      </div>
      <Tools talk={talk} changed={changed} error={error} />
      <div className={classes.foot}>
        <Compose
          label={t`Write a message`}
          maxLength={MESSAGE_MAX}
          quiet
          disabled={!last || last.full}
          onFile={(file, text) => nameOf(file, text)}
          onSend={write}
        />
      </div>
    </>
  )
}

// As WhatsApp takes it.
const MESSAGE_MAX = 4096

/** What is to be said between the conversation and the field, and what can be done about it. */
function Tools({ talk, changed, error }: { talk: Talk; changed: boolean; error: unknown }) {
  const { t } = useLingui()
  const format = useFormat()
  const sentence = useErrorText()
  const { last, busy } = useStore(talk.store)
  const again = (
    <Button
      size="compact-sm"
      variant="default"
      onClick={() => void talk.restart().catch(() => undefined)}
    >{t`Start over`}</Button>
  )
  if (error !== undefined) {
    return (
      <div className={classes.tools} role="alert">
        <p>{sentence(error).text}</p>
        {!last && again}
      </div>
    )
  }
  if (!last) return null
  if (last.full) {
    return (
      <div className={classes.tools} role="status">
        <p>{t`This conversation cannot become longer.`}</p>
        {again}
      </div>
    )
  }
  const until = last.ended ? undefined : last.wait?.until
  const skip = () => void talk.do({ kind: 'skip' }).catch(() => undefined)
  if (!changed && !until && !last.ended) return null
  return (
    <div className={classes.tools} role="status">
      {changed && <p>{t`The flow was changed meanwhile: you read it as it is now.`}</p>}
      {until && (
        <Button size="compact-sm" variant="subtle" disabled={busy} onClick={skip}>
          {last.wait?.kind === 'reply'
            ? t`Say nothing until ${format.moment(until)}`
            : t`Skip the wait until ${format.moment(until)}`}
        </Button>
      )}
      {(changed || last.ended) && again}
    </div>
  )
}
