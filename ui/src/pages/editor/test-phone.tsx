import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, FileButton, Group, Menu, Textarea, TextInput } from '@mantine/core'
import {
  IconCopy,
  IconDots,
  IconHourglass,
  IconMapPin,
  IconMessages,
  IconPaperclip,
  IconPlayerSkipForward,
  IconSend,
} from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { api, useErrorText, useEventText } from '@/api'
import type { Content, Simulation, UploadedMedia } from '@/api/types'
import { Bubble, Chat, ChatNotice, EmptyState, Typing, useFormat } from '@/kit'
import { aPlace } from '../common/place'
import { contentsOf, isLive, type Line, type TestConversation, type Unfit } from './test-conversation'
import phone from './test-panel.module.css'

/** The phone itself. */
export function Screen({ talk }: { talk: TestConversation }) {
  const { t } = useLingui()
  const sentence = useErrorText()
  const { lines, last, busy, pending, error, inputs, changed } = useStore(talk.store)
  const format = useFormat()
  const bottom = useRef<HTMLDivElement>(null)
  const count = lines.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line scrolls down
  useEffect(() => {
    bottom.current?.scrollIntoView({ block: 'end' })
  }, [count, pending])
  const answer = (content: Content) => void talk.turn({ kind: 'message', content })
  const ended = last !== undefined && !isLive(last)
  return (
    <>
      {changed !== undefined && (
        <div className={phone.summary} role="status">
          {changed === 0
            ? t`The same answers: the customer reads the same as before.`
            : plural(changed, {
                one: 'The same answers: # bubble is another one now.',
                other: 'The same answers: # bubbles are other ones now.',
              })}
        </div>
      )}
      <div className={phone.screen}>
        <Chat label={t`Test conversation`}>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines only grow at the end
            <LineView key={index} line={line} onAnswer={answer} />
          ))}
          {pending &&
            contentsOf(pending).map((content, index) => (
              <Bubble
                // biome-ignore lint/suspicious/noArrayIndexKey: they are gone with the answer
                key={index}
                content={content}
                direction="in"
                side="right"
                time={format.clock(last?.clock ?? Date.now())}
                state="sent"
              />
            ))}
          <Typing busy={pending !== undefined} />
        </Chat>
        <div ref={bottom} />
      </div>
      {last && <Waiting talk={talk} last={last} />}
      {error !== undefined && (
        <div className={phone.ask} role="alert">
          {sentence(error).text}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void talk.restart(inputs[0])}
          >{t`Start again`}</Button>
        </div>
      )}
      {ended && count === 0 && (
        <EmptyState text={t`The flow ended without a message. Add a step that says something.`} />
      )}
      <Composer talk={talk} busy={busy} onSend={answer} />
    </>
  )
}

function LineView({ line, onAnswer }: { line: Line; onAnswer: (content: Content) => void }) {
  const { t } = useLingui()
  const say = useEventText()
  const format = useFormat()
  switch (line.kind) {
    case 'notice':
      return <ChatNotice>{say(line.event)}</ChatNotice>
    case 'later':
      return <ChatNotice>{t`The clock says ${format.moment(line.at)}`}</ChatNotice>
    case 'unfit':
      return <UnfitNotice line={line} />
    case 'gone':
      return (
        <div className={phone.marked} data-mark="gone">
          <span className={phone.markLabel}>{t`No longer said`}</span>
          <Bubble content={line.content} direction="out" side="left" />
        </div>
      )
    case 'in':
      return (
        <Bubble content={line.content} direction="in" side="right" time={format.clock(line.at)} state="delivered" />
      )
  }
  const bubble = (
    <Bubble
      content={line.content}
      direction="out"
      side="left"
      time={format.clock(line.at)}
      onTap={(option, type) => onAnswer({ type, reply: { id: option.id, title: option.title } })}
      onPlace={() => onAnswer(aPlace)}
    />
  )
  if (!line.mark) return bubble
  return (
    <>
      {line.before && (
        <div className={phone.marked} data-mark="before">
          <span className={phone.markLabel}>{t`Before`}</span>
          <Bubble content={line.before} direction="out" side="left" />
        </div>
      )}
      <div className={phone.marked} data-mark={line.mark}>
        <span className={phone.markLabel}>{line.mark === 'new' ? t`New` : t`Now`}</span>
        {bubble}
      </div>
    </>
  )
}

/** An answer that was given before and is not given now, in words. */
function UnfitNotice({ line }: { line: Line & { kind: 'unfit' } }) {
  const { t } = useLingui()
  const said = line.said || t`a file or another kind of message`
  const words: Record<Unfit, string> = {
    ended: t`“${said}” was not given: the flow had ended.`,
    busy: t`“${said}” was not given: the flow no longer asks for an answer here.`,
    refused: t`“${said}” no longer fits here.`,
    no_call: t`The call is no longer made here.`,
    no_wait: t`The flow no longer waits here.`,
    no_step: t`The step at which you went on is gone.`,
  }
  return (
    <div className={phone.unfit} role="alert">
      {words[line.why]}
      {line.left > 0 &&
        ` ${plural(line.left, { one: '# later answer was not given.', other: '# later answers were not given.' })}`}
    </div>
  )
}

