import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { RunEvent } from '@/api/types'
import { useEdited, useEditor, useView } from '@/canvas'
import { exitsAt, stepById } from '@/doc'
import { EmptyState, useFormat, WhatsAppText } from '@/kit'
import { answerText } from '../common/answer'
import { useEventWords } from '../people/event-words'
import { changesOf, flatten, type Stay, type ValueChange } from './history'
import type { TestConversation } from './test-conversation'
import phone from './test-panel.module.css'

/** What happened, step by step: what was said, which way out and why, and every value that changed. */
export function History({ talk }: { talk: TestConversation }) {
  const { t } = useLingui()
  const doc = useEdited((state) => state.doc)
  const rounds = useStore(talk.store, (state) => state.rounds)
  const who = useStore(talk.store, (state) => state.who)
  const stays = useMemo(() => changesOf(rounds, who, (id) => stepById(doc, id)?.key), [rounds, who, doc])
  if (stays.length === 0) return <EmptyState text={t`Nothing has happened yet.`} />
  return (
    <ol className={phone.list} aria-label={t`History`}>
      {stays.map((stay, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stays only grow at the end
        <StayView key={index} stay={stay} talk={talk} />
      ))}
    </ol>
  )
}

function StayView({ stay, talk }: { stay: Stay; talk: TestConversation }) {
  const { t } = useLingui()
  const { store, viewport } = useEditor()
  const doc = useEdited((state) => state.doc)
  const context = useEdited((state) => state.context)
  const current = useView((state) => state.current)
  const lit = useEdited((state) => state.selection.length === 1 && state.selection[0] === stay.step)
  const words = useEventWords()
  const format = useFormat()
  const step = stay.step ? stepById(doc, stay.step) : undefined
  const exitName = (id: string | undefined) =>
    (step && id && id !== 'next' && exitsAt(doc, step.id, context).find((exit) => exit.id === id)?.label) || ''
  const lines = stay.events.map((event) => ({ event, text: words(event, exitName(event.exit)) }))
  const name = step?.name ?? (stay.step ? t`A step that is gone` : lines[0]?.text)
  const rest = stay.step ? lines : lines.slice(1)
  return (
    <li className={phone.stay} data-lit={lit || undefined} data-current={stay.last && current === stay.step}>
      <div className={phone.stayHead}>
        {step ? (
          <button
            type="button"
            className={phone.stayName}
            onClick={() => {
              store.select([step.id])
              viewport.current?.reveal(step.id)
            }}
          >
            {name}
          </button>
        ) : (
          <span className={phone.stayName}>{name}</span>
        )}
        <time className="num">{format.clock(stay.at)}</time>
        {!step && <span className={phone.noButton} aria-hidden />}
        {step && (
          <Tooltip label={t`Go on from here again`}>
            <ActionIcon
              size="sm"
              aria-label={t`Go on from “${step.name}” again`}
              onClick={() => void talk.from(step.id, { round: stay.round, event: stay.event })}
            >
              <IconPlayerPlay size={14} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {rest.map(({ event, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events only grow at the end
        <EventView key={index} event={event} text={text} />
      ))}
      {stay.changes.map((change) => (
        <ChangeLine key={change.path} change={change} />
      ))}
    </li>
  )
}

const LOUD = new Set(['problem', 'reply_refused', 'timed_out', 'input_ignored'])

function EventView({ event, text }: { event: RunEvent; text: string }) {
  const { t } = useLingui()
  if (event.kind === 'message')
    return <span className={phone.said}>{event.content?.text ? <WhatsAppText text={event.content.text} /> : text}</span>
  const { http } = event.effect ?? {}
  const { result } = event
  if (event.kind === 'effect' && http) {
    const headers = (http.headers ?? []).map((one) => `${one.name}: ${one.value}`)
    return (
      <details className={phone.call}>
        <summary>
          {text} <span>{t`Request`}</span>
        </summary>
        <pre>{[`${http.method} ${http.url}`, ...headers, ...(http.body ? ['', http.body] : [])].join('\n')}</pre>
      </details>
    )
  }
  if (event.kind === 'effect_done' && result) {
    const lines = [result.status ?? result.error ?? '', ...(answerText(result) ? ['', answerText(result)] : [])]
    return (
      <details className={phone.call}>
        <summary>
          {text} <span>{t`Answer`}</span>
        </summary>
        <pre>{lines.join('\n')}</pre>
      </details>
    )
  }
  return text ? <span data-loud={LOUD.has(event.kind) || undefined}>{text}</span> : null
}

/** A value with what it was before. */
function ChangeLine({ change }: { change: ValueChange }) {
  const { t } = useLingui()
  return (
    <span className={phone.change}>
      <code>{change.path}</code>
      {change.before && (
        <>
          <del>{change.before}</del>
          <span aria-hidden>→</span>
        </>
      )}
      <ins>{change.after || t`empty`}</ins>
    </span>
  )
}

export function Variables({ talk }: { talk: TestConversation }) {
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
