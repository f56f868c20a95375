import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, useFieldErrors } from '@/api'
import type { Run } from '@/api/types'
import { toast } from '@/kit'
import { ProblemLine } from './problem-line'

/** Keeps a real conversation as a test of the flow: it is held again before every publish. */
export function SaveAsTest({ run, name }: { run: Run; name: string }) {
  const { t } = useLingui()
  const [asking, setAsking] = useState(false)
  const close = () => setAsking(false)
  return (
    <>
      <Button variant="default" leftSection={<IconChecklist size={16} />} onClick={() => setAsking(true)}>
        {t`Save as test`}
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title={t`Save this conversation as a test`}
        closeButtonProps={{ 'aria-label': t`Close` }}
      >
        <SaveTestForm flow={run.flow} run={run.id} name={name} onClose={close} />
      </Modal>
    </>
  )
}

interface SaveTestFormProps {
  flow: { id: string; name?: string }
  run: string
  /** Who wrote it. */
  name: string
  onClose: () => void
}

/** Asks what the test is called. */
export function SaveTestForm({ flow, run, name, onClose }: SaveTestFormProps) {
  const { t } = useLingui()
  const field = useFieldErrors()
  const queries = useQueryClient()
  const [called, setCalled] = useState(name)
  const save = useMutation({
    mutationFn: () => api.post(`/flows/${flow.id}/tests`, { name: called.trim(), from_run: run }),
    onSuccess: () => {
      onClose()
      toast.done(flow.name ? t`Saved as a test of “${flow.name}”.` : t`Saved as a test of this flow.`)
      void queries.invalidateQueries({ queryKey: ['flow', flow.id, 'tests'] })
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack>
        <Text size="sm">
          {t`What ${name} wrote is played again before every publish; the flow must say the same. Nothing is sent.`}
        </Text>
        <TextInput
          label={t`Name of the test`}
          maxLength={100}
          value={called}
          data-autofocus
          error={field(save.error, '/name')}
          onChange={(event) => setCalled(event.currentTarget.value)}
        />
        <ProblemLine error={save.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" loading={save.isPending} disabled={!called.trim()}>{t`Save as test`}</Button>
        </Group>
      </Stack>
    </form>
  )
}
