import { useLingui as useI18n } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { Anchor, Text } from '@mantine/core'
import { IconAlertCircle, IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link as RouterLink } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api } from '@/api'
import type { Channel } from '@/api/types'
import { QrCode, useFormat } from '@/kit'
import { useSendErrorText } from '../common/send-errors'
import classes from './numbers.module.css'
import {
  brokenLink,
  LINKS,
  type Link,
  openLink,
  SILENCE_MS,
  silenceSentences,
  type Trace,
  traceSentences,
} from './trace'

const ASK_AGAIN_MS = 4_000

export interface SendHelloProps {
  channel: Pick<Channel, 'id' | 'display_phone'>
  /** What to send; a word that the flow's trigger reacts to. */
  text?: string
}

/** The first message on a real number: a QR code, and the way of the hello lighting up link by link. */
export function SendHello({ channel, text }: SendHelloProps) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const format = useFormat()
  const why = useSendErrorText()
  const [since] = useState(() => Date.now())
  const [now, setNow] = useState(since)
  const trace = useQuery({
    // Under the feed's topic, so that it is asked again when something comes in.
    queryKey: ['conversations', 'trace', channel.id, since],
    queryFn: () => api.get<Trace>(`/channels/${channel.id}/trace`, { since: new Date(since).toISOString() }),
    refetchInterval: (query) => (openLink(query.state.data) ? ASK_AGAIN_MS : false),
    gcTime: 0,
  })
  const open = openLink(trace.data)
  useEffect(() => {
    if (!open) return
    const timer = setInterval(() => setNow(Date.now()), SILENCE_MS / 12)
    return () => clearInterval(timer)
  }, [open])
  const digits = channel.display_phone.replace(/\D/g, '')
  const hello = text ?? t`hello`
  const address = `https://wa.me/${digits}?text=${encodeURIComponent(hello)}`
  const broken = brokenLink(trace.data, since, now)
  const names: Record<Link, string> = {
    received: t`Received from Meta`,
    entered: t`Entered a flow`,
    answered: t`Answer accepted by Meta`,
    delivered: t`Answer delivered to the phone`,
  }
  const reason = () => {
    const code = trace.data?.broken
    if (!code) return broken ? say(silenceSentences[broken]) : ''
    const sentence = traceSentences[code]
    return sentence ? say(sentence) : why(code)
  }
  const say = (sentence: { id: string; message?: string }) =>
    i18n._(sentence.id, {}, { message: sentence.message ?? '' })
  if (!digits) {
    return (
      <Text
        size="sm"
        c="dimmed"
      >{t`Check the number once: then its phone number is known, and a QR code to try it stands here.`}</Text>
    )
  }
  return (
    <div className={classes.hello}>
      <QrCode
        value={address}
        size={148}
        label={t`QR code that opens WhatsApp with a message to ${channel.display_phone}`}
      />
      <div>
        <p>
          {t`Scan the code with your phone, or send “${hello}” to`}{' '}
          <Anchor href={address} target="_blank" rel="noreferrer" className="num">
            {channel.display_phone}
          </Anchor>
        </p>
        <ul className={classes.chain} style={{ marginTop: 12 }} aria-live="polite">
          {LINKS.map((link) => {
            const done = trace.data?.[`${link}_at`]
            const state = done ? 'done' : link === broken ? 'broken' : 'open'
            const Mark = done ? IconCircleCheckFilled : link === broken ? IconAlertCircle : IconCircleDashed
            return (
              <li key={link} className={classes.link} data-state={state}>
                <Mark size={18} aria-hidden />
                {names[link]}
                {done && <span className={classes.small}>{format.clock(done)}</span>}
                <span className="visually-hidden">{done ? t`done` : t`not yet`}</span>
              </li>
            )
          })}
        </ul>
        {broken && (
          <Text role="alert" size="sm" mt="sm" c="var(--problem)">
            {reason()}{' '}
            <Anchor component={RouterLink} to={`/numbers/${channel.id}` as never} size="sm">
              {t`Check the number`}
            </Anchor>
          </Text>
        )}
        {trace.data && !open && (
          <Text size="sm" mt="sm" c="var(--accent)" fw={550}>{t`It works: the answer is on the phone.`}</Text>
        )}
      </div>
    </div>
  )
}
