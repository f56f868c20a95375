import { useLingui } from '@lingui/react/macro'
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import classes from './toast.module.css'

const SHORT_MS = 4_000
// Long enough to notice a slip and reach the button.
const UNDO_MS = 8_000

const look = { classNames: { root: classes.toast ?? '' } }

let counter = 0

function UndoLine({ text, onUndo }: { text: ReactNode; onUndo: () => void }) {
  const { t } = useLingui()
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text size="sm">{text}</Text>
      <Button size="compact-sm" variant="light" onClick={onUndo}>
        {t`Undo`}
      </Button>
    </Group>
  )
}

/** Short notes at the bottom of the screen; what can be undone is undone from there. */
export const toast = {
  done: (text: ReactNode) =>
    notifications.show({ ...look, message: text, autoClose: SHORT_MS, withCloseButton: false }),
  problem: (text: ReactNode) => notifications.show({ ...look, message: text, color: 'red', autoClose: UNDO_MS }),
  undo: (text: ReactNode, undo: () => void) => {
    counter += 1
    const id = `undo-${counter}`
    const onUndo = () => {
      notifications.hide(id)
      undo()
    }
    notifications.show({ ...look, id, message: <UndoLine text={text} onUndo={onUndo} />, autoClose: UNDO_MS })
  },
}
