import { describe, expect, it } from 'vitest'
import type { FlowDocument, Kind } from '@/api/types'
import { variablesFor } from './variables'

describe('variables of an answer', () => {
  const outputs = [
    { path: '', type: 'text', label: 'Answer', when: 'answer!=location' },
    { path: '', type: 'object', label: 'Answer', when: 'answer=location' },
    { path: 'latitude', type: 'number', label: 'Latitude', when: 'answer=location' },
  ]
  const kinds = new Map([['question', { kind: 'question', outputs } as unknown as Kind]])
  const paths = (answer: string) =>
    variablesFor(
      {
        steps: [
          { id: 'stepa', kind: 'question', name: 'Where', key: 'where', config: { answer } },
          { id: 'stepb', kind: 'question', name: 'Then', key: 'then', config: { answer: 'text' } },
        ],
        connections: [
          { from: 'start', exit: 'next', to: 'stepa' },
          { from: 'stepa', exit: 'next', to: 'stepb' },
        ],
        variables: [],
      } as unknown as FlowDocument,
      'stepb',
      kinds,
      [],
      [],
    ).map((variable) => `${variable.path} ${variable.type}`)

  it('follow from its kind', () => {
    expect(paths('text')).toEqual(['step.where text'])
    expect(paths('location')).toEqual(['step.where object', 'step.where.latitude number'])
  })
})
