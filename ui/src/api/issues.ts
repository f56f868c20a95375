// A sentence for every code that Check may find: what the customer will meet, and what to do.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { Issue } from './types'

export const issueSentences: Record<string, MessageDescriptor> = {
  not_json: msg`The flow could not be read.`,
  wrong_type: msg`A part of the flow has the wrong form.`,
  newer_spec: msg`This flow was made by a newer version of Flusso.`,
  bad_id: msg`A step or trigger has an id that cannot be used.`,
  double_id: msg`Two steps have the same id.`,
  bad_key: msg`The name for variables may only hold small letters, digits and underscores.`,
  double_key: msg`Two steps have the same name for variables. Rename one of them.`,
  name_too_long: msg`The name is too long.`,
  no_name: msg`This step has no name. Give it one.`,
  too_large: msg`The flow is too large to be saved.`,
  too_many_steps: msg`The flow has too many steps. Move a part into a flow of its own.`,
  connection_to_unknown_step: msg`A connection leads to a step that is not here any more.`,
  double_connection: msg`A path leads to two steps. Keep one connection.`,
  connection_to_start: msg`A connection leads back to the trigger, where nobody can go.`,
  bad_variable: msg`A declared variable has a name or type that cannot be used.`,
  bad_setting: msg`A setting of the flow cannot be used: {value}.`,
  unknown_kind: msg`This program does not know this kind of step.`,
  no_trigger: msg`Nothing starts this flow. Add a trigger.`,
  no_steps: msg`The flow has no steps: nobody would get a message. Add the first one.`,
  start_not_connected: msg`The trigger leads nowhere: nobody would get a message. Connect it to the first step.`,
  unreachable_step: msg`Nobody can get here. Connect a path to this step, or remove it.`,
  connection_from_unknown_exit: msg`A connection leaves by a path that this step does not have any more.`,
  open_exit: msg`The path “{label}” leads nowhere: the flow ends there for the customer.`,
  endless_loop: msg`This loop never waits for the customer: it would be stopped. Put a question or a delay into it.`,
  unknown_variable: msg`There is no variable “{variable}”. The customer would read nothing in its place.`,
  unknown_step_variable: msg`No step is called “{key}”. The customer would read nothing in its place.`,
  variable_of_later_step: msg`“{key}” has no answer yet when the customer gets here.`,
  may_be_empty: msg`“{variable}” may be missing. Say what to write if it is empty.`,
  bad_expression: msg`An expression cannot be read: {why}.`,
  no_channel: msg`The flow answers on no number. Choose one.`,
  bad_config: msg`A setting of this step has the wrong form.`,
  empty_text: msg`The customer would get an empty message. Write a text.`,
  empty_field: msg`This is needed.`,
  text_too_long: msg`This is longer than WhatsApp allows ({max} characters).`,
  too_many_items: msg`There are more than WhatsApp allows ({max}).`,
  out_of_range: msg`The value is outside of what is possible.`,
  unknown_choice: msg`This choice does not exist any more. Choose again.`,
  double_trigger: msg`Two triggers of this flow are the same.`,
  goto_unknown_step: msg`The step to go to is not here any more. Choose another.`,
  double_option: msg`Two options look the same to the customer. Change one.`,
  too_many_options: msg`There are more options than WhatsApp can show ({max}).`,
  bad_country: msg`This is no country.`,
  bad_url: msg`This is no web address that can be reached. It begins with https://.`,
  bad_pattern: msg`The pattern cannot be read.`,
  range_reversed: msg`The smallest value is above the greatest.`,
  no_conditions: msg`This path has no condition: nobody would take it.`,
  wait_too_long: msg`This wait is longer than possible.`,
  long_delay: msg`After more than 24 hours WhatsApp lets only a template through.`,
  media_missing: msg`There is no file to send. Choose one.`,
  field_unsuitable: msg`This contact field cannot hold such a value.`,
  bad_body: msg`The content to send cannot be read.`,
  nothing_to_change: msg`This step changes nothing.`,
  unknown_contact_field: msg`This contact field does not exist: {field}.`,
}

/** The sentence of a problem. */
export function useIssueText(): (issue: Issue) => string {
  const { i18n } = useLingui()
  return (issue) => {
    const sentence = issueSentences[issue.code]
    return sentence ? i18n._(sentence.id, issue.params ?? {}, { message: sentence.message ?? '' }) : issue.code
  }
}
