// What an inbound message did, in one sentence, and the button that belongs to it.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { Reason } from '@/api/types'
import { useFormat } from '@/kit'

export const reasonSentences: Record<string, MessageDescriptor> = {
  started: msg`Started “{flow}”`,
  continued: msg`Went on in “{flow}” at “{step}”`,
  restarted: msg`Started “{flow}”; “{canceled}” ended for it`,
  nothing_matches: msg`No flow reacts to this message: it waits for a person`,
  no_flow_on_number: msg`No published flow answers on this number`,
  silenced: msg`The flows are silent here until {until}`,
  person_has_it: msg`A person has this conversation: the flows are silent`,
  flow_paused: msg`“{flow}” is paused: nothing answered`,
  opted_out: msg`Does not want messages any more: nothing is sent`,
  opted_in: msg`Wants messages again`,
  already_opted_out: msg`Had asked before not to get messages`,
  still_opted_out: msg`Does not want messages, so no flow answers`,
  not_an_answer: msg`Kept as it is: this kind of message is no answer`,
  stored_only: msg`Kept as it is: it was not written to this number alone`,
  colleague_wrote: msg`A colleague answered on the phone: the flows are silent for a while`,
  busy: msg`“{flow}” is at work at “{step}” and takes no message now`,
  once_only: msg`“{flow}” runs once per contact, and has run`,
  trial_started: msg`Wrote the code: tries the draft of “{flow}” until {until}`,
  trial_goes_on: msg`Trial of the draft of “{flow}”, until {until}`,
  trial_code_spent: msg`A code for trying “{flow}” that was used or is too old: nothing answered`,
  still_warm: msg`“{flow}” starts again only after {hours} hours of silence`,
}

// Without a step the sentence would have a hole.
const continuedSomewhere = msg`Went on in “{flow}”`
const busySomewhere = msg`“{flow}” is at work and takes no message now`

export function useReasonText(): (reason: Reason) => string {
  const { i18n } = useLingui()
  const format = useFormat()
  return (reason) => {
    const params: Record<string, unknown> = { ...reason.params }
    if (typeof params.until === 'string') params.until = format.moment(params.until)
    let sentence = reasonSentences[reason.code]
    if (reason.code === 'continued' && !params.step) sentence = continuedSomewhere
    if (reason.code === 'busy' && !params.step) sentence = busySomewhere
    return sentence ? i18n._(sentence.id, params, { message: sentence.message ?? '' }) : ''
  }
}
