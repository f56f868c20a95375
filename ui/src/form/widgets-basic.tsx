import { useLingui } from '@lingui/react/macro'
import {
  Chip,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { channelsQuery, tagsQuery } from '@/api/queries'
import { type Duration, isDuration } from '@/doc'
import { NoChoice } from '@/kit'
import { COUNTRIES, LANGUAGE_CODES, useNames } from '@/kit/names'
import { CONSENT, useContactFields } from './contact-fields'
import { useEnvironment } from './environment'
import { Frame } from './frame'
import { TemplateInput } from './template-input'
import type { WidgetProps } from './widget'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v) => typeof v === 'string') : [])

function counted({ schema, value }: WidgetProps) {
  const max = schema['x-max-length']
  return max ? { text: text(value), max } : undefined
}

export function TextWidget(props: WidgetProps) {
  const { id, path, label, help, value, onChange, schema } = props
  return (
    <Frame id={id} path={path} label={label} help={help} count={counted(props)}>
      <TextInput
        id={id}
        value={text(value)}
        placeholder={schema['x-placeholder']}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Frame>
  )
}

export function TextareaWidget(props: WidgetProps) {
  const { id, path, label, help, value, onChange, schema } = props
  return (
    <Frame id={id} path={path} label={label} help={help} count={counted(props)}>
      <Textarea
        id={id}
        autosize
        minRows={2}
        maxRows={10}
        value={text(value)}
        placeholder={schema['x-placeholder']}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Frame>
  )
}

function Template({ line, ...props }: WidgetProps & { line: boolean }) {
  const { id, path, label, help, value, onChange, schema } = props
  return (
    <Frame id={id} path={path} label={props.bare ? undefined : label} help={help} count={counted(props)}>
      <TemplateInput
        id={id}
        path={path}
        label={label}
        value={text(value)}
        line={line}
        placeholder={schema['x-placeholder']}
        onChange={onChange}
      />
    </Frame>
  )
}
export const TemplateWidget = (props: WidgetProps) => <Template {...props} line={false} />
export const TemplateLineWidget = (props: WidgetProps) => <Template {...props} line />

export function NumberWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <NumberInput
        id={id}
        value={typeof value === 'number' ? value : ''}
        min={schema['x-min']}
        max={schema['x-max']}
        allowDecimal={schema.type !== 'integer'}
        clampBehavior="blur"
        suffix={schema['x-unit'] ? ` ${schema['x-unit']}` : ''}
        onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      />
    </Frame>
  )
}

export function SwitchWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  return (
    <Frame id={id} path={path}>
      <Switch
        id={id}
        checked={value === true}
        label={label}
        description={help}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </Frame>
  )
}

// What fits side by side into the narrowest step editor; more is shown as a list.
const SEGMENTED_CHARS = 34

export function SelectWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  const choices = (
    schema['x-enum'] ?? (schema.enum ?? []).map((v) => ({ value: v, label: String(v), help: undefined }))
  ).map((choice) => ({ value: String(choice.value), label: choice.label, help: choice.help }))
  const chosen = choices.find((choice) => choice.value === String(value ?? ''))
  const set = (next: string | null) => next !== null && onChange(next)
  const fits = choices.reduce((sum, choice) => sum + choice.label.length, 0) <= SEGMENTED_CHARS
  return (
    <Frame id={id} path={path} label={label} help={chosen?.help ?? help}>
      {schema['x-style'] === 'segmented' && fits ? (
        <SegmentedControl
          id={id}
          aria-label={label}
          data={choices.map(({ value, label }) => ({ value, label }))}
          value={chosen?.value ?? ''}
          onChange={set}
          fullWidth
        />
      ) : (
        <Select
          id={id}
          aria-label={label}
          data={choices.map(({ value, label }) => ({ value, label }))}
          value={chosen?.value ?? null}
          onChange={set}
          allowDeselect={false}
          searchable={choices.length > 8}
        />
      )}
    </Frame>
  )
}

