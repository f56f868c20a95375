// Widgets that choose among things of the account: flows, people, ads, kinds, names.
import { useLingui } from '@lingui/react/macro'
import { Autocomplete, Chip, Group, Select, TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { adsQuery, flowNamesQuery, usersQuery } from '@/api/queries'
import { NoChoice } from '@/kit'
import { useEnvironment } from './environment'
import { Frame } from './frame'
import type { WidgetProps } from './widget'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** One of the flows; one that is gone keeps its place until another is chosen. */
export function FlowWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const { t } = useLingui()
  const { data } = useQuery(flowNamesQuery)
  const flows = (data?.items ?? []).map((flow) => ({ value: flow.id, label: flow.name }))
  const chosen = text(value)
  if (data && chosen && !flows.some((flow) => flow.value === chosen)) {
    flows.push({ value: chosen, label: t`A flow that is gone` })
  }
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Select
        id={id}
        aria-label={label}
        data={flows}
        value={chosen || null}
        placeholder={t`Choose a flow`}
        searchable
        nothingFoundMessage={<NoChoice>{t`No flow is called so.`}</NoChoice>}
        onChange={(next) => onChange(next ?? '')}
      />
    </Frame>
  )
}

/** Somebody of the team. */
export function UserWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const { t } = useLingui()
  const { data } = useQuery(usersQuery)
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Select
        id={id}
        aria-label={label}
        data={(data?.items ?? []).map((user) => ({ value: user.id, label: user.name }))}
        value={text(value) || null}
        placeholder={t`Choose a person`}
        searchable
        nothingFoundMessage={<NoChoice>{t`Nobody is called so.`}</NoChoice>}
        onChange={(next) => onChange(next ?? '')}
      />
    </Frame>
  )
}

/** Several of the values that the schema lists. */
export function ChoicesWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  const choices = schema['x-enum'] ?? schema.items?.['x-enum'] ?? []
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Chip.Group multiple value={texts(value)} onChange={onChange}>
        <Group gap={4} id={id}>
          {choices.map((choice) => (
            <Chip key={String(choice.value)} value={String(choice.value)} size="xs">
              {choice.label}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Frame>
  )
}

/** A name for a value of this flow: one that exists, or a new one. */
export function VariableNameWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  const { variables } = useEnvironment()
  const known = variables.filter((one) => one.group === 'var').map((one) => one.path.replace(/^var\./, ''))
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Autocomplete
        id={id}
        data={[...new Set(known)]}
        value={text(value)}
        placeholder={schema['x-placeholder'] ?? ''}
        onChange={onChange}
      />
    </Frame>
  )
}

/** Ads by Meta's ids: those that led somebody here are offered with their headline. */
export function AdsWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  const { t } = useLingui()
  const { data } = useQuery(adsQuery)
  const ads = data?.items ?? []
  const chosen = texts(value)
  const headline = (ad: string) => ads.find((one) => one.source_id === ad)?.headline ?? ''
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <TagsInput
        id={id}
        data={ads.map((ad) => ad.source_id)}
        value={chosen}
        placeholder={chosen.length === 0 ? (schema['x-placeholder'] ?? t`Write one and press Enter`) : ''}
        splitChars={[',', ';', ' ']}
        acceptValueOnBlur
        onChange={onChange}
        renderOption={({ option }) => (
          <Group gap={8} wrap="nowrap">
            {headline(option.value) || option.value}
            <span className="num" style={{ color: 'var(--muted)', fontSize: 12 }}>
              {headline(option.value) && option.value}
            </span>
          </Group>
        )}
      />
    </Frame>
  )
}
