import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Stack, TagsInput, Text } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api'
import type { Flow } from '@/api/types'
import { useAct } from '../common/use-act'

const MAX_LABELS = 10
const MAX_LENGTH = 40

interface LabelsDialogProps {
  flows: Flow[]
  /** Labels in use: they are offered. */
  known: string[]
  opened: boolean
  onClose: () => void
}

/** Gives flows labels. For several at once: those that all of them have are shown, the others stay where they are. */
export function LabelsDialog({ flows, known, opened, onClose }: LabelsDialogProps) {
  const { t } = useLingui()
  const count = flows.length
  const name = flows[0]?.name ?? ''
  const title = count === 1 ? t`Labels of “${name}”` : t`Labels of ${count} flows`
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t`Close` }}>
      {opened && <LabelsForm flows={flows} known={known} onClose={onClose} />}
    </Modal>
  )
}

const shared = (flows: Flow[]): string[] =>
  (flows[0]?.labels ?? []).filter((label) => flows.every((flow) => flow.labels.includes(label)))

function LabelsForm({ flows, known, onClose }: Omit<LabelsDialogProps, 'opened'>) {
  const { t } = useLingui()
  const act = useAct()
  const before = shared(flows)
  const [labels, setLabels] = useState(before)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    const gone = before.filter((label) => !labels.includes(label))
    const change = async () => {
      for (const flow of flows) {
        const rest = flow.labels.filter((label) => !gone.includes(label) && !labels.includes(label))
        await api.patch(`/flows/${flow.id}`, { labels: [...rest, ...labels] })
      }
    }
    const done = await act(change, { refresh: [['flows'], ...flows.map((flow) => ['flow', flow.id])] })
    setBusy(false)
    if (done) onClose()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack gap="md">
        {flows.length > 1 && (
          <Text size="sm" c="dimmed">{t`Labels that only some of these flows have stay as they are.`}</Text>
        )}
        <TagsInput
          data-autofocus
          label={t`Labels`}
          description={t`Words to sort your flows by. Customers never see them.`}
          data={known}
          value={labels}
          maxTags={MAX_LABELS}
          onChange={(next) => setLabels(next.map((label) => label.slice(0, MAX_LENGTH)))}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" loading={busy}>{t`Save`}</Button>
        </Group>
      </Stack>
    </form>
  )
}
