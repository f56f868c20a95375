import { expect, test } from 'vitest'
import type { Contact } from '@/api/types'
import { changesOf } from './contact-form'

const contact = {
  first_name: 'Maria',
  last_name: '',
  email: '',
  phone: '+393331234567',
  url: '',
  language: 'it',
  tags: ['vip'],
  fields: { city: 'Rome', size: 3 },
  opted_out: false,
} as unknown as Contact

test('only what was changed is sent', () => {
  expect(changesOf(contact, contact)).toEqual({})
  expect(changesOf(contact, { ...contact, email: 'm@example.com', tags: [] })).toEqual({
    email: 'm@example.com',
    tags: [],
  })
})

test('an emptied field is sent as nothing, others are left alone', () => {
  expect(changesOf(contact, { ...contact, fields: { city: null, size: 3, seat: 'A' } })).toEqual({
    fields: { city: null, seat: 'A' },
  })
})
