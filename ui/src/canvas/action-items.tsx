import { useLingui } from '@lingui/react'
import { ActionIcon, Kbd, Menu, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBrandWhatsapp,
  IconHistory,
  IconKeyboard,
  IconListTree,
  IconSearch,
  IconSettings,
  IconShare,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { act, actionById } from './actions'
import { type Editor, useEditor } from './editor-context'
import { keysText } from './shortcuts'

/** Follows the editor, so that what cannot be done now is shown so. */
function useCan(editor: Editor, id: string): boolean {
  const { can } = actionById(id)
  useStore(editor.view, (view) => view.line)
  return useStore(editor.store, () => can(editor))
}

// Of the rows that stand in the editor's menu, one below the other.
const ICONS: Record<string, TablerIcon> = {
  try: IconBrandWhatsapp,
  share: IconShare,
  versions: IconHistory,
  people: IconUsers,
  settings: IconSettings,
  outline: IconListTree,
  find: IconSearch,
  shortcuts: IconKeyboard,
  undo: IconArrowBackUp,
  redo: IconArrowForwardUp,
}

function Item({ id }: { id: string }) {
  const { i18n } = useLingui()
  const editor = useEditor()
  const action = actionById(id)
  const Icon = ICONS[id]
  return (
    <Menu.Item
      leftSection={Icon && <Icon size={16} />}
      disabled={!useCan(editor, id)}
      onClick={() => act(editor, id)}
      rightSection={action.keys?.[0] && <Kbd size="xs">{keysText(action.keys[0])}</Kbd>}
      {...(id === 'delete' && { color: 'red' })}
    >
      {i18n._(action.label)}
    </Menu.Item>
  )
}

/** Registered actions as rows of a menu. */
export function ActionItems({ ids }: { ids: string[] }) {
  return ids.map((id) => <Item key={id} id={id} />)
}

/** A registered action as a button with an icon. */
export function ActionButton({ id, children, active }: { id: string; children: ReactNode; active?: boolean }) {
  const { i18n } = useLingui()
  const editor = useEditor()
  const action = actionById(id)
  const label = i18n._(action.label)
  const keys = keysText(action.keys?.[0])
  return (
    <Tooltip label={keys ? `${label} · ${keys}` : label}>
      <ActionIcon
        size="lg"
        aria-label={label}
        disabled={!useCan(editor, id)}
        {...(active !== undefined && { 'aria-pressed': active })}
        {...(active && { variant: 'light', color: 'leaf' })}
        onClick={() => act(editor, id)}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
