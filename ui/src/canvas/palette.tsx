import { useLingui } from '@lingui/react'
import { useLingui as useWords } from '@lingui/react/macro'
import { Kbd, Modal, TextInput } from '@mantine/core'
import { useLayoutEffect, useRef, useState } from 'react'
import { act, actions } from './actions'
import { useEditor, useView } from './editor-context'
import classes from './library.module.css'
import { keysText } from './shortcuts'

interface Entry {
  id: string
  label: string
  keys: string
  run: () => void
}

/** Every action by its name, and every step by its name. */
export function Palette() {
  const { t } = useWords()
  const editor = useEditor()
  const opened = useView((view) => view.palette)
  const close = () => editor.view.setState({ palette: false })
  return (
    <Modal.Root opened={opened} onClose={close} yOffset="12vh" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t`Commands`}>
        <Modal.Body p="xs">{opened && <PaletteList close={close} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function PaletteList({ close }: { close: () => void }) {
  const { i18n } = useLingui()
  const { t } = useWords()
  const editor = useEditor()
  const input = useRef<HTMLInputElement>(null)
  // At once: the next key is already the first letter.
  useLayoutEffect(() => input.current?.focus(), [])
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const commands: Entry[] = actions
    .filter((action) => !action.silent && action.can(editor))
    .map((action) => ({
      id: action.id,
      label: i18n._(action.label),
      keys: keysText(action.keys?.[0]),
      run: () => act(editor, action.id),
    }))
  const steps: Entry[] = editor.store.getState().doc.steps.map((step) => ({
    id: `step ${step.id}`,
    label: t`Go to: ${step.name}`,
    keys: '',
    run: () => {
      editor.store.select([step.id])
      editor.viewport.current?.reveal(step.id)
    },
  }))
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = [...commands, ...steps].filter((entry) =>
    words.every((word) => entry.label.toLowerCase().includes(word)),
  )
  const at = Math.max(0, Math.min(active, found.length - 1))
  const run = (entry: Entry | undefined) => {
    if (!entry) return
    close()
    // After the dialog has given the focus back.
    requestAnimationFrame(entry.run)
  }
  return (
    <>
      <TextInput
        ref={input}
        data-autofocus
        placeholder={t`What do you want to do?`}
        aria-label={t`What do you want to do?`}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setActive(Math.min(at + 1, found.length - 1))
          else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0))
          else if (event.key === 'Enter') run(found[at])
          else return
          event.preventDefault()
        }}
      />
      <div className={classes.palette} role="listbox" aria-label={t`Commands`}>
        {found.map((entry, index) => (
          <button
            key={entry.id}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            data-active={index === at || undefined}
            className={classes.command}
            onMouseMove={() => setActive(index)}
            onClick={() => run(entry)}
          >
            {entry.label}
            {entry.keys && <Kbd size="xs">{entry.keys}</Kbd>}
          </button>
        ))}
      </div>
    </>
  )
}
