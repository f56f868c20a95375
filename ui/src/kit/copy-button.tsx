import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'

/** Copies a text, and says so. */
export function CopyButton({ value, label }: { value: string; label?: string }) {
  const { t } = useLingui()
  const clipboard = useClipboard({ timeout: 1500 })
  const name = clipboard.copied ? t`Copied` : (label ?? t`Copy`)
  return (
    <Tooltip label={name}>
      <ActionIcon aria-label={name} onClick={() => clipboard.copy(value)}>
        {clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
      </ActionIcon>
    </Tooltip>
  )
}
