import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'

export interface ConfirmProps {
  opened: boolean
  title: ReactNode
  /** What will happen to whom. */
  children: ReactNode
  /** Says what happens: "Delete 3 contacts". */
  action: ReactNode
  danger?: boolean
  onConfirm: () => void | Promise<void>
  onClose: () => void
}

/** Asks before something that cannot be undone. */
export function Confirm({ opened, title, children, action, danger, onConfirm, onClose }: ConfirmProps) {
  const { t } = useLingui()
  const [busy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    try {
      await onConfirm()
      onClose()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t`Close` }}>
      <Stack>
        <Text component="div" size="sm">
          {children}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t`Cancel`}
          </Button>
          <Button {...(danger && { color: 'red' })} loading={busy} onClick={confirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
