// The history of somebody in a flow, one plain sentence an event.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useQuery } from '@tanstack/react-query'
import { endSentences, eventCodes } from '@/api/events'
import { flowNamesQuery, usersQuery } from '@/api/queries'
import type { RunEvent } from '@/api/types'
import { useFormat } from '@/kit'
import { useValueText } from '../common/values'
import { useUntil } from './wait-text'

/** Empty: the timeline itself shows it. */
export const eventWords: Record<string, MessageDescriptor | undefined> = {
  run_started: msg`Entered the flow`,
  step_entered: undefined,
  step_left: msg`Left by “{exit}”`,
  message: msg`Got a message`,
  reply: msg`Answered: {value}`,
  reply_refused: msg`The answer was not accepted`,
  contact: msg`Kept with the contact as {field}: {value}`,
  tags: msg`Tags changed`,
  effect: msg`Called {url}`,
  effect_done: msg`The call was answered with status {status}`,
  wait: msg`Waits`,
  timed_out: msg`No answer came in time`,
  input_ignored: msg`A message changed nothing here`,
  problem: msg`A problem`,
  run_ended: msg`The flow has ended`,
  assigned: msg`Given to {name}`,
  conversation: msg`The conversation changed`,
  variable: msg`{field} is now {value}`,
  flow_called: msg`Entered the flow {flow}`,
  flow_returned: msg`Came back from the flow {flow}`,
  released: msg`Somebody of the team let them go on`,
  moved: msg`Went on in version {to}`,
}

const conversationChanges: Record<string, MessageDescriptor> = {
  close: msg`Closed the conversation`,
  reopen: msg`Opened the conversation again`,
  silence: msg`Flows stay silent until {until}`,
}
const gone = msg`that is gone`
const somebody = msg`a colleague`
const forGood = msg`Went over to the flow {flow}`

const waits: Record<string, MessageDescriptor> = {
  reply: msg`Waits for an answer until {until}`,
  time: msg`Waits until {until}`,
  effect: msg`Waits for the call`,
}
const waitsOpen = msg`Waits for an answer`
const callFailed = msg`The call did not succeed`
const tagsAdded = msg`Tags added: {tags}`
const tagsRemoved = msg`Tags removed: {tags}`
const tagsSet = msg`Tags are now: {tags}`
const cleared = msg`Emptied {field} of the contact`
const fieldNames: Record<string, MessageDescriptor> = {
  name: msg`name`,
  first_name: msg`first name`,
  last_name: msg`last name`,
  email: msg`email`,
  phone: msg`phone`,
  url: msg`website`,
  language: msg`language`,
}

/** The sentence of an event; `exit` is the name of the path it left by. */
export function useEventWords(): (event: RunEvent, exit: string) => string {
  const { i18n } = useLingui()
  const format = useFormat()
  const valueText = useValueText()
  const untilText = useUntil()
  const { data: flows } = useQuery(flowNamesQuery)
  const { data: users } = useQuery(usersQuery)
  const say = (sentence: MessageDescriptor, values: Record<string, unknown> = {}) =>
    i18n._(sentence.id, values, { message: sentence.message ?? '' })
  const because = (sentence: string, code: string | undefined) => {
    const why = eventCodes[code ?? '']
    return why ? `${sentence}: ${say(why)}` : sentence
  }
  const field = (path: string) => {
    const known = fieldNames[path]
    return known ? say(known) : path.replace(/^fields\./, '').replaceAll('_', ' ')
  }
  const flowName = (id: string | undefined) => flows?.items.find((flow) => flow.id === id)?.name ?? say(gone)
  return (event, exit) => {
    const base = eventWords[event.kind]
    switch (event.kind) {
      case 'step_left':
        return exit && base ? say(base, { exit }) : ''
      case 'reply':
        return base ? say(base, { value: valueText(event.value) }) : ''
      case 'reply_refused':
        return base ? because(say(base), event.code) : ''
      case 'contact': {
        const { change } = event
        const empty = change?.value === null || change?.value === ''
        return say(empty || !base ? cleared : base, {
          field: field(change?.field ?? ''),
          value: valueText(change?.value),
        })
      }
      case 'tags': {
        const { tags } = event
        const parts: string[] = []
        if (tags?.replace) parts.push(say(tagsSet, { tags: (tags.set ?? []).join(', ') || '–' }))
        if (tags?.add?.length) parts.push(say(tagsAdded, { tags: tags.add.join(', ') }))
        if (tags?.remove?.length) parts.push(say(tagsRemoved, { tags: tags.remove.join(', ') }))
        return parts.join('. ') || (base ? say(base) : '')
      }
      case 'effect':
        return base ? say(base, { url: event.effect?.http?.url ?? '' }) : ''
      case 'effect_done':
        if (event.result?.error) return because(say(callFailed), event.result.error)
        return base ? say(base, { status: event.result?.status ?? '' }) : ''
      case 'wait': {
        const until = event.wait?.until
        const sentence = waits[event.wait?.kind ?? '']
        if (!until) return say(event.wait?.kind === 'effect' && sentence ? sentence : waitsOpen)
        return sentence ? say(sentence, { until: untilText(until) }) : ''
      }
      case 'assigned': {
        const name = users?.items.find((user) => user.id === event.assign?.user)?.name ?? say(somebody)
        return base ? say(base, { name }) : ''
      }
      case 'conversation': {
        const { action = '', minutes = 0 } = event.conversation ?? {}
        const change = conversationChanges[action] ?? base
        const at = typeof event.at === 'number' ? event.at : Date.parse(event.at)
        return change ? say(change, { until: format.moment(at + minutes * 60_000) }) : ''
      }
      case 'variable':
        return base ? say(base, { field: event.change?.field ?? '', value: valueText(event.change?.value) }) : ''
      case 'flow_called': {
        const sentence = event.outcome === 'for_good' ? forGood : base
        return sentence ? say(sentence, { flow: flowName(event.flow) }) : ''
      }
      case 'moved':
        return base ? say(base, { to: event.params?.to ?? '' }) : ''
      case 'flow_returned':
        return base ? say(base, { flow: flowName(event.flow) }) : ''
      case 'input_ignored':
      case 'problem': {
        const why = eventCodes[event.code ?? '']
        return why ? say(why) : base ? say(base) : ''
      }
      case 'run_ended': {
        const end = endSentences[event.status ?? ''] ?? base
        return end ? because(say(end), event.code) : ''
      }
      default:
        return base ? say(base) : ''
    }
  }
}
