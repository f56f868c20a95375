import { useLingui } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api, useMe, usersQuery } from '@/api'
import type { Conversation } from '@/api/types'
import { useAct } from '../common/use-act'

/** Who has the conversation, and who else may get it. */
export function Assignee({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui()
  const act = useAct()
  const me = useMe()
  const { data: users } = useQuery(usersQuery)
  const { id, assignee } = conversation
  const give = (user: string | null, name = '') =>
    act(() => api.patch(`/conversations/${id}`, { assignee: user }), {
      done: user ? t`${name} has it now.` : t`Nobody has it now.`,
      refresh: [['conversation', id], ['conversations']],
    })
  const has = assignee?.name ?? t`Nobody`
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          px={12}
          leftSection={<IconUser size={14} />}
          rightSection={<IconChevronDown size={14} />}
          aria-label={t`Assigned to: ${has}`}
        >
          {has}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        <Menu.Label>{t`Assigned to`}</Menu.Label>
        <Menu.Item disabled={!assignee} onClick={() => void give(null)}>{t`Nobody`}</Menu.Item>
        {(users?.items ?? []).map((user) => (
          <Menu.Item key={user.id} disabled={user.id === assignee?.id} onClick={() => void give(user.id, user.name)}>
            {user.id === me.id ? t`${user.name} (you)` : user.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
