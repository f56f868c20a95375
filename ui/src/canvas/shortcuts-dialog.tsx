import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useLingui as useWords } from '@lingui/react/macro'
import { Kbd, Modal } from '@mantine/core'
import { actionById } from './actions'
import classes from './canvas.module.css'
import { useEditor, useView } from './editor-context'
import { keysText } from './shortcuts'

const sections: { title: MessageDescriptor; ids: string[] }[] = [
  { title: msg`Steps`, ids: ['add', 'edit', 'rename', 'connect', 'follow', 'duplicate', 'delete', 'group', 'ungroup'] },
  { title: msg`Everywhere`, ids: ['undo', 'redo', 'find', 'palette', 'test', 'shortcuts', 'close'] },
  { title: msg`View`, ids: ['fit', 'fit-selection', 'actual-size', 'zoom-in', 'zoom-out', 'select-all', 'tidy'] },
]

/** Every key that does something, from the registered actions; what has no action of ours is told beside them. */
export function ShortcutsDialog() {
  const { i18n } = useLingui()
  const { t } = useWords()
  const { view } = useEditor()
  const opened = useView((state) => state.shortcuts)
  const more = [
    { label: t`Go along the flow`, keys: ['↑ ↓ ← →'] },
    { label: t`Move the step`, keys: [`${keysText('alt+x').slice(0, -1)}↑ ↓ ← →`] },
    { label: t`Copy, cut, paste`, keys: [keysText('mod+c'), keysText('mod+x'), keysText('mod+v')] },
    { label: t`Choose several`, keys: [t`Shift + drag`] },
    { label: t`A variable in a text`, keys: ['{{'] },
  ]
  return (
    <Modal
      opened={opened}
      onClose={() => view.setState({ shortcuts: false })}
      title={t`Keyboard shortcuts`}
      size="lg"
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <div className={classes.shortcuts}>
        {sections.map((section) => (
          <section key={section.ids.join()}>
            <h3>{i18n._(section.title)}</h3>
            <dl>
              {section.ids.map((id) => {
                const action = actionById(id)
                return <Row key={id} label={i18n._(action.label)} keys={(action.keys ?? []).map(keysText)} />
              })}
            </dl>
          </section>
        ))}
        <section>
          <h3>{t`On the canvas`}</h3>
          <dl>
            {more.map((row) => (
              <Row key={row.label} {...row} />
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  )
}

function Row({ label, keys }: { label: string; keys: string[] }) {
  return (
    <div className={classes.shortcut}>
      <dt>{label}</dt>
      <dd>
        {keys.map((key) => (
          <Kbd key={key} className={classes.key ?? ''}>
            {key}
          </Kbd>
        ))}
      </dd>
    </div>
  )
}
