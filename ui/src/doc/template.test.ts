import { expect, test } from 'vitest'
import { copiedBubble, variablesOf } from './template'

const copy = {
  name: 'order_ready',
  header: { type: 'text', text: 'Order {{1}}' },
  body: 'Hi {{name}}, {{place}} has it, {{name}}',
  footer: 'Bar Roma',
  buttons: [{ id: 'b0', type: 'quick_reply', text: 'Coming' }],
}

test('what a step writes stands in the place of the variables, in their order', () => {
  const config = {
    template: copy,
    header_params: ['{{ contact.first_name }}'],
    body_params: ['Ada', '{{ step.shop ?? "the shop" }}'],
  }
  expect(copiedBubble(config, 'template')).toEqual({
    type: 'buttons',
    header: { text: 'Order {{ contact.first_name }}' },
    text: 'Hi Ada, {{ step.shop ?? "the shop" }} has it, Ada',
    footer: 'Bar Roma',
    options: [{ id: '0', title: 'Coming' }],
  })
})

test('what has no value yet, and what is no template, is left as it is', () => {
  expect(copiedBubble({ inner: { template: copy, body_params: ['', 3] } }, 'inner.template')?.text).toBe(copy.body)
  for (const template of [undefined, 'x', {}, { body: '' }, { body: 5 }])
    expect(copiedBubble({ template }, 'template')).toBeUndefined()
})

test('numbers go by number, names as they appear', () => {
  expect(variablesOf('{{2}} {{ 1 }} {{10}}')).toEqual(['1', '2', '10'])
  expect(variablesOf('{{b}} {{a}} {{b}}')).toEqual(['b', 'a'])
})

test('a picture at the head is the file that the step sends', () => {
  const template = { ...copy, header: { type: 'image', text: '' }, buttons: [] }
  expect(copiedBubble({ template }, 'template', { id: 'm1' })).toMatchObject({
    type: 'text',
    header: { type: 'image', media: { id: 'm1' } },
  })
})
