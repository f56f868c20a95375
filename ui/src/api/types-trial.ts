import type { Id, Instant } from './types'

/** A draft that one phone talks to for a while. */
export interface Trial {
  id: Id
  state: 'waiting' | 'taken' | 'over'
  code: string
  /** Opens WhatsApp with the code; empty when the number was never checked. */
  link: string
  channel: { id: Id; name: string; kind: string }
  phone: string
  /** Until then the code can be written. */
  expires_at: Instant
  contact?: { id: Id; name: string; phone: string }
  conversation_id?: Id
  /** The last time that the draft was walked through. */
  run_id?: Id
  /** Until then the phone talks to the draft. */
  until?: Instant | null
  /** Of the draft that is tried. */
  revision: number
  mine: boolean
}
