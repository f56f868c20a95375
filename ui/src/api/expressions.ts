// Why an expression cannot be read or worked out, and what kinds of values there are.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'

export const expressionSentences: Record<string, MessageDescriptor> = {
  too_long: msg`it is longer than {max} characters`,
  unclosed: msg`its closing brackets are missing`,
  incomplete: msg`something is missing at its end`,
  unexpected: msg`“{token}” does not belong here`,
  text_not_closed: msg`a quotation mark is missing`,
  bad_text: msg`a text in it cannot be read`,
  bad_number: msg`a number in it cannot be read`,
  mixed_with_or: msg`put brackets around the part with ??`,
  unreadable: msg`it is not written as expressions are`,
  unknown_name: msg`nothing is called “{name}”`,
  unknown_function: msg`there is no function “{name}”`,
  missing_call: msg`“{name}” is a function: write {name}(…)`,
  not_callable: msg`only functions have brackets behind their name`,
  wrong_arguments: msg`“{name}” takes {least} to {most} values`,
  too_deep: msg`it is nested too deeply`,
  too_costly: msg`it takes too long or grows too large`,
  wrong_kind: msg`{kind} stands where {needed} is needed`,
  not_together: msg`{kind} and {other} cannot be compared or added`,
  not_read_as: msg`“{value}” cannot be read as {needed}`,
  not_calculated: msg`{kind} {operator} {other} cannot be calculated`,
  bad_decimals: msg`there may be 0 to 10 decimals`,
  cannot_be_told: msg`it cannot be worked out`,
}

export const valueKinds: Record<string, MessageDescriptor> = {
  nothing: msg`nothing`,
  boolean: msg`a yes or no`,
  number: msg`a number`,
  text: msg`a text`,
  list: msg`a list`,
  time: msg`a date or time`,
  duration: msg`a duration`,
  object: msg`a set of values`,
  name: msg`a name`,
  pairs: msg`a list of pairs`,
  pattern: msg`a search pattern`,
  json: msg`JSON`,
  base64: msg`base64`,
}

type Params = Record<string, unknown>

/** The parameters with `why` in the reader's language, where they give a reason of an expression. */
export function useExpressionWhy(): <P extends Params>(params: P) => P {
  const { i18n } = useLingui()
  const say = (one: MessageDescriptor, values: Params) => i18n._(one.id, values, { message: one.message ?? '' })
  return (params) => {
    const sentence = expressionSentences[String(params.reason ?? '')]
    if (!sentence) return params
    const values: Params = { ...params }
    for (const name of ['kind', 'other', 'needed']) {
      const word = valueKinds[String(params[name] ?? '')]
      if (word) values[name] = say(word, {})
    }
    return { ...params, why: say(sentence, values) }
  }
}
