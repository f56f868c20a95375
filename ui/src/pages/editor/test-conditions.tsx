import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Popover, Select, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { useContext, useState } from 'react'
import { useStore } from 'zustand'
import { TimeZone } from '@/kit'
import type { TestConversation, TestSetup } from './test-conversation'
import { momentOf, wallClock } from './zoned'

/** Under what the flow is tried: when it is, and whether WhatsApp's window is open. */
export function Conditions({ talk, onRestart }: { talk: TestConversation; onRestart: () => void }) {
  const { t } = useLingui()
  const zone = useContext(TimeZone) ?? 'UTC'
  const setup = useStore(talk.store, (state) => state.setup)
  const [open, setOpen] = useState(false)
  const label = t`Conditions of the test`
  const change = (next: TestSetup) => {
    const { now, window } = { ...setup, ...next }
    talk.arrange({ ...(now && { now }), ...(window && { window }) })
  }
  const set = setup.now !== undefined || setup.window !== undefined
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={label}>
          <ActionIcon
            aria-label={label}
            aria-expanded={open}
            {...(set && { variant: 'light', color: 'leaf' })}
            onClick={() => setOpen(!open)}
          >
            <IconAdjustments size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm" w={280} data-own-keys>
          <TextInput
            type="datetime-local"
            label={t`The clock says`}
            description={t`Working hours and dates go by it. Empty: the real time.`}
            value={setup.now ? wallClock(Date.parse(setup.now), zone) : ''}
            onChange={(event) => {
              const at = momentOf(event.currentTarget.value, zone)
              const { now: _, ...rest } = setup
              talk.arrange(at === undefined ? rest : { ...rest, now: new Date(at).toISOString() })
            }}
          />
          <Select
            label={t`24-hour window`}
            data={[
              { value: 'clock', label: t`By the clock` },
              { value: 'open', label: t`Open` },
              { value: 'closed', label: t`Closed: only templates arrive` },
            ]}
            value={setup.window ?? 'clock'}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(value) => {
              const { window: _, ...rest } = setup
              if (value === 'open' || value === 'closed') change({ window: value })
              else talk.arrange(rest)
            }}
          />
          <Button
            size="compact-md"
            onClick={() => {
              setOpen(false)
              onRestart()
            }}
          >{t`Start again like this`}</Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
