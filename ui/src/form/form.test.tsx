import { cleanup, fireEvent, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { Config, Issue, Schema } from '@/api/types'
import { show } from '@/testing'
import { EnvironmentProvider, StepForm } from '.'

afterEach(cleanup)

const optionsOf = (log: Config[]) => (log.at(-1)?.options ?? []) as { id: string; title: string }[]

const words = { duration: () => '', option: (n: number) => `Option ${n}` } as never

function Held({
  schema,
  config,
  issues = [],
  log,
}: {
  schema: Schema
  config: Config
  issues?: Issue[]
  log: Config[]
}) {
  const [now, setNow] = useState(config)
  const environment = {
    variables: [],
    groups: [],
    steps: [],
    words,
    issues,
    language: 'en',
    newId: () => `option${String(log.length).padStart(4, '0')}`,
    quiet: false,
  }
  return (
    <EnvironmentProvider value={environment}>
      <StepForm
        schema={schema}
        config={now}
        onChange={(next) => {
          log.push(next)
          setNow(next)
        }}
      />
    </EnvironmentProvider>
  )
}

const schema: Schema = {
  type: 'object',
  properties: {
    second: { type: 'string', title: 'Second', 'x-order': 2, 'x-when': 'first' },
    first: { type: 'boolean', title: 'First', 'x-order': 1 },
    name: { type: 'string', title: 'Name', 'x-order': 3, 'x-max-length': 5 },
    options: {
      type: 'array',
      title: 'Options',
      'x-order': 4,
      'x-widget': 'options',
      'x-max-items': 2,
      items: { type: 'object', properties: { id: { type: 'string' }, title: { type: 'string', title: 'Title' } } },
    },
    folded: { type: 'string', title: 'Folded', 'x-order': 5, 'x-group': 'Advanced', 'x-collapsed': true },
  },
}

test('fields stand in the order of the schema, and show when their condition holds', () => {
  const log: Config[] = []
  show(<Held schema={schema} config={{ first: false, second: 'kept', name: '' }} log={log} />)
  expect(screen.queryByLabelText('Second')).toBeNull()
  fireEvent.click(screen.getByLabelText('First'))
  expect(log.at(-1)).toEqual({ first: true, second: 'kept', name: '' })
  const fields = [...document.querySelectorAll('[data-field]')].map((field) => field.getAttribute('data-field'))
  expect(fields.slice(0, 3)).toEqual(['first', 'second', 'name'])
})

test('a text is counted against its limit', () => {
  const log: Config[] = []
  show(<Held schema={schema} config={{ name: 'abc' }} log={log} />)
  expect(screen.getByText('3/5')).toBeTruthy()
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'abcdef' } })
  expect(screen.getByText('6/5')).toBeTruthy()
  expect(log.at(-1)?.name).toBe('abcdef')
})

test('options get an id once, keep it when the title changes, and end at their limit', () => {
  const log: Config[] = []
  show(<Held schema={schema} config={{ options: [{ id: 'stays0001', title: 'One' }] }} log={log} />)
  fireEvent.click(screen.getByRole('button', { name: 'Add an option' }))
  const [first, second] = optionsOf(log)
  expect(first?.id).toBe('stays0001')
  expect(second?.id).toMatch(/^option/)
  expect(screen.getByRole('button', { name: 'No more than 2' })).toHaveProperty('disabled', true)
  const [title] = screen.getAllByLabelText('Title')
  fireEvent.change(title as HTMLElement, { target: { value: 'Changed' } })
  expect(optionsOf(log)[0]).toEqual({ id: 'stays0001', title: 'Changed' })
  fireEvent.click(screen.getByRole('button', { name: 'Move Changed down' }))
  expect(optionsOf(log).map((option) => option.id)).toEqual([second?.id, 'stays0001'])
})

test('a folded part opens, and a problem is told at its field', () => {
  const issue: Issue = { code: 'empty_field', severity: 'error', path: '', step: 's', field: 'name' }
  show(<Held schema={schema} config={{}} issues={[issue]} log={[]} />)
  expect(document.querySelector('[data-field="name"] [role="status"]')?.textContent).toBeTruthy()
  const fold = screen.getByRole('button', { name: 'Advanced' })
  expect(fold.getAttribute('aria-expanded')).toBe('false')
  fireEvent.click(fold)
  expect(fold.getAttribute('aria-expanded')).toBe('true')
})
