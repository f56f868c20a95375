// The templates that Meta approved: choosing one copies it into the step, so that a flow shows and checks what it sends.
import { useLingui } from '@lingui/react/macro'
import { Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { templatesQuery } from '@/api/queries'
import type { TemplateInfo } from '@/api/types'
import { isRecord, valueAt, variablesOf } from '@/doc'
import { NoChoice } from '@/kit'
import classes from './form.module.css'
import { Frame } from './frame'
import { TemplateInput } from './template-input'
import type { WidgetProps } from './widget'

const APPROVED = 'APPROVED'
const keyOf = (template: { name: string; language: string }) => `${template.name} ${template.language}`

/** What the step keeps of a template. Reply buttons have ids that stay: they are paths. */
export function copyOf(template: TemplateInfo) {
  return {
    name: template.name,
    language: template.language,
    category: template.category.toLowerCase(),
    header: { type: template.header?.type ?? '', text: template.header?.text ?? '' },
    body: template.body,
    footer: template.footer,
    buttons: template.buttons.map((button, index) => ({
      id: button.type === 'quick_reply' ? `b${index}` : '',
      type: button.type,
      text: button.text,
      ...(button.url && { url: button.url }),
    })),
  }
}

export function TemplatePickerWidget({ id, path, label, help, value, onChange }: WidgetProps) {
  const { t } = useLingui()
  const { data } = useQuery(templatesQuery)
  const chosen = isRecord(value) && typeof value.name === 'string' && value.name ? value : undefined
  const current = chosen ? keyOf({ name: String(chosen.name), language: String(chosen.language ?? '') }) : null
  const known = new Map<string, TemplateInfo>()
  for (const template of data?.items ?? []) if (!known.has(keyOf(template))) known.set(keyOf(template), template)
  const options = [...known.entries()].map(([key, template]) => ({
    value: key,
    label: `${template.name} (${template.language})`,
    disabled: template.status !== APPROVED,
  }))
  if (data && current && !known.has(current)) {
    options.push({
      value: current,
      label: `${String(chosen?.name)} (${String(chosen?.language ?? '')})`,
      disabled: false,
    })
  }
  const now = current ? known.get(current) : undefined
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Select
        id={id}
        data={options}
        value={current}
        placeholder={t`Choose a template`}
        searchable
        nothingFoundMessage={<NoChoice>{t`No template is called so.`}</NoChoice>}
        onChange={(next) => {
          const template = next ? known.get(next) : undefined
          if (template) onChange(copyOf(template))
        }}
      />
      {data && data.items.length === 0 && (
        <Text
          size="xs"
          c="dimmed"
        >{t`There is no template yet. Templates are written in Meta's WhatsApp Manager and appear here once a number is connected.`}</Text>
      )}
      {data && current && !now && (
        <div className={classes.error}>{t`This template is gone from WhatsApp: the step cannot send it.`}</div>
      )}
      {now && now.status !== APPROVED && (
        <div
          className={classes.error}
        >{t`WhatsApp has not approved this template, or paused it: the step cannot send it.`}</div>
      )}
    </Frame>
  )
}

/** One field for each variable of the chosen template. */
export function TemplateParamsWidget({ id, path, label, help, value, onChange, root }: WidgetProps) {
  const { t } = useLingui()
  const above = path.includes('.') ? path.slice(0, path.lastIndexOf('.') + 1) : ''
  const part = path.slice(above.length)
  const template = valueAt(root, `${above}template`)
  if (!isRecord(template)) return null
  const values = Array.isArray(value) ? value.map(String) : []
  const put = (index: number, next: string, count: number) =>
    onChange(Array.from({ length: count }, (_, i) => (i === index ? next : (values[i] ?? ''))))
  const fields = fieldsOf(part, template)
  if (fields.every((field) => field === undefined)) return null
  return (
    <Frame id={id} path={path} label={label} help={help}>
      {fields.map(
        (name, index) =>
          name !== undefined && (
            // biome-ignore lint/suspicious/noArrayIndexKey: a variable is known by its place
            <div key={index} className={classes.templateCard}>
              <label className={classes.help} htmlFor={`${id}-${index}`}>
                {part === 'button_params' ? t`Button “${name}”` : `{{${name}}}`}
              </label>
              <TemplateInput
                id={`${id}-${index}`}
                path={`${path}.${index}`}
                label={t`Value of ${name}`}
                line
                value={values[index] ?? ''}
                onChange={(next) => put(index, next, fields.length)}
              />
            </div>
          ),
      )}
    </Frame>
  )
}

function fieldsOf(part: string, template: Record<string, unknown>): (string | undefined)[] {
  if (part === 'body_params') return variablesOf(String(template.body ?? ''))
  if (part === 'header_params')
    return variablesOf(String(isRecord(template.header) ? (template.header.text ?? '') : ''))
  const buttons = Array.isArray(template.buttons) ? template.buttons.filter(isRecord) : []
  return buttons.map((button) => {
    const needs = button.type === 'copy_code' || variablesOf(String(button.url ?? '')).length > 0
    return needs ? String(button.text ?? '') : undefined
  })
}
