import { expect, test } from 'vitest'
import type { TemplateInfo } from '@/api/types'
import { blanksOf, filled } from './fill'

const template: TemplateInfo = {
  id: '1',
  channel_id: '2',
  name: 'order_ready',
  language: 'it',
  category: 'UTILITY',
  status: 'APPROVED',
  reason: '',
  quality: '',
  header: { type: 'text', text: 'Order {{1}}' },
  body: 'Hi {{1}}, pay {{ 2 }} at {{1}}',
  footer: 'Bar Roma',
  buttons: [
    { id: 'b0', type: 'quick_reply', text: 'Ok', variables: 0 },
    { id: '', type: 'url', text: 'Track', url: 'https://example.com/{{1}}', variables: 1 },
  ],
  variables: { header: ['1'], body: ['1', '2'], buttons: [1] },
  synced_at: '2026-01-01T00:00:00Z',
}

test('every variable is a place to fill in, those of the header apart from those of the body', () => {
  expect(blanksOf(template).map((blank) => `${blank.part} ${blank.name}`)).toEqual([
    'header 1',
    'body 1',
    'body 2',
    'button Track',
  ])
})

test('values stand where Meta puts them; what has none stays visible', () => {
  const content = filled(template, { 'body 1': 'Maria', 'header 1': '12', 'body 2': ' ' })
  expect(content.text).toBe('Hi Maria, pay {{ 2 }} at Maria')
  expect(content.header?.text).toBe('Order 12')
  expect(content.options?.map((option) => option.title)).toEqual(['Ok', 'Track'])
})

test('a picture above the text is announced, and lists that the server left out hold nothing', () => {
  const bare: TemplateInfo = {
    ...template,
    header: { type: 'image', text: '' },
    buttons: [],
    variables: { header: null, body: null, buttons: null },
  }
  expect(blanksOf(bare)).toEqual([])
  expect(filled(bare, {})).toMatchObject({ type: 'text', header: { type: 'image' } })
})
