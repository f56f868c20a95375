import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import {
  IconChartBar,
  IconDots,
  IconExclamationCircle,
  IconHelp,
  IconPlayerPlay,
  IconRoute,
  IconUpload,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Flow } from '@/api/types'
import { ActionItems, act, useEditor } from '@/canvas'
import { PauseDialog, PauseItem } from '../common/pause'
import classes from './editor.module.css'
import { useSaved } from './session-context'

interface EditorMenuProps {
  flow: Flow
  changes: number
  problems: number
  /** What the bar has no room for stands here. */
  room: 'wide' | 'compact' | 'phone'
  onAround: () => void
}

/** Everything that has no button of its own in the bar. */
export function EditorMenu({ flow, changes, problems, room, onAround }: EditorMenuProps) {
  const { t } = useLingui()
  const editor = useEditor()
  const issues = useSaved((state) => state.issues)
  const [pausing, setPausing] = useState(false)
  const unpublished =
    flow.version && changes > 0
      ? plural(changes, { one: '# change not published', other: '# changes not published' })
      : undefined
  return (
    <>
      <Menu position="bottom-end" {...(room === 'phone' && { width: 280 })}>
        <Menu.Target>
          <Button variant="subtle" color="gray" px="xs" aria-label={t`More`} data-guide="more">
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {room !== 'wide' && (
            <Menu.Item
              leftSection={
                <IconExclamationCircle size={16} color={problems > 0 ? 'var(--problem)' : 'var(--muted)'} aria-hidden />
              }
              rightSection={<span className="num">{issues.length}</span>}
              onClick={() => act(editor, 'problems')}
            >
              {t`Problems`}
            </Menu.Item>
          )}
          {room === 'phone' && (
            <>
              <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => act(editor, 'test')}>
                {t`Test`}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconUpload size={16} />}
                disabled={flow.version !== null && changes === 0}
                onClick={() => act(editor, 'publish')}
              >
                {t`Publish`}
                {unpublished && <span className={classes.menuNote}>{unpublished}</span>}
              </Menu.Item>
            </>
          )}
          <ActionItems ids={['try', 'share']} />
          <PauseItem flow={flow} onPause={() => setPausing(true)} />
          <Menu.Divider />
          {room !== 'wide' && <ActionItems ids={room === 'phone' ? ['undo', 'redo'] : ['redo']} />}
          <ActionItems ids={['versions', 'people']} />
          <Menu.Item
            component={Link}
            to={`/flows/${flow.id}/summary` as never}
            leftSection={<IconChartBar size={16} />}
          >{t`Summary`}</Menu.Item>
          <ActionItems ids={['settings', 'outline', 'find']} />
          <Menu.Divider />
          <ActionItems ids={['shortcuts']} />
          <Menu.Item leftSection={<IconRoute size={16} />} onClick={onAround}>{t`Show me around`}</Menu.Item>
          <Menu.Item component={Link} to={'/help' as never} leftSection={<IconHelp size={16} />}>{t`Help`}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PauseDialog flow={flow} opened={pausing} onClose={() => setPausing(false)} />
    </>
  )
}
