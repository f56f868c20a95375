import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, FileButton, Group, Menu, Tabs, TextInput, Tooltip } from '@mantine/core'
import { IconPaperclip, IconPlayerSkipForward, IconRefresh, IconRepeat, IconSend } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { api, useErrorText, useEventText } from '@/api'
import type { Content, Simulation, SimulationInput, UploadedMedia } from '@/api/types'
import { useEdited, useEditor } from '@/canvas'
import { stepById } from '@/doc'
import { Bubble, Chat, ChatNotice, EmptyState, useFormat } from '@/kit'
import { Dock } from './dock'
import classes from './editor.module.css'
import { Conditions } from './test-conditions'
import { createTest, isLive, type TestConversation } from './test-conversation'
import { SavedTests } from './test-list'
import phone from './test-panel.module.css'

/** The phone beside the editor: plays the draft on the real engine; nothing leaves the program unless pressed. */
export function TestPanel({ hidden }: { hidden: boolean }) {
  const { t } = useLingui()
  const { flowId, store, view } = useEditor()
  const [talk] = useState(() =>
    createTest({
      simulate: (body) => api.post<Simulation>(`/flows/${flowId}/simulate`, body),
      document: () => store.getState().doc,
      onStep: (current) => view.setState({ current }),
    }),
  )
  const played = useRef(store.getState().doc)
  const doc = useEdited((state) => state.doc)
  const inputs = useStore(talk.store, (state) => state.inputs)
  const [edited, setEdited] = useState(false)

  useEffect(() => {
    void talk.restart()
    return () => talk.stop()
  }, [talk])
  useEffect(() => setEdited(doc !== played.current), [doc])
  const again = (run: () => Promise<unknown>) => {
    played.current = store.getState().doc
    setEdited(false)
    void run()
  }

  return (
    <Dock
      name="test"
      label={t`Test`}
      hidden={hidden}
      flush
      onClose={() => view.setState({ testing: false })}
      head={
        <>
          <h2 className={classes.dockTitle}>{t`Test`}</h2>
          <Conditions talk={talk} onRestart={() => again(() => talk.restart(inputs[0]))} />
          <StartMenu onStart={(input) => again(() => talk.restart(input))} />
          <Tooltip label={edited ? t`The flow changed: give the same answers again` : t`Give the same answers again`}>
            <Button
              size="compact-sm"
              variant={edited ? 'filled' : 'default'}
              leftSection={<IconRepeat size={14} />}
              disabled={inputs.length < 2}
              onClick={() => again(() => talk.replay())}
            >
              {t`Replay my answers`}
            </Button>
          </Tooltip>
        </>
      }
    >
      <Tabs
        defaultValue="phone"
        keepMounted={false}
        className={phone.phone}
        styles={{ tabLabel: { fontSize: 14 } }}
        data-own-keys
      >
        <Tabs.List grow>
          <Tabs.Tab value="phone">{t`Phone`}</Tabs.Tab>
          <Tabs.Tab value="history">{t`History`}</Tabs.Tab>
          <Tabs.Tab value="variables">{t`Variables`}</Tabs.Tab>
          <Tabs.Tab value="tests">{t`Tests`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="phone" className={phone.phone}>
          <Screen talk={talk} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <History talk={talk} />
        </Tabs.Panel>
        <Tabs.Panel value="variables">
          <Variables talk={talk} />
        </Tabs.Panel>
        <Tabs.Panel value="tests" className={phone.scroll}>
          <SavedTests talk={talk} />
        </Tabs.Panel>
      </Tabs>
    </Dock>
  )
}

function StartMenu({ onStart }: { onStart: (input: SimulationInput) => void }) {
  const { t } = useLingui()
  const { kinds } = useEditor()
  const triggers = useEdited((state) => state.doc.triggers)
  const start = t`Start again`
  if (triggers.length < 2) {
    return (
      <Tooltip label={start}>
        <ActionIcon aria-label={start} onClick={() => onStart({ kind: 'start' })}>
          <IconRefresh size={18} />
        </ActionIcon>
      </Tooltip>
    )
  }
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={start}>
          <IconRefresh size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{start}</Menu.Label>
        {triggers.map((trigger) => (
          <Menu.Item key={trigger.id} onClick={() => onStart({ kind: 'start', trigger: trigger.id })}>
            {kinds.get(trigger.kind)?.name ?? trigger.kind}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Screen({ talk }: { talk: TestConversation }) {
  const { t } = useLingui()
  const say = useEventText()
  const sentence = useErrorText()
  const format = useFormat()
  const { lines, last, busy, error, inputs } = useStore(talk.store)
  const bottom = useRef<HTMLDivElement>(null)
  const count = lines.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line scrolls down
  useEffect(() => {
    bottom.current?.scrollIntoView({ block: 'end' })
  }, [count, busy])
  const answer = (content: Content) => void talk.turn({ kind: 'message', content })
  const ended = last !== undefined && !isLive(last)
  return (
    <>
      <div className={phone.screen}>
        <Chat label={t`Test conversation`}>
          {lines.map((line, index) => {
            const key = `${index}`
            if (line.kind === 'notice') return <ChatNotice key={key}>{say(line.event)}</ChatNotice>
            return (
              <Bubble
                key={key}
                content={line.content}
                direction={line.kind}
                side={line.kind === 'in' ? 'right' : 'left'}
                time={format.clock(line.at)}
                {...(line.kind === 'out' && {
                  onTap: (option, type) => answer({ type, reply: { id: option.id, title: option.title } }),
                })}
              />
            )
          })}
        </Chat>
        <div ref={bottom} />
      </div>
      {last && isLive(last) && <Waiting talk={talk} last={last} />}
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
      <Composer busy={busy} onSend={answer} />
    </>
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
  const until = last.wait?.until
  if (!until) return null
  const reply = last.wait?.kind === 'reply'
  return (
    <div className={phone.tools}>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconPlayerSkipForward size={14} />}
        onClick={() => void talk.turn({ kind: 'time' })}
      >
        {reply ? t`Say nothing until ${format.moment(until)}` : t`Skip the wait until ${format.moment(until)}`}
      </Button>
    </div>
  )
}

const typeOf = (mime: string) => {
  const [main] = mime.split('/')
  return main === 'image' || main === 'video' || main === 'audio' ? main : 'document'
}

function Composer({ busy, onSend }: { busy: boolean; onSend: (content: Content) => void }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const send = () => {
    if (!text.trim()) return
    onSend({ type: 'text', text: text.trim() })
    setText('')
  }
  const attach = async (file: File | null) => {
    if (!file) return
    const form = new FormData()
    form.set('file', file)
    const stored = await api.post<UploadedMedia>('/media', form)
    const media = { id: stored.id, mime: stored.mime, filename: stored.filename || file.name, size: stored.size }
    onSend({ type: typeOf(stored.mime), media })
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
      <TextInput
        flex={1}
        placeholder={t`Write as the customer`}
        aria-label={t`Write as the customer`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
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

function History({ talk }: { talk: TestConversation }) {
  const { t } = useLingui()
  const say = useEventText()
  const format = useFormat()
  const doc = useEdited((state) => state.doc)
  const events = useStore(talk.store, (state) => state.events)
  if (events.length === 0) return <EmptyState text={t`Nothing has happened yet.`} />
  return (
    <ol className={phone.list}>
      {events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events only grow at the end
        <li key={index} className={phone.event}>
          <time className="num">{format.clock(event.at)}</time>
          <span>
            {event.step && <strong>{stepById(doc, event.step)?.name} </strong>}
            {say(event)}
          </span>
        </li>
      ))}
    </ol>
  )
}

function Variables({ talk }: { talk: TestConversation }) {
  const { t } = useLingui()
  const variables = useStore(talk.store, (state) => state.last?.variables)
  const entries = flatten(variables ?? {})
  if (entries.length === 0) return <EmptyState text={t`No variable has a value yet.`} />
  return (
    <table className={phone.table}>
      <tbody>
        {entries.map(([path, value]) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const DEPTH = 4

/** Nested values as dotted paths, empty ones left out. */
export function flatten(value: unknown, path = '', depth = 0): [string, string][] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value !== 'object') return [[path, String(value)]]
  if (depth >= DEPTH) return [[path, JSON.stringify(value)]]
  return Object.entries(value).flatMap(([key, inside]) => flatten(inside, path ? `${path}.${key}` : key, depth + 1))
}
