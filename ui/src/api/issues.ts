// A sentence for every code that Check may find: what the customer will meet, and what to do.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useExpressionWhy } from './expressions'
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
  bad_time: msg`This is not a time of day.`,
  bad_date: msg`This is not a date or a time.`,
  bad_hours: msg`These hours cannot be read. Write them like 09:00 and 18:00.`,
  never_open: msg`These hours are never open: the customer would wait for ever. Open at least one day.`,
  bad_weights: msg`The shares do not add up to anything. Give at least two paths a share above zero.`,
  bad_language: msg`This language is not known.`,
  bad_email: msg`This is not an email address.`,
  bad_phone: msg`This is not a phone number.`,
  late_message: msg`WhatsApp would refuse this message: more than 24 hours may have passed since the customer wrote. Put a template before it, or say what happens then.`,
  no_quick_reply: msg`This template has no reply button to make a path for. Choose another template, or what happens after sending.`,
  dead_end: msg`The flow ends here for the customer. If that is meant, put an end after it.`,
  silent_loop: msg`A customer who never answers would get these messages again and again, without end. Let one of the paths end, for example after two reminders.`,
  connection_to_note: msg`A connection leads to a note, where nobody can go.`,
  trigger_clash: msg`Two triggers of this flow react to the same message: only the first one ever starts it.`,
  wrong_value_type: msg`The compared value is of another type than the variable: this never fits.`,
  needs_template: msg`The flow writes first here, and WhatsApp takes only a template then. Put a template before this message.`,
  template_missing: msg`The template is not there on WhatsApp any more: it would not be sent. Choose another one.`,
  template_not_approved: msg`WhatsApp has not approved the template: it would not be sent. Wait for the approval or choose another one.`,
  template_paused: msg`WhatsApp has paused the template: it would not be sent. Choose another one.`,
  flow_missing: msg`The other flow is not there any more: the customer would leave by the path for that. Choose another flow.`,
  flow_not_published: msg`The other flow was never published: the customer would leave by the path for that. Publish it first.`,
  user_missing: msg`This person is not in the team any more. Choose somebody else.`,
  file_missing: msg`The file is not there any more. Upload it again.`,
  call_cycle: msg`The flows call each other in a circle: after some rounds the customer is let out.`,
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
  media_missing: msg`There is no file to send. Choose one.`,
  field_unsuitable: msg`This contact field cannot hold such a value.`,
  bad_body: msg`The content to send cannot be read.`,
  nothing_to_change: msg`This step changes nothing.`,
  unknown_contact_field: msg`This contact field does not exist: {field}.`,
}

/** The sentence of a problem. */
export function useIssueText(): (issue: Issue) => string {
  const { i18n } = useLingui()
  const why = useExpressionWhy()
  return (issue) => {
    const sentence = issueSentences[issue.code]
    return sentence ? i18n._(sentence.id, why(issue.params ?? {}), { message: sentence.message ?? '' }) : issue.code
  }
}
