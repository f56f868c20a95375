// How far a hello has come, and where the chain broke.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Instant } from '@/api/types'

export interface Trace {
  received_at: Instant | null
  entered_at: Instant | null
  answered_at: Instant | null
  delivered_at: Instant | null
  broken?: string
}

export type Link = 'received' | 'entered' | 'answered' | 'delivered'
export const LINKS: Link[] = ['received', 'entered', 'answered', 'delivered']

/** After this long without progress, silence is worth a word. */
export const SILENCE_MS = 60_000

const at = (trace: Trace | undefined, link: Link): Instant | null => trace?.[`${link}_at`] ?? null

/** The first link that has not been reached; none when the answer is on the phone. */
export const openLink = (trace: Trace | undefined): Link | undefined => LINKS.find((link) => !at(trace, link))

/** The link that is broken: told by the server, or silent for too long. */
export function brokenLink(trace: Trace | undefined, since: number, now: number): Link | undefined {
  const open = openLink(trace)
  if (!open) return undefined
  if (trace?.broken) return open
  const reached = LINKS.map((link) => at(trace, link)).filter((one): one is Instant => one !== null)
  const last = Math.max(since, ...reached.map((one) => Date.parse(one)))
  return now - last >= SILENCE_MS ? open : undefined
}

const silent = msg`A person has this conversation, so the flows are silent in it. Give it back under Conversations.`
const optedOut = msg`This phone does not want messages. Write the start word from it first.`

/** Why an inbound message did not enter a flow. */
export const traceSentences: Record<string, MessageDescriptor> = {
  nothing_matches: msg`The message arrived, but no trigger reacts to it. Look at the words of the trigger.`,
  no_flow_on_number: msg`The message arrived, but no published flow answers on this number. Add the number to the flow's settings and publish.`,
  silenced: silent,
  person_has_it: silent,
  colleague_wrote: silent,
  flow_paused: msg`The message arrived, but the flow is paused. Resume it.`,
  opted_out: optedOut,
  opted_in: msg`The phone wants messages again. Send hello once more.`,
  already_opted_out: optedOut,
  still_opted_out: optedOut,
  not_an_answer: msg`What arrived was no message to answer. Send a text.`,
  stored_only: msg`What arrived was not written to this number alone. Send a text to the number.`,
  busy: msg`This phone is in a flow that takes no message now. Take it out under People in the flow.`,
  once_only: msg`The flow runs once per contact, and has run for this phone.`,
  still_warm: msg`The flow starts again only after some hours of silence. Change “Start again” or use another phone.`,
  trial_code_spent: msg`What arrived was an old code for trying a draft. Send another text.`,
}

/** Why there is silence where the server knows no reason. */
export const silenceSentences: Record<Link, MessageDescriptor> = {
  received: msg`Nothing has arrived from Meta for a minute. Check the number: the webhook address, “messages” and the mode of the app are the usual causes.`,
  entered: msg`The message arrived but was not taken up yet. Look under Settings, Problems on the server.`,
  answered: msg`The flow took it, but Meta has not accepted an answer. Does the first step say something? Check the access token.`,
  delivered: msg`Meta accepted the answer, but the phone has not confirmed it. It may be offline.`,
}
