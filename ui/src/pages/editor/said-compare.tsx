import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Content, PlayedTurn, Said } from '@/api/types'
import { Bubble, ChatNotice } from '@/kit'
import { align } from './align'
import classes from './said-compare.module.css'

const stamp = (said: Said) => JSON.stringify([said.type, said.text, said.options ?? []])

interface SaidCompareProps {
  turns: PlayedTurn[]
  /** Heads of the two columns. */
  before: string
  after: string
  label: string
}

/** A conversation twice, side by side: what was said and what would be said. */
export function SaidCompare({ turns, before, after, label }: SaidCompareProps) {
  return (
    <table className={classes.compare} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
        </tr>
      </thead>
      <tbody>
        {numbered(turns).map(({ id, one }) => (
          <TurnRows key={id} turn={one} />
        ))}
      </tbody>
    </table>
  )
}

// A played conversation does not change: its places are its names.
const numbered = <T,>(list: readonly T[]) => list.map((one, id) => ({ id, one }))

function TurnRows({ turn }: { turn: PlayedTurn }) {
  const { t } = useLingui()
  const passed: Record<string, string> = {
    time: t`Time passes`,
    clock: t`Time passes`,
    effect: t`The call is answered`,
    again: t`WhatsApp delivers the message again`,
    jump: t`It goes on at another step`,
  }
  const pairs = align(turn.expect, turn.got, stamp)
  const notice = turn.kind && passed[turn.kind]
  return (
    <>
      {numbered(turn.heard ?? []).map(({ id, one }) => (
        <Wide key={`heard ${id}`}>
          <SaidBubble said={one} heard />
        </Wide>
      ))}
      {notice && (
        <Wide>
          <ChatNotice>{notice}</ChatNotice>
        </Wide>
      )}
      {numbered(pairs).map(({ id, one: { before, after, same } }) => (
        <tr key={`said ${id}`} data-same={same}>
          <td>{before ? <SaidBubble said={before} /> : <Nothing />}</td>
          <td data-changed={!same}>{after ? <SaidBubble said={after} /> : <Nothing />}</td>
        </tr>
      ))}
      {!turn.passed && pairs.every((pair) => pair.same) && (
        <Wide>
          <ChatNotice>{t`The same words, but the conversation stands elsewhere afterwards.`}</ChatNotice>
        </Wide>
      )}
    </>
  )
}

function Wide({ children }: { children: ReactNode }) {
  return (
    <tr>
      <td colSpan={2}>
        <div className={classes.wide}>{children}</div>
      </td>
    </tr>
  )
}

function Nothing() {
  const { t } = useLingui()
  return <span className={classes.nothing}>{t`nothing`}</span>
}

function SaidBubble({ said, heard = false }: { said: Said; heard?: boolean }) {
  const { t } = useLingui()
  const options = (said.options ?? []).map((title) => ({ id: title, title }))
  const type = options.length > 0 && said.type !== 'list' ? 'buttons' : said.type === 'list' ? 'list' : 'text'
  const content: Content = {
    type,
    text: said.text || t`a file or another kind of message`,
    ...(options.length > 0 && { options }),
  }
  return <Bubble content={content} direction={heard ? 'in' : 'out'} side={heard ? 'right' : 'left'} />
}
