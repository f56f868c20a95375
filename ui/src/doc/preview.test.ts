import { expect, test } from 'vitest'
import type { Kind } from '@/api/types'
import { fullPreview, triggerRow, triggerSummary } from './preview'
import { labelPieces } from './rules'
import { context, kindOf } from './testing'

const { words } = context()

const update: Kind = {
  ...kindOf('message'),
  kind: 'contact_update',
  preview: [{ each: 'changes', parts: [{ as: 'line', text: '{field}: {value}' }] }],
  schema: {
    type: 'object',
    properties: {
      changes: {
        type: 'array',
        items: {
          type: 'object',
          properties: { field: { 'x-widget': 'contact_field' }, value: { 'x-widget': 'template_line' } },
        },
      },
    },
  },
}

test('a line inside a list tells each item, its fields by reference', () => {
  const config = {
    changes: [
      { field: 'first_name', value: '{{ step.ask_name }}' },
      { field: 'fields.size', value: 'L' },
    ],
  }
  expect(fullPreview(update, config, words).map((item) => item.pieces)).toEqual([
    [{ widget: 'contact_field', value: 'first_name' }, ': ', '{{ step.ask_name }}'],
    [{ widget: 'contact_field', value: 'fields.size' }, ': ', 'L'],
  ])
})

test('an item that says nothing has no line', () => {
  expect(fullPreview(update, { changes: [{ field: '', value: '' }] }, words)).toEqual([])
})

test('several choices are told by their labels', () => {
  const schema = { properties: { kinds: { type: 'array', 'x-enum': [{ value: 'image', label: 'Image' }] } } }
  expect(labelPieces('{kinds}', { kinds: ['image', 'other'] }, words, schema)).toEqual(['Image, other'])
})

test('a choice is told by its label, a list by its words', () => {
  const schema = {
    properties: {
      action: { 'x-enum': [{ value: 'close', label: 'Closes the conversation' }] },
      tags: { type: 'array' },
    },
  }
  expect(labelPieces('{action}, {tags}', { action: 'close', tags: ['a', 'b'] }, words, schema)).toEqual([
    'Closes the conversation',
    ', ',
    'a, b',
  ])
})

test('a row of the trigger card has a second line before its words run over', () => {
  expect(triggerRow('When the message is flowers')).toBeLessThan(triggerRow('When the message is appointment, book'))
})

test('what somebody has to write stands in quotes', () => {
  const kind = {
    kind: 'inbound_keyword',
    name: 'Words',
    preview: [{ as: 'line', text: 'When the message is {keywords}' }],
    schema: { properties: { keywords: { 'x-widget': 'keywords' } } },
  } as unknown as Kind
  const trigger = { id: 't', kind: 'inbound_keyword', config: { keywords: ['offers', 'news'] } }
  expect(triggerSummary(trigger, kind, words)).toBe('When the message is “offers”, “news”')
})
