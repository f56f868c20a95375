import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Popover, Select, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { useContext, useState } from 'react'
import { useStore } from 'zustand'
import type { TemplateProblem } from '@/api/types'
import { useEdited } from '@/canvas'
import { TimeZone } from '@/kit'
import type { TestConversation, TestSetup } from './test-conversation'
import { NOBODY, PersonFields, personOf, type Who } from './test-person'
import { VariableFields } from './test-variables'
import { momentOf, wallClock } from './zoned'

/** Under what the flow is tried: who writes, when it is, what WhatsApp lets through. */
export function Conditions({ talk, onRestart }: { talk: TestConversation; onRestart: () => void }) {
  const { t } = useLingui()
  const zone = useContext(TimeZone) ?? 'UTC'
  const setup = useStore(talk.store, (state) => state.setup)
  const variables = useEdited((state) => state.doc.variables)
  const [who, setWho] = useState<Who>(NOBODY)
  const [open, setOpen] = useState(false)
  const label = t`Conditions of the test`
  const change = (next: { [K in keyof TestSetup]: TestSetup[K] | undefined }) => {
    const { now, window, template_problem, variables } = { ...setup, ...next }
    talk.arrange({
      ...(now && { now }),
      ...(window && { window }),
      ...(template_problem && { template_problem }),
      ...(variables && { variables }),
    })
  }
  const set = Object.keys(setup).length > 0 || who.kind !== 'nobody'
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={label} disabled={open}>
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
      <Popover.Dropdown aria-label={label}>
        <Stack gap="sm" w={300} data-own-keys>
          <PersonFields
            who={who}
            onChange={(next) => {
              setWho(next)
              talk.introduce(personOf(next))
            }}
          />
          <VariableFields
            variables={variables}
            given={setup.variables ?? {}}
            onChange={(given) => change({ variables: given })}
          />
          <TextInput
            type="datetime-local"
            label={t`The clock says`}
            description={t`Working hours and dates go by it. Empty: the real time.`}
            value={setup.now ? wallClock(Date.parse(setup.now), zone) : ''}
            onChange={(event) => {
              const at = momentOf(event.currentTarget.value, zone)
              change({ now: at === undefined ? undefined : new Date(at).toISOString() })
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
            onChange={(value) => change({ window: value === 'open' || value === 'closed' ? value : undefined })}
          />
          <Select
            label={t`Templates`}
            data={[
              { value: '', label: t`Are approved` },
              { value: 'template_paused', label: t`Are paused by WhatsApp` },
              { value: 'template_not_approved', label: t`Are not approved` },
              { value: 'template_missing', label: t`Do not exist with this number` },
            ]}
            value={setup.template_problem ?? ''}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(value) => change({ template_problem: (value || undefined) as TemplateProblem | undefined })}
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
