import { useLingui } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconFileImport, IconPlus, IconTemplate } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { api } from '@/api'
import type { Flow } from '@/api/types'
import { useAct } from '../common/use-act'

/** A new flow: empty, from an example, or from a file. */
export function Begin() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const act = useAct()
  const file = useRef<HTMLInputElement>(null)
  const take = (chosen: File | undefined) => {
    if (!chosen) return
    void act(
      async () => {
        const flow = await api.post<Flow>('/flows/import', chosen)
        await navigate({ to: `/flows/${flow.id}/edit` as never })
      },
      { refresh: [['flows']] },
    )
  }
  return (
    <Button.Group>
      <Button leftSection={<IconPlus size={16} />} onClick={() => void navigate({ to: '/flows/new' as never })}>
        {t`New flow`}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            px={8}
            aria-label={t`More ways to begin`}
            style={{
              borderLeft: '1px solid color-mix(in srgb, white 35%, transparent)',
              borderStartEndRadius: 'var(--mantine-radius-default)',
              borderEndEndRadius: 'var(--mantine-radius-default)',
            }}
          >
            <IconChevronDown size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconTemplate size={16} />}
            onClick={() => void navigate({ to: '/flows/examples' as never })}
          >{t`From an example`}</Menu.Item>
          <Menu.Item
            leftSection={<IconFileImport size={16} />}
            onClick={() => file.current?.click()}
          >{t`From a file`}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={file}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label={t`File with a flow`}
        onChange={(event) => {
          take(event.currentTarget.files?.[0])
          // The same file may be chosen again after it was mended.
          event.currentTarget.value = ''
        }}
      />
    </Button.Group>
  )
}
