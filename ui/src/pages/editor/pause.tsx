import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Menu, Stack, Text } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { api } from '@/api'
import type { Flow } from '@/api/types'
import { Confirm } from '@/kit'
import { useAct } from '../common/use-act'

const fresh = (flow: Flow) => [['flow', flow.id], ['flows']]

function useResume(flow: Flow): () => void {
  const { t } = useLingui()
  const act = useAct()
  const { name } = flow
  return () =>
    void act(() => api.post(`/flows/${flow.id}/resume`), { done: t`“${name}” answers again.`, refresh: fresh(flow) })
}

/** The row of a menu that silences a flow, or lets it speak again; nothing for one that never spoke. */
export function PauseItem({ flow, onPause }: { flow: Flow; onPause: () => void }) {
  const { t } = useLingui()
  const resume = useResume(flow)
  if (flow.state === 'live') {
    return <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={onPause}>{t`Pause`}</Menu.Item>
  }
  if (flow.state !== 'paused') return null
  return <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={resume}>{t`Resume`}</Menu.Item>
}

/** Says what pausing means for whom, then pauses. */
export function PauseDialog({ flow, opened, onClose }: { flow: Flow; opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const act = useAct()
  const resume = useResume(flow)
  const { name, people } = flow
  return (
    <Confirm
      opened={opened}
      title={t`Pause “${name}”?`}
      action={t`Pause this flow`}
      onClose={onClose}
      onConfirm={async () => {
        const pause = () => api.post(`/flows/${flow.id}/pause`)
        await act(pause, { done: t`“${name}” is paused.`, undo: resume, refresh: fresh(flow) })
      }}
    >
      <Stack gap="xs">
        <Text size="sm">{t`Nobody new enters. Their messages wait under Conversations for a person.`}</Text>
        <Text size="sm">
          {plural(people, {
            0: 'Nobody is inside now.',
            one: '# person inside will get no answer until you resume.',
            other: '# people inside will get no answer until you resume.',
          })}
        </Text>
      </Stack>
    </Confirm>
  )
}
