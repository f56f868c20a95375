import { useLingui } from '@lingui/react/macro'
import { Modal, Select, Stack } from '@mantine/core'
import { connect, connectionAt, disconnect, exitsAt, outline, START, stepById } from '@/doc'
import { NoChoice } from '@/kit'
import { type Editor, useEdited, useEditor, useView } from './editor-context'

/** Leads a path to a step without a pointer. */
export function ConnectDialog() {
  const { t } = useLingui()
  const editor = useEditor()
  const connecting = useView((view) => view.connecting)
  const close = () => editor.view.setState({ connecting: undefined })
  const doc = useEdited((state) => state.doc)
  const name = connecting ? (stepById(doc, connecting.from)?.name ?? t`Trigger`) : ''
  return (
    <Modal
      opened={connecting !== undefined}
      onClose={close}
      title={t`Where “${name}” leads`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {connecting && <PathFields from={connecting.from} autoFocus />}
    </Modal>
  )
}

/** Each path of a step with the step that it leads to, to be chosen from the list of all. */
export function PathFields({ from, autoFocus }: { from: string; autoFocus?: boolean }) {
  const { t } = useLingui()
  const editor = useEditor()
  const doc = useEdited((state) => state.doc)
  const context = useEdited((state) => state.context)
  const exits = exitsAt(doc, from, context)
  const targets = useTargets(editor, from)
  return (
    <Stack gap="xs">
      {exits.map((exit, index) => (
        <Select
          key={exit.id}
          label={exit.label || t`Then`}
          data={targets}
          value={connectionAt(doc, from, exit.id)?.to ?? null}
          placeholder={t`Nowhere: the flow ends here`}
          searchable
          clearable
          nothingFoundMessage={<NoChoice>{t`No step is called so.`}</NoChoice>}
          clearButtonProps={{ 'aria-label': t`Lead nowhere` }}
          {...(autoFocus && index === 0 && { 'data-autofocus': true })}
          onChange={(to) =>
            editor.store.run({ label: to ? 'connect' : 'disconnect' }, (now) =>
              to ? connect(now, from, exit.id, to) : disconnect(now, from, exit.id),
            )
          }
        />
      ))}
    </Stack>
  )
}

function useTargets(editor: Editor, from: string): { value: string; label: string }[] {
  const doc = useEdited((state) => state.doc)
  const context = useEdited((state) => state.context)
  const seen = new Set<string>([START, from])
  return outline(doc, context).flatMap(({ id }) => {
    const step = stepById(doc, id)
    if (!step || seen.has(id) || editor.kinds.get(step.kind)?.note) return []
    seen.add(id)
    return [{ value: id, label: step.name }]
  })
}
