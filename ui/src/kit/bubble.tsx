import { useLingui } from '@lingui/react/macro'
import {
  IconAlertCircle,
  IconCheck,
  IconChecks,
  IconClock,
  IconExternalLink,
  IconFile,
  IconList,
  IconMapPin,
  IconMicrophone,
  IconMovie,
  IconPhoto,
  IconUser,
} from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Content, MessageState, Option } from '@/api/types'
import classes from './bubble.module.css'
import { useSlow } from './states'
import { WhatsAppText } from './whatsapp-format'

export interface BubbleProps {
  content: Content
  /** `out` is what the business says, `in` what the person says. */
  direction: 'in' | 'out'
  /** Seen from the person's phone, their own bubbles stand on the right. */
  side?: 'left' | 'right'
  /** Clock time, already in the reader's zone. */
  time?: string
  /** How far it got; shown with what was sent from here, as ticks. */
  state?: MessageState
  /** Why this bubble did what it did, under it. */
  reason?: ReactNode
  failed?: boolean
  /** Taps on buttons and list rows; without it they only show. */
  onTap?: (option: Option, kind: 'button_reply' | 'list_reply' | 'template_reply') => void
  /** A tap on what asks for a location; without it that only shows. */
  onPlace?: () => void
  chip?: (expression: string) => ReactNode
}

/** The chat background that bubbles stand on. */
export function Chat({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <div className={classes.chat} {...(label && { role: 'log', 'aria-label': label })}>
      {children}
    </div>
  )
}

/** A line between bubbles: a day, a wait, a notice. */
export function ChatNotice({ children }: { children: ReactNode }) {
  return <div className={classes.notice}>{children}</div>
}

/** Three dots at the left: the answer is on its way, for long enough to be noticed. */
export function Typing({ busy }: { busy: boolean }) {
  const { t } = useLingui()
  const slow = useSlow(busy)
  if (!slow) return null
  return (
    <div className={classes.row} data-typing>
      <div className={`${classes.bubble} ${classes.typing}`}>
        <span className="visually-hidden">{t`typing…`}</span>
        <i />
        <i />
        <i />
      </div>
    </div>
  )
}

/** One message as WhatsApp shows it. */
export function Bubble(props: BubbleProps) {
  const { t } = useLingui()
  const { content, direction, time, state, reason, failed, onTap, onPlace, chip } = props
  const side = props.side ?? (direction === 'out' ? 'right' : 'left')
  const options = content.options ?? []
  const ticks = state && side === 'right' && state
  return (
    <div className={`${classes.row} ${side === 'right' ? classes.out : ''}`} data-direction={direction}>
      <div className={classes.bubble}>
        {content.header?.media && (
          <MediaPart content={{ type: content.header.type ?? 'image', media: content.header.media }} />
        )}
        {content.header?.text && <div className={classes.header}>{content.header.text}</div>}
        <Body content={content} chip={chip} />
        {content.footer && <div className={classes.foot}>{content.footer}</div>}
        {(time || ticks) && (
          <div className={`${classes.meta} num`}>
            {time}
            {ticks && <Ticks state={ticks} />}
          </div>
        )}
      </div>
      {(content.type === 'buttons' || (content.type === 'template' && options.length > 0)) && (
        <div className={classes.options}>
          {options.map((option) => (
            <button
              key={option.id}
              type="button"
              className={classes.option}
              disabled={!onTap}
              onClick={() => onTap?.(option, content.type === 'template' ? 'template_reply' : 'button_reply')}
            >
              {option.title}
            </button>
          ))}
        </div>
      )}
      {content.type === 'list' && <ListPart content={content} onTap={onTap} />}
      {content.type === 'location_request' && (
        <div className={classes.options}>
          <button type="button" className={classes.option} disabled={!onPlace} onClick={onPlace}>
            <IconMapPin size={16} aria-hidden />
            {t`Send location`}
          </button>
        </div>
      )}
      {content.link && (
        <div className={classes.options}>
          <span className={classes.option}>
            <IconExternalLink size={16} aria-hidden />
            {content.link.title}
          </span>
        </div>
      )}
      {reason && <div className={`${classes.reason} ${failed ? classes.failed : ''}`}>{reason}</div>}
    </div>
  )
}

