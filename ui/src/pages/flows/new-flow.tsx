import { useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Collapse, Group, Radio, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { accountQuery, api, catalogQuery, channelsQuery, intention, useFieldErrors } from '@/api'
import type { Catalog, Config, Flow, Kind } from '@/api/types'
import { makeId } from '@/doc'
import { EnvironmentProvider, StepForm, useCatalogWords } from '@/form'
import { ErrorState, LoadingShape, Page } from '@/kit'
import { LANGUAGE_CODES, useNames } from '@/kit/names'
import { ProblemLine } from '../common/problem-line'
import { newWebhook, WebhookFields } from '../common/webhook-fields'
import classes from './flows.module.css'

const newId = () => makeId((bytes) => crypto.getRandomValues(bytes))

type TriggerType = 'inbound' | 'outbound' | 'marketing'

/** Name, trigger and numbers of a new flow; the editor takes over from there. */
export default function NewFlowPage() {
  const { t, i18n } = useLingui()
  const catalog = useQuery(catalogQuery(i18n.locale))
  const title = t`New messaging flow`
  if (catalog.isError)
    return (
      <Page title={title}>
        <ErrorState error={catalog.error} onRetry={() => void catalog.refetch()} />
      </Page>
    )
  return <Page title={title}>{catalog.data ? <NewFlowForm catalog={catalog.data} /> : <LoadingShape rows={6} />}</Page>
}

const typeOf = (kind: Kind): TriggerType => kind.type ?? 'inbound'

function NewFlowForm({ catalog }: { catalog: Catalog }) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const languages = useNames('language', LANGUAGE_CODES)
  const [key] = useState(intention)
  const [name, setName] = useState('')
  const [advanced, setAdvanced] = useState(false)
  const account = useQuery(accountQuery)
  const [written, setLanguage] = useState<string>()
  const language = written ?? account.data?.language ?? i18n.locale
  const [type, setType] = useState<TriggerType>('inbound')
  // What was chosen and written for each type stays while looking at another one.
  const [chosen, setChosen] = useState<Partial<Record<TriggerType, string>>>({})
  const [configs, setConfigs] = useState<Record<string, Config>>({})
  const [numbers, setNumbers] = useNumbers()
  const [webhook, setWebhook] = useState({ ...newWebhook(), enabled: false })

  const kinds = catalog.triggers.filter((kind) => typeOf(kind) === type)
  const kind = kinds.find((one) => one.kind === chosen[type]) ?? kinds[0]
  const config = kind ? (configs[kind.kind] ?? kind.defaults) : {}
  const types: Record<TriggerType, { name: string; note: string }> = {
    inbound: { name: t`Inbound message`, note: t`Somebody writes to your number.` },
    outbound: { name: t`Outbound message`, note: t`You start it: by hand or from your systems.` },
    marketing: { name: t`Marketing`, note: t`Somebody taps an ad that opens WhatsApp.` },
  }
  const create = useMutation({
    mutationFn: () =>
      api.post<Flow>(
        '/flows',
        {
          name: name.trim(),
          language,
          channels: numbers,
          ...(kind && !webhook.enabled && { trigger: { kind: kind.kind, config } }),
          // Where the flow tells what happens stands in its settings.
          ...(webhook.enabled && {
            document: {
              spec: 1,
              triggers: kind ? [{ id: newId(), kind: kind.kind, config }] : [],
              steps: [],
              connections: [],
              variables: [],
              settings: { language, channels: numbers, webhook },
            },
          }),
        },
        { idempotencyKey: key },
      ),
    onSuccess: (flow) => {
      void queries.invalidateQueries({ queryKey: ['flows'] })
      void navigate({ to: `/flows/${flow.id}/edit` as never, search: { add: 'start' } as never })
    },
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate()
      }}
    >
      <section className={classes.panel}>
        <TextInput
          label={t`Name`}
          placeholder={t`Orders`}
          description={t`Only you and your colleagues see it.`}
          required
          withAsterisk={false}
          autoFocus
          maxLength={100}
          value={name}
          error={field(create.error, '/name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            ml={-6}
            aria-expanded={advanced}
            leftSection={
              <IconChevronRight size={14} style={{ transform: advanced ? 'rotate(90deg)' : undefined }} aria-hidden />
            }
            onClick={() => setAdvanced(!advanced)}
          >
            {t`Advanced options`}
          </Button>
          <Collapse expanded={advanced}>
            <Stack gap="md" pt={8}>
              <LanguageField
                label={t`Language of the flow`}
                help={t`Of the texts that customers read.`}
                languages={languages}
                value={language}
                onChange={setLanguage}
              />
              <Switch
                label={t`Flow webhooks`}
                description={t`Another program is told when a contact enters or completes this flow.`}
                checked={webhook.enabled}
                onChange={(event) => setWebhook({ ...webhook, enabled: event.currentTarget.checked })}
              />
              {webhook.enabled && <WebhookFields value={webhook} onChange={setWebhook} />}
            </Stack>
          </Collapse>
        </div>
      </section>

      <section className={classes.panel} aria-labelledby="when-it-runs">
        <h2 id="when-it-runs">{t`Trigger`}</h2>
        <Radio.Group label={t`Type of trigger`} value={type} onChange={(value) => setType(value as TriggerType)}>
          <div className={classes.types} style={{ marginTop: 6 }}>
            {(Object.keys(types) as TriggerType[]).map((id) => (
              <Radio.Card key={id} value={id} className={classes.type ?? ''} aria-label={types[id].name}>
                <Group wrap="nowrap" align="flex-start" gap="xs">
                  <Radio.Indicator size="xs" mt={3} />
                  <span>
                    <span className={classes.typeName}>{types[id].name}</span>
                    <span className={classes.typeNote}>{types[id].note}</span>
                  </span>
                </Group>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        {kinds.length > 1 && (
          <Radio.Group
            label={t`When it runs`}
            value={kind?.kind ?? ''}
            onChange={(value) => setChosen({ ...chosen, [type]: value })}
          >
            <Stack gap={8} mt={6}>
              {kinds.map((one) => (
                <Radio key={one.kind} value={one.kind} label={one.name} description={one.help} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {kinds.length === 1 && kind && (
          <Text size="sm" c="dimmed">
            {kind.help}
          </Text>
        )}
        {kind && (
          <TriggerForm
            key={kind.kind}
            kind={kind}
            catalog={catalog}
            config={config}
            language={language}
            onChange={(next) => setConfigs({ ...configs, [kind.kind]: next })}
          />
        )}
        <NumberChoice value={numbers} onChange={setNumbers} error={field(create.error, '/channels')} />
      </section>
      <ProblemLine error={create.error} />
      <Group>
        <Button type="submit" loading={create.isPending} disabled={!name.trim()}>{t`Next`}</Button>
        <Button variant="default" onClick={() => void navigate({ to: '/flows' as never })}>{t`Cancel`}</Button>
      </Group>
    </form>
  )
}

interface LanguageFieldProps {
  label: string
  help: string
  languages: { value: string; label: string }[]
  value: string
  onChange: (language: string) => void
}

function LanguageField({ label, help, languages, value, onChange }: LanguageFieldProps) {
  return (
    <Select
      label={label}
      description={help}
      data={languages}
      value={value}
      searchable
      allowDeselect={false}
      onChange={(next) => onChange(next ?? value)}
    />
  )
}

interface TriggerFormProps {
  kind: Kind
  catalog: Catalog
  config: Config
  language: string
  onChange: (config: Config) => void
}

/** The options of a trigger, from its kind's schema; the same form as in the editor. */
function TriggerForm({ kind, catalog, config, language, onChange }: TriggerFormProps) {
  const words = useCatalogWords()
  const environment = useMemo(
    () => ({
      variables: [],
      groups: catalog.groups,
      steps: [],
      words,
      issues: [],
      language,
      newId,
      quiet: true,
    }),
    [catalog, words, language],
  )
  if (Object.keys(kind.schema.properties ?? {}).length === 0) return null
  return (
    <EnvironmentProvider value={environment}>
      <StepForm schema={kind.schema} config={config} onChange={onChange} />
    </EnvironmentProvider>
  )
}

/** The numbers that are ticked: the demo number, and the one that the link came from, until somebody chooses. */
function useNumbers(): [string[], (ids: string[]) => void] {
  const { data } = useQuery(channelsQuery)
  const search = useSearch({ strict: false }) as { number?: unknown }
  const [ids, setIds] = useState<string[]>()
  useEffect(() => {
    if (!data) return
    setIds(
      (before) =>
        before ?? data.items.filter((one) => one.kind === 'demo' || one.id === search.number).map((one) => one.id),
    )
  }, [data, search.number])
  return [ids ?? [], setIds]
}

interface NumberChoiceProps {
  value: string[]
  onChange: (ids: string[]) => void
  error: string | undefined
}

function NumberChoice({ value, onChange, error }: NumberChoiceProps) {
  const { t } = useLingui()
  const { data } = useQuery(channelsQuery)
  return (
    <Checkbox.Group
      label={t`WhatsApp numbers of this flow`}
      description={t`The flow is silent until you publish it. The demo number is the phone in this program, for trying.`}
      value={value}
      onChange={onChange}
      error={error}
    >
      <Stack gap={8} mt={8}>
        {(data?.items ?? []).map((channel) => (
          <Checkbox
            key={channel.id}
            value={channel.id}
            label={channel.kind === 'demo' ? t`Demo number` : channel.name || channel.display_phone}
            {...(channel.kind === 'whatsapp' && channel.display_phone && { description: channel.display_phone })}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
