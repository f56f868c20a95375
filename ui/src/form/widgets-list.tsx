import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { isRecord } from '@/doc'
import { useEnvironment } from './environment'
import { Fields } from './fields'
import classes from './form.module.css'
import { Frame } from './frame'
import { TemplateInput } from './template-input'
import type { WidgetProps } from './widget'

type Item = Record<string, unknown>
const items = (value: unknown): Item[] => (Array.isArray(value) ? value.filter(isRecord) : [])

interface RepeaterProps {
  list: Item[]
  onChange: (list: Item[]) => void
  add: string
  blank: () => Item
  max: number | undefined
  name: (item: Item, index: number) => string
  render: (item: Item, index: number, set: (item: Item) => void) => ReactNode
}

/** Rows that can be added, removed and moved, by pointer and by keyboard. */
function Repeater({ list, onChange, add, blank, max, name, render }: RepeaterProps) {
  const { t } = useLingui()
  const put = (index: number, item: Item) => onChange(list.map((old, i) => (i === index ? item : old)))
  const swap = (a: number, b: number) => {
    const next = [...list]
    const [x, y] = [next[a], next[b]]
    if (!x || !y) return
    next[a] = y
    next[b] = x
    onChange(next)
  }
  const full = max !== undefined && list.length >= max
  return (
    <>
      {list.map((item, index) => {
        const called = name(item, index)
        return (
          <div key={typeof item.id === 'string' ? item.id : index} className={classes.item}>
            <div className={classes.itemRow}>
              <div className={classes.nested}>{render(item, index, (next) => put(index, next))}</div>
              <ActionIcon
                aria-label={t`Move ${called} up`}
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
                size="sm"
              >
                <IconArrowUp size={14} />
              </ActionIcon>
              <ActionIcon
                aria-label={t`Move ${called} down`}
                disabled={index === list.length - 1}
                onClick={() => swap(index, index + 1)}
                size="sm"
              >
                <IconArrowDown size={14} />
              </ActionIcon>
              <ActionIcon
                aria-label={t`Remove ${called}`}
                onClick={() => onChange(list.filter((_, i) => i !== index))}
                size="sm"
              >
                <IconTrash size={14} />
              </ActionIcon>
            </div>
          </div>
        )
      })}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        disabled={full}
        onClick={() => onChange([...list, blank()])}
        style={{ alignSelf: 'flex-start' }}
      >
        {full ? t`No more than ${max}` : add}
      </Button>
    </>
  )
}

/** Buttons or rows that the customer can choose; ids are made once and stay when titles change. */
export function OptionsWidget({ id, path, label, help, value, onChange, schema, root }: WidgetProps) {
  const { t } = useLingui()
  const { newId, words } = useEnvironment()
  const list = items(value)
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Repeater
        list={list}
        onChange={onChange}
        max={schema['x-max-items']}
        add={t`Add an option`}
        blank={() => ({ id: newId(), title: '' })}
        name={(item, index) => (typeof item.title === 'string' && item.title ? item.title : words.option(index + 1))}
        render={(item, index, set) => (
          <ItemFields
            schema={schema}
            item={item}
            index={index}
            path={path}
            id={id}
            root={root}
            onChange={set}
            hide="id"
          />
        )}
      />
    </Frame>
  )
}

export function ListWidget({ id, path, label, help, value, onChange, schema, root }: WidgetProps) {
  const { t } = useLingui()
  const { newId } = useEnvironment()
  const title = schema['x-item-title'] ?? ''
  const hasId = Boolean(schema.items?.properties?.id)
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Repeater
        list={items(value)}
        onChange={onChange}
        max={schema['x-max-items']}
        add={t`Add`}
        blank={() => (hasId ? { id: newId() } : {})}
        name={(item, index) => (typeof item[title] === 'string' && item[title] ? String(item[title]) : `${index + 1}`)}
        render={(item, index, set) => (
          <ItemFields
            schema={schema}
            item={item}
            index={index}
            path={path}
            id={id}
            root={root}
            onChange={set}
            hide="id"
          />
        )}
      />
    </Frame>
  )
}

interface ItemFieldsProps {
  schema: WidgetProps['schema']
  item: Item
  index: number
  path: string
  id: string
  root: WidgetProps['root']
  onChange: (item: Item) => void
  hide: string
}

function ItemFields({ schema, item, index, path, id, root, onChange, hide }: ItemFieldsProps) {
  const { t } = useLingui()
  const { [hide]: _, ...properties } = schema.items?.properties ?? {}
  if (Object.keys(properties).length === 0) {
    return (
      <TextInput
        id={`${id}-${index}`}
        aria-label={t`Option ${index + 1}`}
        value={typeof item.title === 'string' ? item.title : ''}
        onChange={(event) => onChange({ ...item, title: event.currentTarget.value })}
      />
    )
  }
  return (
    <Fields
      schema={{ ...schema.items, properties }}
      value={item}
      root={root}
      item={item}
      path={`${path}.${index}`}
      id={`${id}-${index}`}
      onChange={onChange}
    />
  )
}

export function KeyValueWidget({ id, path, label, help, value, onChange, schema }: WidgetProps) {
  const { t } = useLingui()
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <Repeater
        list={items(value)}
        onChange={onChange}
        max={schema['x-max-items']}
        add={t`Add`}
        blank={() => ({ name: '', value: '' })}
        name={(item, index) => (typeof item.name === 'string' && item.name ? item.name : `${index + 1}`)}
        render={(item, index, set) => (
          <>
            <TextInput
              aria-label={t`Name`}
              placeholder={t`Name`}
              value={typeof item.name === 'string' ? item.name : ''}
              onChange={(event) => set({ ...item, name: event.currentTarget.value })}
            />
            <TemplateInput
              id={`${id}-${index}-value`}
              path={`${path}.${index}.value`}
              label={t`Value`}
              placeholder={t`Value`}
              line
              value={typeof item.value === 'string' ? item.value : ''}
              onChange={(next) => set({ ...item, value: next })}
            />
          </>
        )}
      />
    </Frame>
  )
}
