import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Menu, Stack, Text } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { api } from '@/api'
import type { Flow } from '@/api/types'
import { Confirm } from '@/kit'
import { useAct } from './use-act'

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

interface AskProps {
  opened: boolean
  title: ReactNode
  action: ReactNode
  /** Who does not get in any more. */
  outside: string
  /** So many are inside. */
  people: number
  onConfirm: () => Promise<void>
  onClose: () => void
}

/** What pausing means for whom, the same words wherever it is asked. */
function Ask({ outside, people, ...confirm }: AskProps) {
  return (
    <Confirm {...confirm}>
      <Stack gap="xs">
        <Text size="sm">{outside}</Text>
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

/** Asks before one flow is silenced, then does it. */
export function PauseDialog({ flow, opened, onClose }: { flow: Flow; opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const act = useAct()
  const resume = useResume(flow)
  const { name, people } = flow
  return (
    <Ask
      opened={opened}
      title={t`Pause “${name}”?`}
      action={t`Pause this flow`}
      outside={t`Nobody new enters: messages of new customers wait under Conversations for a person.`}
      people={people}
      onClose={onClose}
      onConfirm={async () => {
        const pause = () => api.post(`/flows/${flow.id}/pause`)
        await act(pause, { done: t`“${name}” is paused.`, undo: resume, refresh: fresh(flow) })
      }}
    />
  )
}

interface PauseManyProps {
  flows: Flow[]
  /** Without one the flows are counted. */
  title?: string
  opened: boolean
  onConfirm: () => Promise<void>
  onClose: () => void
}

/** Asks before several flows are silenced. */
export function PauseMany({ flows, title, ...rest }: PauseManyProps) {
  const { t } = useLingui()
  const count = flows.length
  return (
    <Ask
      {...rest}
      title={title ?? plural(count, { one: 'Pause # flow?', other: 'Pause # flows?' })}
      action={plural(count, { one: 'Pause # flow', other: 'Pause # flows' })}
      outside={t`Nobody enters a flow any more. Messages that come in wait under Conversations for a person.`}
      people={flows.reduce((sum, flow) => sum + flow.people, 0)}
    />
  )
}