function Body({ content, chip }: { content: Content; chip?: BubbleProps['chip'] }) {
  const { t } = useLingui()
  const text = content.text ? <WhatsAppText text={content.text} {...(chip && { chip })} /> : null
  switch (content.type) {
    case 'text':
    case 'buttons':
    case 'list':
    case 'link':
    case 'location_request':
      return <div data-said>{text}</div>
    case 'button_reply':
    case 'list_reply':
    case 'template_reply':
      return <div data-said>{content.reply?.title ?? content.text}</div>
    case 'reaction':
      return <div className={classes.big}>{content.reaction?.emoji || t`Reaction taken back`}</div>
    case 'location':
      return (
        <div className={classes.media}>
          <IconMapPin size={20} aria-hidden />
          <span>
            {content.location?.name || content.location?.address || t`Location`}
            {content.location?.name && content.location.address && <small>{content.location.address}</small>}
          </span>
        </div>
      )
    case 'contacts':
      return (content.contacts ?? []).map((card) => (
        <div key={card.name} className={classes.media}>
          <IconUser size={20} aria-hidden />
          <span>
            {card.name} {card.phones?.[0]?.phone}
          </span>
        </div>
      ))
    case 'template':
      return <div>{text ?? t`Template: ${content.template?.name ?? ''}`}</div>
    case 'system':
      return <div>{content.system?.body ?? t`Notice from WhatsApp`}</div>
    case 'revoke':
      return <em>{t`This message was deleted`}</em>
    case 'form_reply':
      return <div>{content.reply?.title ?? t`Answers of a WhatsApp form`}</div>
    case 'order':
      return <div>{t`An order`}</div>
    default:
      return (
        <>
          {content.media ? <MediaPart content={content} /> : null}
          {text ?? (content.media ? null : <em>{t`A kind of message that WhatsApp does not pass on`}</em>)}
        </>
      )
  }
}

const mediaIcons: Record<string, typeof IconFile> = {
  image: IconPhoto,
  sticker: IconPhoto,
  video: IconMovie,
  audio: IconMicrophone,
}

function MediaPart({ content }: { content: Content }) {
  const { t } = useLingui()
  const media = content.media
  const address = media?.id ? `/media/${media.id}` : media?.url
  const [broken, setBroken] = useState(false)
  const names: Record<string, string> = { image: t`Picture`, video: t`Video`, audio: t`Audio`, sticker: t`Sticker` }
  const name = media?.filename || names[content.type] || t`Document`
  const picture = content.type === 'image' || content.type === 'sticker'
  if (picture && address && !broken && !address.includes('{{')) {
    return <img className={classes.picture} src={address} alt={name} onError={() => setBroken(true)} />
  }
  const Mark = mediaIcons[content.type] ?? IconFile
  const inside = (
    <>
      <Mark size={20} aria-hidden />
      <span>{name}</span>
    </>
  )
  return address && media?.id ? (
    <a className={classes.media} href={address} target="_blank" rel="noreferrer">
      {inside}
    </a>
  ) : (
    <div className={classes.media}>{inside}</div>
  )
}

function ListPart({ content, onTap }: { content: Content; onTap?: BubbleProps['onTap'] }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  return (
    <>
      <div className={classes.options}>
        <button
          type="button"
          className={classes.option}
          disabled={!onTap}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconList size={16} aria-hidden />
          {content.list_button || t`Choose`}
        </button>
      </div>
      {open && onTap && (
        <div className={classes.sheet}>
          {(content.options ?? []).map((option) => (
            <button
              key={option.id}
              type="button"
              className={classes.listRow}
              onClick={() => {
                setOpen(false)
                onTap(option, 'list_reply')
              }}
            >
              {option.title}
              {option.description && <small>{option.description}</small>}
            </button>
          ))}
        </div>
      )}
    </>
  )
}

/** The ticks under a sent message, with their name. */
export function Ticks({ state }: { state: MessageState }) {
  const { t } = useLingui()
  const names: Record<MessageState, string> = {
    received: t`Received`,
    queued: t`Waiting to be sent`,
    sending: t`Being sent`,
    accepted: t`Accepted by WhatsApp`,
    sent: t`Sent`,
    delivered: t`Delivered`,
    read: t`Read`,
    failed: t`Not sent`,
    uncertain: t`Not known whether it was sent`,
  }
  const marks: Partial<Record<MessageState, ReactNode>> = {
    queued: <IconClock size={13} />,
    sending: <IconClock size={13} />,
    accepted: <IconCheck size={13} />,
    sent: <IconCheck size={13} />,
    delivered: <IconChecks size={13} />,
    read: <IconChecks size={13} color="var(--bubble-link)" />,
    failed: <IconAlertCircle size={13} color="var(--problem)" />,
    uncertain: <IconAlertCircle size={13} color="var(--warning)" />,
  }
  return (
    <span role="img" aria-label={names[state]} title={names[state]} style={{ display: 'inline-flex' }}>
      {marks[state]}
    </span>
  )
}
