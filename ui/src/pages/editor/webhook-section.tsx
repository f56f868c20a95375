import { useLingui } from '@lingui/react/macro'
import { Button, Group, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useFieldErrors } from '@/api'
import type { FlowWebhook, HookDelivery, WebhookDoc } from '@/api/types'
import { useEdited, useEditor } from '@/canvas'
import { setSettings } from '@/doc'
import { CopyButton, useFormat } from '@/kit'
import { ProblemLine } from '../common/problem-line'
import { newWebhook, WebhookFields } from '../common/webhook-fields'
import classes from './editor.module.css'
import { Deliveries, DeliveryCard } from './webhook-deliveries'
import hooks from './webhooks.module.css'

/** Tells another program what happens in the flow: where, what, with which secret, and what became of it. */
export function WebhookSection() {
  const { t } = useLingui()
  const { store, flowId } = useEditor()
  const field = useFieldErrors()
  const queries = useQueryClient()
  const webhook = useEdited((state) => state.doc.settings.webhook)
  const live = useQuery({
    queryKey: ['flow', flowId, 'webhook'],
    queryFn: () => api.get<FlowWebhook>(`/flows/${flowId}/webhook`),
  })
  const set = (next: WebhookDoc, name: string) =>
    store.run({ label: 'settings', merge: `settings webhook ${name}` }, (doc) => setSettings(doc, { webhook: next }))
  const test = useMutation({
    mutationFn: () => api.post<HookDelivery>(`/flows/${flowId}/webhook/test`, { url: webhook?.url ?? '' }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['flow', flowId, 'deliveries'] }),
  })
  const on = webhook?.enabled ?? false
  // Until it is published the flow tells what the version before told.
  const waits =
    live.data !== undefined &&
    (live.data.enabled !== on ||
      (on && (live.data.url !== webhook?.url || `${live.data.events}` !== `${webhook.events}`)))
  return (
    <section className={classes.card} aria-label={t`Flow webhooks`}>
      <Switch
        label={t`Flow webhooks`}
        description={t`Another program is told when a contact enters or completes this flow.`}
        checked={on}
        onChange={(event) => set({ ...(webhook ?? newWebhook()), enabled: event.currentTarget.checked }, 'enabled')}
      />
      {on && webhook && (
        <>
          <WebhookFields value={webhook} error={field(test.error, '/url')} onChange={set} />
          <Group gap="xs">
            <Button
              variant="default"
              size="compact-sm"
              disabled={!webhook.url.trim()}
              loading={test.isPending}
              onClick={() => test.mutate()}
            >{t`Send a test`}</Button>
          </Group>
          <ProblemLine error={test.error} />
          {test.data && !test.isPending && (
            <div role="status" aria-label={t`What came of the test`}>
              <DeliveryCard delivery={test.data} opened />
            </div>
          )}
        </>
      )}
      {waits && <span className={classes.small}>{t`It works like this once you publish.`}</span>}
      {on && <Secret webhook={live.data} />}
      {(on || live.data?.enabled) && <Deliveries />}
    </section>
  )
}

function Secret({ webhook }: { webhook: FlowWebhook | undefined }) {
  const { t } = useLingui()
  const { flowId } = useEditor()
  const format = useFormat()
  const queries = useQueryClient()
  const rotate = useMutation({
    mutationFn: () => api.post<FlowWebhook>(`/flows/${flowId}/webhook/rotate`),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['flow', flowId, 'webhook'] }),
  })
  const until = rotate.data?.old_secret_until ?? webhook?.old_secret_until
  return (
    <div className={hooks.part}>
      <strong>{t`Signature`}</strong>
      <span className={classes.small}>
        {t`Every call is signed (Standard Webhooks), so that your program knows it comes from here. Make a secret and keep it there.`}
      </span>
      {rotate.data && (
        <div role="status">
          <div className={hooks.secret}>
            <code>{rotate.data.secret}</code>
            <CopyButton value={rotate.data.secret} label={t`Copy the secret`} />
          </div>
          <span className={classes.small}>{t`Copy it now: it is not shown again.`}</span>
        </div>
      )}
      {until && (
        <span className={classes.small}>{t`Until ${format.moment(until)} the secret before it signs too.`}</span>
      )}
      <Group gap="xs">
        <Button
          variant="default"
          size="compact-sm"
          loading={rotate.isPending}
          onClick={() => rotate.mutate()}
        >{t`Make a new secret`}</Button>
      </Group>
      <ProblemLine error={rotate.error} />
    </div>
  )
}
