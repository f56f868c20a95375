// What happened, in words: the history of a person in a flow, and of a test.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useExpressionWhy } from './expressions'
import type { RunEvent } from './types'

export const eventSentences: Record<string, MessageDescriptor> = {
  run_started: msg`entered the flow`,
  step_entered: msg`reached`,
  step_left: msg`went on`,
  message: msg`got a message`,
  reply: msg`answered: {value}`,
  reply_refused: msg`The answer was not accepted`,
  contact: msg`contact field {field} set to {value}`,
  tags: msg`tags changed`,
  effect: msg`called {url}`,
  effect_done: msg`the call answered with {value}`,
  wait: msg`waits`,
  timed_out: msg`No answer came in time`,
  input_ignored: msg`Nothing reacts to this message`,
  problem: msg`A problem`,
  run_ended: msg`The flow has ended`,
  assigned: msg`gave the conversation to a colleague`,
  conversation: msg`changed the conversation`,
  variable: msg`variable {field} set to {value}`,
  flow_called: msg`entered another flow`,
  flow_returned: msg`came back from the other flow`,
}

/** Problems of a flow at work, answers that were not accepted, inputs that were not taken. */
export const eventCodes: Record<string, MessageDescriptor> = {
  bad_email: msg`This is no email address`,
  bad_phone: msg`This is no phone number`,
  bad_url: msg`This is no web address`,
  step_not_complete: msg`The step is not complete: it was passed over`,
  call_failed: msg`The call did not get through`,
  condition_failed: msg`A condition could not be told: “Otherwise” was taken`,
  endless_loop: msg`The flow went round in circles and was stopped`,
  step_crashed: msg`The step could not be carried out`,
  expression_failed: msg`An expression could not be worked out`,
  missing_value: msg`A value was missing: nothing was written in its place`,
  step_missing: msg`The step to go to is not there`,
  message_not_sendable: msg`The message could not be sent as it is`,
  message_shortened: msg`A text was longer than WhatsApp allows and was shortened`,
  run_too_large: msg`The answers became too large to keep`,
  too_many_messages: msg`Too many messages in a row: the flow was stopped`,
  unknown_contact_field: msg`There is no such contact field`,
  value_too_large: msg`A value is too large to keep`,
  old_option: msg`This button belongs to an earlier message`,
  no_such_option: msg`This is none of the options`,
  not_text: msg`A text is expected`,
  unsupported: msg`This kind of message is not expected`,
  not_a_number: msg`A number is expected`,
  no_decimals: msg`A whole number is expected`,
  out_of_range: msg`The number is outside of the range`,
  not_an_email: msg`An email address is expected`,
  not_a_phone: msg`A phone number is expected`,
  too_long: msg`The answer is too long`,
  flow_unavailable: msg`The other flow could not be entered: it is gone, paused or was never published`,
  too_many_flows: msg`Too many flows inside each other: the flow was stopped`,
  bad_date: msg`This is no date`,
  date_in_the_past: msg`The moment was past already`,
  never_open: msg`The hours never open: it went on at once`,
  bad_language: msg`This language is not known`,
  wrong_value_type: msg`Two values of different types could not be compared`,
  window_closed: msg`The last message is more than 24 hours old: WhatsApp takes only a template now, so nothing was sent`,
  options_missing: msg`The variable holds no options`,
  options_cut: msg`There were more options than can be shown: the rest was left out`,
  range_unreadable: msg`A limit could not be compared: this side of the range was left open`,
  answer_cut: msg`The answer was longer than can be kept and was shortened`,
  bad_place: msg`This is no place on the map: nothing was sent`,
  template_missing: msg`The template does not exist with this number: nothing was sent`,
  template_not_approved: msg`The template is not approved: nothing was sent`,
  template_paused: msg`WhatsApp has paused the template: nothing was sent`,
  template_value_empty: msg`A variable of the template had no value: nothing was sent`,
  not_a_url: msg`A web address is expected`,
  not_a_date: msg`A date is expected`,
  not_a_time: msg`A time of day is expected`,
  not_a_date_and_time: msg`A date with a time is expected`,
  not_yes_or_no: msg`Yes or no is expected`,
  not_a_location: msg`A location is expected`,
  not_a_file: msg`A file is expected`,
  not_a_document: msg`A document is expected`,
  not_an_image: msg`An image is expected`,
  not_a_video: msg`A video is expected`,
  not_audio: msg`A voice message or audio is expected`,
  nothing_matches: msg`No trigger reacts to this message: a person would have to answer`,
  duplicate: msg`WhatsApp delivered this message twice: nothing happens the second time`,
  busy: msg`The flow is not waiting for a message now`,
  trigger_message: msg`This message started the flow`,
  not_an_answer: msg`This is no answer`,
  late_result: msg`The call answered too late`,
  too_early: msg`It is too early`,
  timeout: msg`The call took too long`,
  refused_address: msg`This address is inside your network`,
  connect: msg`The server could not be reached`,
  too_large: msg`The answer is too large`,
  outcome_unknown: msg`Not known whether the call was carried out`,
}

export const endSentences: Record<string, MessageDescriptor> = {
  completed: msg`The flow is completed`,
  expired: msg`The flow has expired: no answer came`,
  canceled: msg`The flow was canceled`,
  failed: msg`The flow did not succeed`,
}

const VALUE_LENGTH = 80

function shown(value: unknown): string {
  if (value === undefined || value === null) return ''
  const record = value as { text?: unknown; label?: unknown; value?: unknown }
  const plain =
    typeof value === 'object' ? (record.label ?? record.text ?? record.value ?? JSON.stringify(value)) : value
  const text = String(plain)
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)}…` : text
}

/** The sentence of an event. */
export function useEventText(): (event: RunEvent) => string {
  const { i18n } = useLingui()
  const why = useExpressionWhy()
  const say = (message: MessageDescriptor, values: Record<string, unknown> = {}) =>
    i18n._(message.id, values, { message: message.message ?? '' })
  return (event) => {
    const end = event.kind === 'run_ended' ? endSentences[event.status ?? ''] : undefined
    const sentence = end ?? eventSentences[event.kind]
    if (!sentence) return event.kind
    const value = event.change?.value ?? event.value ?? event.result?.status ?? event.result?.error
    const text = say(sentence, {
      value: shown(value),
      field: event.change?.field ?? '',
      url: event.effect?.http?.url ?? '',
    })
    const code = eventCodes[event.code ?? event.result?.error ?? '']
    if (!code) return text
    const params = event.params ?? {}
    const because = params.reason ? `: ${why(params).why}` : ''
    return event.kind === 'problem' || event.kind === 'input_ignored' ? say(code) + because : `${text}: ${say(code)}`
  }
}
