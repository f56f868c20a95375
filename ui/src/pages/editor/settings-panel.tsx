import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, type InputWrapperProps, NumberInput, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useEdited, useEditor } from '@/canvas'
import { START, setSettings, setVariables, slug } from '@/doc'
import { EnvironmentProvider } from '@/form'
import { widgets } from '@/form/widgets'
import { Dock } from './dock'
import classes from './editor.module.css'
import { useEnvironmentOf } from './step-panel'
import { WebhookSection } from './webhook-section'

const MINUTES_PER_HOUR = 60
const DEFAULT_HOURS = 24
// As the fields of a step have it.
const HELP_BELOW: InputWrapperProps['inputWrapperOrder'] = ['label', 'input', 'description', 'error']

/** The numbers that the flow answers on. */
export function NumbersField() {
  const { t } = useLingui()
  const { store } = useEditor()
  const channels = useEdited((state) => state.doc.settings.channels)
  const Channels = widgets.channels
  if (!Channels) return null
  return (
    <Channels
      id="flow-channels"
      path="channels"
      schema={{}}
      label={t`Answers on`}
      help={t`The WhatsApp numbers of this flow.`}
      value={channels}
      root={{}}
      onChange={(next) =>
        store.run({ label: 'settings' }, (doc) =>
          setSettings(doc, { channels: Array.isArray(next) ? next.map(String) : [] }),
        )
      }
    />
  )
}

/** Language, numbers, waiting time, priority, declared variables. */
export function SettingsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { store } = useEditor()
  const settings = useEdited((state) => state.doc.settings)
  const variables = useEdited((state) => state.doc.variables)
  const environment = useEnvironmentOf(START, false)
  const set = (change: Partial<typeof settings>, field: string) =>
    store.run({ label: 'settings', merge: `settings ${field}` }, (doc) => setSettings(doc, change))
  const setVariable = (index: number, change: Partial<(typeof variables)[number]>) =>
    store.run({ label: 'variables', merge: `variable ${index} ${Object.keys(change)[0]}` }, (doc) =>
      setVariables(
        doc,
        doc.variables.map((variable, i) => (i === index ? { ...variable, ...change } : variable)),
      ),
    )
  const types = [
    { value: 'text', label: t`Text` },
    { value: 'number', label: t`Number` },
    { value: 'boolean', label: t`Yes or no` },
    { value: 'date', label: t`Date` },
    { value: 'list', label: t`List` },
    { value: 'any', label: t`Anything` },
  ]
  const Language = widgets.language
  const Country = widgets.country
  return (
    <Dock
      name="panel"
      label={t`Flow settings`}
      onClose={onClose}
      head={<h2 className={classes.dockTitle}>{t`Flow settings`}</h2>}
    >
      <EnvironmentProvider value={environment}>
        {Language && (
          <Language
            id="flow-language"
            path="language"
            schema={{}}
            label={t`Language of the flow`}
            help={t`Of the texts that customers read.`}
            value={settings.language}
            root={{}}
            onChange={(language) => set({ language: String(language ?? '') }, 'language')}
          />
        )}
        <NumbersField />
        {Country && (
          <Country
            id="flow-country"
            path="country"
            schema={{ 'x-placeholder': t`As set for the business` }}
            label={t`Country of phone numbers`}
            help={t`For numbers that customers write without a country code.`}
            value={settings.country ?? ''}
            root={{}}
            onChange={(country) => set({ country: String(country ?? '') }, 'country')}
          />
        )}
        <NumberInput
          label={t`Hours to wait for an answer`}
          description={t`Where a step does not say otherwise; then the contact leaves the flow.`}
          inputWrapperOrder={HELP_BELOW}
          min={1}
          value={settings.expiry_minutes ? settings.expiry_minutes / MINUTES_PER_HOUR : DEFAULT_HOURS}
          onChange={(hours) =>
            typeof hours === 'number' && set({ expiry_minutes: Math.round(hours * MINUTES_PER_HOUR) }, 'expiry')
          }
        />
        <NumberInput
          label={t`Priority`}
          description={t`Between flows whose triggers fit alike; the higher one starts.`}
          inputWrapperOrder={HELP_BELOW}
          allowDecimal={false}
          value={settings.priority ?? 0}
          onChange={(priority) => typeof priority === 'number' && set({ priority }, 'priority')}
        />
        <WebhookSection />
        <section className={classes.card} aria-label={t`Variables of the flow`}>
          <strong>{t`Variables of the flow`}</strong>
          <span className={classes.small}>{t`Given by who starts the flow; each contact may have other values.`}</span>
          {variables.map((variable, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the key itself is being edited
            <div key={index} className={classes.row}>
              <TextInput
                flex={1}
                size="xs"
                aria-label={t`Name of the variable`}
                value={variable.key}
                onChange={(event) => setVariable(index, { key: event.currentTarget.value })}
                onBlur={(event) => setVariable(index, { key: slug(event.currentTarget.value) })}
              />
              <Select
                size="xs"
                w={110}
                aria-label={t`Type`}
                data={types}
                value={variable.type}
                allowDeselect={false}
                onChange={(type) => setVariable(index, { type: type ?? 'text' })}
              />
              <ActionIcon
                aria-label={t`Remove ${variable.key}`}
                onClick={() =>
                  store.run({ label: 'variables' }, (doc) =>
                    setVariables(
                      doc,
                      doc.variables.filter((_, i) => i !== index),
                    ),
                  )
                }
              >
                <IconTrash size={16} />
              </ActionIcon>
            </div>
          ))}
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            onClick={() =>
              store.run({ label: 'variables' }, (doc) =>
                setVariables(doc, [...doc.variables, { key: `var_${doc.variables.length + 1}`, type: 'text' }]),
              )
            }
          >
            {t`Declare a variable`}
          </Button>
        </section>
      </EnvironmentProvider>
    </Dock>
  )
}
