import { useLingui } from '@lingui/react/macro'
import { IconDoorEnter, IconFlag } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Kind, Message, RunEvent } from '@/api/types'
import { KindIcon } from '@/canvas/kind-icon'
import { Bubble, Chat, useFormat } from '@/kit'
import { answerText } from '../common/answer'
import { useSendErrorText } from '../common/send-errors'
import { useEventWords } from './event-words'
import classes from './run.module.css'
import type { Stay } from './timeline'

/** What kind of step it was. */
export function Mark({ stay, kind }: { stay: Stay; kind: Kind | undefined }): ReactNode {
  if (kind) return <KindIcon icon={kind.icon} group={kind.group} />
  const ended = stay.events.some((event) => event.kind === 'run_ended')
  return (
    <span className={classes.mark}>
      {ended ? <IconFlag size={16} aria-hidden /> : <IconDoorEnter size={16} aria-hidden />}
    </span>
  )
}

interface StayViewProps {
  stay: Stay
  name: string
  messages: ReadonlyMap<string, Message>
  exitName: (id: string | undefined) => string
}

const tones: Record<string, string> = {
  problem: 'problem',
  reply_refused: 'warning',
  timed_out: 'warning',
  input_ignored: 'warning',
}

/** What happened at one step: bubbles, values, requests and answers. */
export function StayView({ stay, name, messages, exitName }: StayViewProps) {
  const format = useFormat()
  const words = useEventWords()
  const why = useSendErrorText()
  const [first] = stay.events
  // Before the first step and at the end the sentence itself is the head.
  const head = name || (first ? words(first, exitName(first.exit)) : '')
  const rest = name ? stay.events : stay.events.slice(1)
  return (
    <div>
      <div className={classes.head}>
        <strong>{head}</strong>
        <time className={classes.when} title={format.exact(stay.at)} dateTime={new Date(stay.at).toISOString()}>
          {format.moment(stay.at)}
        </time>
      </div>
      <div className={classes.lines}>
        {rest.map((event, index) => {
          const key = `${event.kind} ${index}`
          const message = event.message ? messages.get(event.message) : undefined
          const shown = event.kind === 'message' || event.kind === 'reply' || event.kind === 'reply_refused'
          const line = words(event, exitName(event.exit))
          const failed = message?.state === 'failed'
          return (
            <div key={key} style={{ display: 'contents' }}>
              {shown && message && (
                <div className={classes.said}>
                  <Chat>
                    <Bubble
                      content={message.content}
                      direction={message.direction}
                      time={format.clock(message.at)}
                      state={message.state}
                      failed={failed}
                      reason={failed ? why(message.error?.code ?? '') : undefined}
                    />
                  </Chat>
                </div>
              )}
              <Exchange event={event} />
              {line && !(message && (event.kind === 'message' || event.kind === 'reply')) && (
                <div className={classes.line} data-tone={tones[event.kind]}>
                  {line}
                </div>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

// As much of a request or an answer as somebody reads.
const SHOWN = 4_000

/** What was sent to another program, and what came back. */
function Exchange({ event }: { event: RunEvent }) {
  const { t } = useLingui()
  const format = useFormat()
  if (event.kind === 'effect' && event.effect?.http) {
    const { method, url, body } = event.effect.http
    return (
      <details className={classes.exchange}>
        <summary>{t`What was sent`}</summary>
        <pre>{[`${method} ${url}`, body].filter(Boolean).join('\n\n').slice(0, SHOWN)}</pre>
      </details>
    )
  }
  if (event.kind !== 'effect_done' || !event.result) return null
  const { elapsed_ms } = event.result
  const text = answerText(event.result)
  if (!text) return null
  return (
    <details className={classes.exchange}>
      <summary>
        {elapsed_ms ? t`What came back after ${format.unit(elapsed_ms, 'millisecond')}` : t`What came back`}
      </summary>
      <pre>{text.slice(0, SHOWN)}</pre>
    </details>
  )
}
