import { useLingui } from '@lingui/react/macro'
import { Checkbox, Stack, TextInput } from '@mantine/core'
import type { WebhookDoc, WebhookEvent } from '@/api/types'

export const WEBHOOK_EVENTS: readonly WebhookEvent[] = ['entered', 'completed', 'expired', 'canceled', 'failed']

/** What a flow tells when nobody chose: who enters and who completes it. */
export const newWebhook = (): WebhookDoc => ({ enabled: true, url: '', events: ['entered', 'completed'] })

export function useWebhookEvents(): Record<WebhookEvent, string> {
  const { t } = useLingui()
  return {
    entered: t`A contact enters the flow`,
    completed: t`A contact completes it`,
    expired: t`A contact does not answer in time (expired)`,
    canceled: t`A contact is taken out (canceled)`,
    failed: t`The flow cannot go on (failed)`,
  }
}

interface WebhookFieldsProps {
  value: WebhookDoc
  error?: string | undefined
  onChange: (value: WebhookDoc, field: string) => void
}

/** Where a flow tells what happens in it, and what of it. */
export function WebhookFields({ value, error, onChange }: WebhookFieldsProps) {
  const { t } = useLingui()
  const names = useWebhookEvents()
  return (
    <Stack gap="sm">
      <TextInput
        type="url"
        label={t`Address of the webhook`}
        description={t`A web address of yours that takes a POST. It begins with https://.`}
        placeholder="https://example.com/flusso"
        value={value.url}
        error={error}
        onChange={(event) => onChange({ ...value, url: event.currentTarget.value }, 'url')}
      />
      <Checkbox.Group
        label={t`It is called when`}
        value={value.events}
        onChange={(events) =>
          onChange({ ...value, events: WEBHOOK_EVENTS.filter((event) => events.includes(event)) }, 'events')
        }
      >
        <Stack gap={10} mt={6}>
          {WEBHOOK_EVENTS.map((event) => (
            <Checkbox key={event} size="xs" value={event} label={names[event]} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Stack>
  )
}
