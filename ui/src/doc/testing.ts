// A small catalogue and document for tests; the shapes are the contract's.
import type { FlowDocument, Kind } from '@/api/types'
import type { Context } from './graph'

const kind = (part: Partial<Kind> & Pick<Kind, 'kind' | 'name' | 'group'>): Kind => ({
  help: '',
  icon: 'message',
  schema: { type: 'object', properties: {} },
  defaults: {},
  exits: [{ id: 'next', label: 'Next' }],
  preview: [],
  ...part,
})

export const kinds: Kind[] = [
  kind({
    kind: 'message',
    name: 'Message',
    group: 'messages',
    defaults: { text: '' },
    preview: [
      { as: 'media', field: 'media' },
      { as: 'bubble', field: 'text' },
    ],
    schema: {
      type: 'object',
      properties: { text: { type: 'string', title: 'Text', 'x-widget': 'template', 'x-order': 1 } },
    },
  }),
  kind({
    kind: 'question',
    name: 'Question',
    group: 'questions',
    defaults: { text: 'What is your name?', timeout: { enabled: false, wait: { amount: 24, unit: 'h' } } },
    exits: [
      { id: 'next', label: 'Next' },
      { id: 'timeout', label: 'No reply within {timeout.wait}', when: 'timeout.enabled' },
    ],
    preview: [{ as: 'bubble', field: 'text' }],
  }),
  kind({
    kind: 'menu',
    name: 'Menu',
    group: 'questions',
    defaults: {
      text: 'Choose',
      options: [
        { id: 'o1', title: 'Sales' },
        { id: 'o2', title: '' },
      ],
    },
    exits: [
      { each: 'options', id: 'id', label: 'title' },
      { id: 'else', label: 'Otherwise' },
    ],
    preview: [
      { as: 'bubble', field: 'text' },
      { as: 'options', field: 'options', label: 'title', style: 'buttons' },
    ],
  }),
  kind({ kind: 'end', name: 'End', group: 'logic', final: true, exits: [] }),
  kind({ kind: 'note', name: 'Note', group: 'logic', final: true, note: true, exits: [], defaults: { text: '' } }),
]

export function context(): Context {
  let n = 0
  return {
    kinds: new Map(kinds.map((k) => [k.kind, k])),
    words: { duration: (d) => `${d.amount} ${d.unit}`, option: (i) => `Option ${i}`, quote: (said) => `“${said}”` },
    newId: () => `id${String(++n).padStart(8, '0')}`,
  }
}

export const kindOf = (name: string): Kind => {
  const found = kinds.find((k) => k.kind === name)
  if (!found) throw new Error(`no kind ${name}`)
  return found
}

export const empty = (mode: 'auto' | 'free' = 'auto'): FlowDocument => ({
  spec: 1,
  triggers: [{ id: 'trigger01', kind: 'inbound_any', config: {} }],
  steps: [],
  connections: [],
  variables: [],
  settings: { language: 'en', channels: [] },
  layout: { mode, positions: {} },
})
