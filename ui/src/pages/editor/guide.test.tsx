import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { createView, type Editor, EditorProvider } from '@/canvas'
import { addStep, createEditor } from '@/doc'
import { context, empty, kindOf } from '@/doc/testing'
import { show } from '@/testing'
import { FlowList } from './flow-list'
import Guide from './guide'

afterEach(cleanup)

function open(): Editor {
  const c = context()
  const { doc } = addStep(empty('auto'), c, kindOf('question'), { from: 'start', exit: 'next' })
  return {
    flowId: 'flow',
    store: createEditor(doc, c),
    view: createView(),
    catalog: { items: [], groups: [], triggers: [], variables: [] },
    kinds: c.kinds,
    viewport: { current: undefined },
  }
}

function walk() {
  const editor = open()
  const onLeave = vi.fn()
  const before = editor.store.getState().doc
  show(
    <EditorProvider value={editor}>
      <Guide onLeave={onLeave} />
    </EditorProvider>,
  )
  return { editor, onLeave, before }
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name, hidden: true }))
const at = (title: string) => screen.getByRole('dialog', { name: title, hidden: true })

test('the tour is walked to its end, back and forth, and changes nothing', async () => {
  const { editor, onLeave, before } = walk()
  at('Here it begins')
  await waitFor(() => expect(at('Here it begins').contains(document.activeElement)).toBe(true))
  press('Next')
  at('Add what happens next')
  press('Next')
  at('Write what the customer reads')
  expect(editor.view.getState().panel).toBe('step')
  expect(editor.store.getState().selection).toEqual([before.steps[0]?.id])
  press('Next')
  at('Try it')
  expect(editor.view.getState().panel).toBeUndefined()
  press('Back')
  at('Write what the customer reads')
  press('Next')
  press('Next')
  at('Let it answer')
  expect(onLeave).not.toHaveBeenCalled()
  press('Done')
  expect(onLeave).toHaveBeenCalledOnce()
  expect(editor.store.getState().doc).toBe(before)
})

test('it can be left by a button and by Esc', () => {
  const { onLeave } = walk()
  press('Leave')
  fireEvent.keyDown(document.body, { key: 'Escape' })
  expect(onLeave).toHaveBeenCalledTimes(2)
})

test('the list reads the flow as the customer meets it, and opens its steps', () => {
  const editor = open()
  const opened: string[] = []
  show(
    <EditorProvider value={editor}>
      <FlowList onOpen={(id) => opened.push(id)} />
    </EditorProvider>,
  )
  screen.getByText('What is your name?')
  fireEvent.click(screen.getByRole('button', { name: /^Question/ }))
  expect(opened).toEqual([editor.store.getState().doc.steps[0]?.id])
})
