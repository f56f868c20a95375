import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconArchive, IconPlayerPause, IconPlayerPlay, IconTag } from '@tabler/icons-react'
import { useState } from 'react'
import { api } from '@/api'
import type { Flow } from '@/api/types'
import { Confirm } from '@/kit'
import { PauseMany } from '../common/pause'
import { BulkProgress, useBulk } from '../common/use-bulk'
import { LabelsDialog } from './labels'

/** What can be done with several flows at once. */
export function BulkFlows({ flows, known, clear }: { flows: Flow[]; known: string[]; clear: () => void }) {
  const { t } = useLingui()
  const { run, progress } = useBulk()
  const [asking, setAsking] = useState<'pause' | 'archive' | 'labels'>()
  const live = flows.filter((flow) => flow.state === 'live')
  const paused = flows.filter((flow) => flow.state === 'paused')
  const kept = flows.filter((flow) => flow.state !== 'archived')
  const people = (list: Flow[]) => list.reduce((sum, flow) => sum + flow.people, 0)
  const each = async (list: Flow[], path: (flow: Flow) => string, done: (count: number) => string) => {
    const work = async (few: Flow[]) => {
      for (const flow of few) await api.post(path(flow))
      return few.map(() => undefined)
    }
    const left = (count: number) =>
      plural(count, { one: '# flow was left as it is.', other: '# flows were left as they are.' })
    await run(list, { work, done, left, refresh: [['flows'], ...list.map((flow) => ['flow', flow.id])] })
    clear()
  }
  const inside = (list: Flow[]) =>
    people(list) > 0 && plural(people(list), { one: '# person is inside.', other: '# people are inside.' })
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconTag size={14} />}
        onClick={() => setAsking('labels')}
      >{t`Labels`}</Button>
      {live.length > 0 && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPause size={14} />}
          onClick={() => setAsking('pause')}
        >{t`Pause`}</Button>
      )}
      {paused.length > 0 && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPlay size={14} />}
          onClick={() =>
            void each(
              paused,
              (flow) => `/flows/${flow.id}/resume`,
              (count) => plural(count, { one: '# flow answers again.', other: '# flows answer again.' }),
            )
          }
        >{t`Resume`}</Button>
      )}
      {kept.length > 0 && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArchive size={14} />}
          onClick={() => setAsking('archive')}
        >{t`Archive`}</Button>
      )}
      <LabelsDialog flows={flows} known={known} opened={asking === 'labels'} onClose={() => setAsking(undefined)} />
      <PauseMany
        flows={live}
        opened={asking === 'pause'}
        onClose={() => setAsking(undefined)}
        onConfirm={() =>
          each(
            live,
            (flow) => `/flows/${flow.id}/pause`,
            (count) => plural(count, { one: '# flow is paused.', other: '# flows are paused.' }),
          )
        }
      />
      <Confirm
        opened={asking === 'archive'}
        title={plural(kept.length, { one: 'Archive # flow?', other: 'Archive # flows?' })}
        action={plural(kept.length, { one: 'Archive # flow', other: 'Archive # flows' })}
        onClose={() => setAsking(undefined)}
        onConfirm={() =>
          each(
            kept,
            (flow) => `/flows/${flow.id}/archive?force=true`,
            (count) => plural(count, { one: '# flow is archived.', other: '# flows are archived.' }),
          )
        }
      >
        {inside(kept)} {t`They leave the flow where they stand; it does not answer them any more.`}
        <BulkProgress progress={progress} />
      </Confirm>
    </>
  )
}
