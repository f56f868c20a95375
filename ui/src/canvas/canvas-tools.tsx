import { useLingui } from '@lingui/react/macro'
import { SegmentedControl } from '@mantine/core'
import {
  IconArrowsMaximize,
  IconCommand,
  IconLayoutGrid,
  IconListTree,
  IconMinus,
  IconPlus,
  IconSearch,
  IconSettings,
} from '@tabler/icons-react'
import { ActionButton } from './action-items'
import { act } from './actions'
import classes from './canvas.module.css'
import { useEdited, useEditor, useView } from './editor-context'

/** Top left: adding, the layout switch, the list, the settings, the commands. */
export function CanvasTools() {
  const { t } = useLingui()
  const editor = useEditor()
  const free = useEdited((state) => state.doc.layout?.mode === 'free')
  const panel = useView((state) => state.panel)
  return (
    <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
      <div className={classes.tools} role="toolbar" aria-label={t`Canvas tools`}>
        <ActionButton id="add">
          <IconPlus size={18} />
        </ActionButton>
        <ActionButton id="outline" active={panel === 'outline'}>
          <IconListTree size={18} />
        </ActionButton>
        <ActionButton id="find">
          <IconSearch size={18} />
        </ActionButton>
        <ActionButton id="settings" active={panel === 'settings'}>
          <IconSettings size={18} />
        </ActionButton>
        <ActionButton id="palette">
          <IconCommand size={18} />
        </ActionButton>
      </div>
      <SegmentedControl
        size="xs"
        aria-label={t`Layout`}
        value={free ? 'free' : 'auto'}
        onChange={() => act(editor, 'mode')}
        data={[
          { value: 'auto', label: t`Automatic` },
          { value: 'free', label: t`Free` },
        ]}
      />
      {free && (
        <div className={classes.tools}>
          <ActionButton id="tidy">
            <IconLayoutGrid size={18} />
          </ActionButton>
        </div>
      )}
    </div>
  )
}

/** Above the map: near, far, all. */
export function ZoomTools() {
  return (
    <div className={classes.tools}>
      <ActionButton id="zoom-in">
        <IconPlus size={16} />
      </ActionButton>
      <ActionButton id="zoom-out">
        <IconMinus size={16} />
      </ActionButton>
      <ActionButton id="fit">
        <IconArrowsMaximize size={16} />
      </ActionButton>
    </div>
  )
}
