import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, useFieldErrors } from '@/api'
import type { Run } from '@/api/types'
import { toast } from '@/kit'
import { ProblemLine } from '../common/problem-line'

/** Keeps a real conversation as a test of the flow: it is held again before every publish. */
export function SaveAsTest({ run, name }: { run: Run; name: string }) {
  const { t } = useLingui()
  const field = useFieldErrors()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [called, setCalled] = useState(name)
  const save = useMutation({
    mutationFn: () => api.post(`/flows/${run.flow.id}/tests`, { name: called.trim(), from_run: run.id }),
    onSuccess: () => {
      setAsking(false)
      toast.done(t`Saved as a test of “${run.flow.name}”.`)
      void queries.invalidateQueries({ queryKey: ['flow', run.flow.id, 'tests'] })
    },
  })
  return (
    <>
      <Button variant="default" leftSection={<IconChecklist size={16} />} onClick={() => setAsking(true)}>
        {t`Save as test`}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Save this conversation as a test`}
        closeButtonProps={{ 'aria-label': t`Close` }}
      >
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
              <Button variant="default" onClick={() => setAsking(false)}>{t`Cancel`}</Button>
              <Button type="submit" loading={save.isPending} disabled={!called.trim()}>{t`Save as test`}</Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