export function DurationWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const { t } = useLingui()
  const now: Duration = isDuration(value) ? value : { amount: 24, unit: 'h' }
  const units = [
    { value: 's', label: t`seconds` },
    { value: 'min', label: t`minutes` },
    { value: 'h', label: t`hours` },
    { value: 'd', label: t`days` },
  ]
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Group gap="xs" wrap="nowrap">
        <NumberInput
          id={id}
          w={96}
          min={1}
          allowDecimal={false}
          value={now.amount}
          onChange={(amount) => onChange({ ...now, amount: typeof amount === 'number' ? amount : 0 })}
        />
        <Select
          aria-label={t`Unit of time`}
          data={units}
          value={now.unit}
          allowDeselect={false}
          onChange={(unit) => onChange({ ...now, unit: unit ?? now.unit })}
        />
      </Group>
    </Frame>
  )
}

export function KeywordsWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  const { t } = useLingui()
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <TagsInput
        id={id}
        value={texts(value)}
        placeholder={texts(value).length === 0 ? (schema['x-placeholder'] ?? t`Write one and press Enter`) : ''}
        splitChars={[',', ';']}
        acceptValueOnBlur
        onChange={onChange}
        {...(schema['x-max-items'] && { maxTags: schema['x-max-items'] })}
      />
    </Frame>
  )
}

export function TagsWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const { t } = useLingui()
  const { data } = useQuery(tagsQuery)
  const known = (data?.items ?? []).map((tag) => (typeof tag === 'string' ? tag : tag.name))
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <TagsInput
        id={id}
        data={known}
        value={texts(value)}
        placeholder={texts(value).length === 0 ? t`Choose a tag or write a new one` : ''}
        acceptValueOnBlur
        onChange={onChange}
      />
    </Frame>
  )
}

export function ContactFieldWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  const { t } = useLingui()
  const fields = useContactFields().filter((one) => one.value !== CONSENT || schema['x-style'] === CONSENT)
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Select
        id={id}
        aria-label={label}
        data={fields}
        value={text(value) || null}
        placeholder={t`Do not save`}
        clearable
        searchable
        onChange={(next) => onChange(next ?? '')}
      />
    </Frame>
  )
}

export function StepWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const { t } = useLingui()
  const { steps } = useEnvironment()
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Select
        id={id}
        aria-label={label}
        data={steps.map((step) => ({ value: step.id, label: step.name }))}
        value={text(value) || null}
        placeholder={t`Choose a step`}
        searchable
        nothingFoundMessage={<NoChoice>{t`No step is called so.`}</NoChoice>}
        onChange={(next) => onChange(next ?? '')}
      />
    </Frame>
  )
}

/** Names of countries and languages come from the browser, in the reader's language. */
export function CountryWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  const countries = useNames('region', COUNTRIES)
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Select
        id={id}
        aria-label={label}
        data={countries}
        value={text(value) || null}
        placeholder={schema['x-placeholder']}
        searchable
        clearable
        onChange={(v) => onChange(v ?? '')}
      />
    </Frame>
  )
}

export function LanguageWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const languages = useNames('language', LANGUAGE_CODES)
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Select
        id={id}
        aria-label={label}
        data={languages}
        value={text(value) || null}
        searchable
        onChange={(v) => onChange(v ?? '')}
      />
    </Frame>
  )
}

export function WeekdaysWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  const { i18n } = useLingui()
  const format = new Intl.DateTimeFormat(i18n.locale, { weekday: 'short', timeZone: 'UTC' })
  // 1 January 2024 was a Monday; days count from Monday = 0.
  const days = Array.from({ length: 7 }, (_, day) => ({ day, name: format.format(Date.UTC(2024, 0, 1 + day)) }))
  const chosen = Array.isArray(value) ? value.map(String) : []
  const kept = (day: string) => (schema.items?.type === 'string' ? day : Number(day))
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Chip.Group multiple value={chosen} onChange={(next) => onChange([...next].sort().map(kept))}>
        <Group gap={4} id={id}>
          {days.map(({ day, name }) => (
            <Chip key={day} value={String(day)} size="xs">
              {name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Frame>
  )
}

export function ChannelsWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const { t } = useLingui()
  const { data } = useQuery(channelsQuery)
  const chosen = texts(value)
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Chip.Group multiple value={chosen} onChange={onChange}>
        <Group gap={4} id={id}>
          {(data?.items ?? []).map((channel) => (
            <Chip key={channel.id} value={channel.id} size="xs">
              {channel.kind === 'demo' ? t`Demo number` : channel.name || channel.display_phone}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Frame>
  )
}
