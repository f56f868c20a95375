// The history of a test: its turns gathered by the step where things happened, with the values that changed there.
import type { RunEvent } from '@/api/types'
import { timelineOf } from '../people/timeline'
import type { Person, Round } from './test-conversation'

export interface ValueChange {
  path: string
  /** Empty: there was nothing. */
  before: string
  after: string
}

export interface Stay {
  step: string
  at: number
  events: RunEvent[]
  changes: ValueChange[]
  /** Where in the conversation it began. */
  round: number
  event: number
  /** Nothing came after it. */
  last: boolean
}

const DEPTH = 4
const LENGTH = 120

/** Nested values as dotted paths, empty ones left out. */
export function flatten(value: unknown, path = '', depth = 0): [string, string][] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value !== 'object') return [[path, String(value)]]
  if (depth >= DEPTH) return [[path, JSON.stringify(value)]]
  return Object.entries(value).flatMap(([key, inside]) => flatten(inside, path ? `${path}.${key}` : key, depth + 1))
}

const short = (text: string) => (text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text)

// What only the program needs to know of a contact.
const QUIET = new Set(['contact.id'])

const valuesOf = (variables: unknown, contact: unknown): Map<string, string> =>
  new Map([
    ...flatten(variables),
    ...flatten(contact)
      .map(([path, value]): [string, string] => [`contact.${path}`, value])
      .filter(([path]) => !QUIET.has(path)),
  ])

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ValueChange[] {
  const paths = new Set([...after.keys(), ...before.keys()])
  return [...paths].flatMap((path) => {
    const [was, is] = [before.get(path) ?? '', after.get(path) ?? '']
    return was === is ? [] : [{ path, before: short(was), after: short(is) }]
  })
}

/** The stays of a conversation; `keyOf` gives the name that variables use for a step. */
export function changesOf(rounds: readonly Round[], who: Person, keyOf: (step: string) => string | undefined): Stay[] {
  const all: Stay[] = []
  let before = valuesOf({}, who)
  for (const [round, { result, cut }] of rounds.entries()) {
    const events = result.events.slice(0, cut)
    const here: Stay[] = timelineOf(events).map((stay) => ({ ...stay, changes: [], round, event: 0, last: false }))
    let at = 0
    for (const stay of here) {
      const first = events.findIndex(
        (event, index) => index >= at && event.kind === 'step_entered' && event.step === stay.step,
      )
      stay.event = first >= 0 ? first : at
      at = stay.event + (first >= 0 ? 1 : 0)
    }
    const after = valuesOf(result.variables, result.contact ?? who)
    for (const change of differences(before, after)) place(here, change, keyOf)?.changes.push(change)
    before = after
    // A turn that goes on where the last one stood is one stay with it.
    const [first] = here
    const held = all.at(-1)
    if (first && held && first.step !== '' && first.step === held.step && events[0]?.kind !== 'step_entered') {
      held.events.push(...first.events)
      held.changes.push(...first.changes)
      here.shift()
    }
    all.push(...here)
  }
  const end = all.at(-1)
  if (end) end.last = true
  return all
}

/** The stay in which a value changed: the step that it is named after, else where something of its kind was said. */
function place(stays: Stay[], { path }: ValueChange, keyOf: (step: string) => string | undefined): Stay | undefined {
  const [space, name] = path.split('.')
  const own = stays.findLast((stay) => {
    if (space === 'step') return keyOf(stay.step) === name
    const kind = space === 'var' ? 'variable' : 'contact'
    return stay.events.some((event) => event.kind === kind || (space === 'contact' && event.kind === 'tags'))
  })
  return own ?? stays.findLast((stay) => stay.step !== '') ?? stays.at(-1)
}