/** What the flow stands still for, and how to go on without waiting. */
function Waiting({ talk, last }: { talk: TestConversation; last: Simulation }) {
  const { t } = useLingui()
  const format = useFormat()
  const effect = last.pending_effect
  if (effect) {
    const choose = (choice: 'real' | 'sample' | 'fail') => void talk.turn({ kind: 'effect', choice })
    return (
      <section className={phone.ask} aria-label={t`API call`}>
        <span>{t`The flow wants to call:`}</span>
        <code>
          {effect.http?.method} {effect.http?.url}
        </code>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => choose('sample')}>{t`Use the sample`}</Button>
          <Button size="compact-sm" variant="default" onClick={() => choose('fail')}>{t`Let it fail`}</Button>
          <Button
            size="compact-sm"
            color="red"
            variant="light"
            onClick={() => choose('real')}
          >{t`Send for real`}</Button>
        </Group>
      </section>
    )
  }
  const until = isLive(last) ? last.wait?.until : undefined
  const reply = last.wait?.kind === 'reply'
  return (
    <div className={phone.tools}>
      {until && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlayerSkipForward size={14} />}
          onClick={() => void talk.turn({ kind: 'time' })}
        >
          {reply ? t`Say nothing until ${format.moment(until)}` : t`Skip the wait until ${format.moment(until)}`}
        </Button>
      )}
      <Later talk={talk} clock={last.clock} />
    </div>
  )
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Lets time pass: what is due meanwhile happens. */
function Later({ talk, clock }: { talk: TestConversation; clock: Simulation['clock'] }) {
  const { t } = useLingui()
  const format = useFormat()
  const now = new Date(clock).getTime()
  const steps: [string, number][] = [
    [t`10 minutes later`, 10 * MINUTE_MS],
    [t`1 hour later`, HOUR_MS],
    [t`25 hours later: the 24-hour window is closed`, 25 * HOUR_MS],
    [t`3 days later`, 72 * HOUR_MS],
  ]
  return (
    <Menu position="top-start" withinPortal>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconHourglass size={14} />}>
          {t`Let time pass: ${format.moment(now)}`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t`Let time pass`}</Menu.Label>
        {steps.map(([label, ms]) => (
          <Menu.Item key={ms} onClick={() => void talk.turn({ kind: 'clock' }, new Date(now + ms).toISOString())}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const typeOf = (mime: string) => {
  const [main] = mime.split('/')
  return main === 'image' || main === 'video' || main === 'audio' ? main : 'document'
}

interface ComposerProps {
  talk: TestConversation
  busy: boolean
  onSend: (content: Content) => void
}

// As many as the server takes in one breath.
const BURST = 20

function Composer({ talk, busy, onSend }: ComposerProps) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [many, setMany] = useState(false)
  const wrote = useStore(talk.store, (state) =>
    state.inputs.some((input) => 'content' in input && input.content !== undefined),
  )
  const send = () => {
    const all = (many ? text.split('\n') : [text]).map((line) => line.trim()).filter(Boolean)
    const [first, ...more] = all.map((line): Content => ({ type: 'text', text: line }))
    if (!first) return
    if (more.length > 0) void talk.turn({ kind: 'message', content: first, more: more.slice(0, BURST) })
    else onSend(first)
    setText('')
    setMany(false)
  }
  const attach = async (file: File | null) => {
    if (!file) return
    const form = new FormData()
    form.set('file', file)
    const stored = await api.post<UploadedMedia>('/media', form)
    const media = { id: stored.id, mime: stored.mime, filename: stored.filename || file.name, size: stored.size }
    onSend({ type: typeOf(stored.mime), media })
  }
  const field = {
    flex: 1,
    'aria-label': many ? t`Several messages, one a line` : t`Write as the customer`,
    placeholder: many ? t`One message a line` : t`Write as the customer`,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  }
  return (
    <form
      className={phone.compose}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <FileButton onChange={(file) => void attach(file)}>
        {(props) => (
          <ActionIcon {...props} size="lg" aria-label={t`Send a file`}>
            <IconPaperclip size={18} />
          </ActionIcon>
        )}
      </FileButton>
      <Menu position="top-start" withinPortal>
        <Menu.Target>
          <ActionIcon size="lg" aria-label={t`More ways to write`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconMessages size={16} />} onClick={() => setMany(true)}>
            {t`Several messages in a row`}
          </Menu.Item>
          <Menu.Item leftSection={<IconMapPin size={16} />} disabled={busy} onClick={() => onSend(aPlace)}>
            {t`A location`}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCopy size={16} />}
            disabled={!wrote || busy}
            onClick={() => void talk.turn({ kind: 'again' })}
          >
            {t`WhatsApp delivers the last message again`}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {many ? <Textarea {...field} autoFocus autosize minRows={2} maxRows={6} /> : <TextInput {...field} />}
      <ActionIcon
        type="submit"
        size="lg"
        variant="filled"
        color="leaf"
        aria-label={t`Send`}
        disabled={busy || !text.trim()}
      >
        <IconSend size={18} />
      </ActionIcon>
    </form>
  )
}
