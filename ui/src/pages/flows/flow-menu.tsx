import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Menu, Stack, Text } from '@mantine/core'
import {
  IconArchive,
  IconArchiveOff,
  IconChartBar,
  IconCopy,
  IconDots,
  IconDownload,
  IconPencil,
  IconTag,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '@/api'
import type { Flow } from '@/api/types'
import { Confirm } from '@/kit'
import { PauseDialog, PauseItem } from '../common/pause'
import { useAct } from '../common/use-act'
import { LabelsDialog } from './labels'

type Asking = 'pause' | 'archive' | 'delete' | 'labels'

/** What can be done with one flow. */
export function FlowMenu({ flow }: { flow: Flow }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const act = useAct()
  const [asking, setAsking] = useState<Asking>()
  const refresh = [['flows'], ['flow', flow.id]]
  const { name, people } = flow
  const post = (what: string) => () => api.post(`/flows/${flow.id}/${what}`)
  const unarchive = () => void act(post('unarchive'), { done: t`“${name}” is back.`, refresh })
  const archive = () =>
    act(post(people > 0 ? 'archive?force=true' : 'archive'), {
      done: t`“${name}” is archived.`,
      undo: unarchive,
      refresh,
    })
  const inside = plural(people, { one: '# person is inside.', other: '# people are inside.' })
  const close = () => setAsking(undefined)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the menu from opening the row
    // biome-ignore lint/a11y/useKeyWithClickEvents: only keeps the menu from opening the row
    <span onClick={(event) => event.stopPropagation()}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t`Actions for ${name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => void navigate({ to: `/flows/${flow.id}/edit` as never })}
          >{t`Edit`}</Menu.Item>
          <Menu.Item
            leftSection={<IconChartBar size={16} />}
            onClick={() => void navigate({ to: `/flows/${flow.id}/summary` as never })}
          >{t`Summary`}</Menu.Item>
          <Menu.Item
            leftSection={<IconUsers size={16} />}
            onClick={() => void navigate({ to: `/flows/${flow.id}/people` as never })}
          >{t`People in this flow`}</Menu.Item>
          <PauseItem flow={flow} onPause={() => setAsking('pause')} />
          <Menu.Item
            leftSection={<IconCopy size={16} />}
            onClick={() =>
              void act(() => api.post(`/flows/${flow.id}/duplicate`, { name: t`Copy of ${name}` }), {
                done: t`“${name}” is duplicated.`,
                refresh,
              })
            }
          >{t`Duplicate`}</Menu.Item>
          <Menu.Item leftSection={<IconTag size={16} />} onClick={() => setAsking('labels')}>{t`Labels`}</Menu.Item>
          <Menu.Item
            component="a"
            href={`/api/v1/flows/${flow.id}/export`}
            download
            leftSection={<IconDownload size={16} />}
          >{t`Export as a file`}</Menu.Item>
          <Menu.Divider />
          {flow.state === 'archived' ? (
            <Menu.Item leftSection={<IconArchiveOff size={16} />} onClick={unarchive}>{t`Bring back`}</Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconArchive size={16} />}
              onClick={() => (people > 0 ? setAsking('archive') : void archive())}
            >{t`Archive`}</Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setAsking('delete')}>
            {t`Delete`}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <LabelsDialog flows={[flow]} known={flow.labels} opened={asking === 'labels'} onClose={close} />
      <PauseDialog flow={flow} opened={asking === 'pause'} onClose={close} />
      <Confirm
        opened={asking === 'archive'}
        title={t`Archive “${name}”?`}
        action={t`Archive and take them out`}
        onClose={close}
        onConfirm={async () => {
          await archive()
        }}
      >
        {inside} {t`They leave the flow where they stand; it does not answer them any more.`}
      </Confirm>
      <Confirm
        opened={asking === 'delete'}
        title={t`Delete “${name}”?`}
        action={t`Delete this flow`}
        danger
        onClose={close}
        onConfirm={async () => {
          await act(() => api.del(`/flows/${flow.id}`, { force: people > 0 || undefined }), {
            done: t`“${name}” is deleted.`,
            refresh,
          })
        }}
      >
        <Stack gap="xs">
          <Text size="sm">
            {t`The flow goes with all its versions and the history of who went through it. This cannot be undone. Contacts and conversations stay.`}
          </Text>
          {people > 0 && (
            <Text size="sm">
              {inside} {t`They leave the flow where they stand; it does not answer them any more.`}
            </Text>
          )}
        </Stack>
      </Confirm>
    </span>
  )
}
