// Every reason that the server may give has its sentence under the message, and its action where it has one.
import { cleanup, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import codes from '@/api/codes.gen.json'
import type { Conversation, Message } from '@/api/types'
import { show } from '@/testing'
import { reasonSentences } from '../common/reasons'
import { MessageBubble } from './message-bubble'

afterEach(cleanup)

const conversation: Conversation = {
  id: 'c1',
  contact: { id: 'p1', name: 'Maria', phone: '' },
  channel: { id: 'n1', name: 'Shop', kind: 'whatsapp' },
  status: 'new',
  unread: 0,
  bot: 'silenced',
}
const params = { flow: 'Orders', flow_id: 'f1', step: 'Ask', canceled: 'Sale', hours: '24', type: 'reaction' }
const message = (code: string, action: string): Message => ({
  id: 'm1',
  direction: 'in',
  at: '2026-11-22T12:00:00Z',
  content: { type: 'text', text: 'hello' },
  state: 'received',
  source: 'contact',
  reason: { code, action, params: { ...params, until: '2026-11-22T18:42:00Z' } },
})

test('the sentences are those of the reasons, and none is left over', () => {
  expect(Object.keys(reasonSentences).sort()).toEqual([...codes.reasons].sort())
})

test.each(Object.entries(codes.reason_actions))('%s says why, and offers %s', (code, action) => {
  const { container } = show(<MessageBubble message={message(code, action)} conversation={conversation} />)
  const bubble = container.querySelector('[data-direction="in"]') as HTMLElement
  const said = (bubble.textContent ?? '').replace('hello', '')
  expect(said.length).toBeGreaterThan(10)
  expect(said).not.toMatch(/[{}]|undefined/)
  const offers = [...within(bubble).queryAllByRole('link'), ...within(bubble).queryAllByRole('button')]
  expect(offers).toHaveLength(action === 'none' ? 0 : 1)
})
