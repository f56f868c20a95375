import { useLingui } from '@lingui/react/macro'
import { Button, Textarea, TextInput } from '@mantine/core'
import { type ClipboardEvent, useState } from 'react'
import { useEnvironment } from './environment'
import { Fields } from './fields'
import classes from './form.module.css'
import { Frame } from './frame'
import { type Item, items, linesOf, newUnit, withLines } from './options'
import { Repeater } from './repeater'
import { TemplateInput } from './template-input'
import type { WidgetProps } from './widget'

/** Buttons or rows that the customer can choose; ids are made once and stay when titles change. */
export function OptionsWidget({ id, path, label, help, value, onChange, schema, root }: WidgetProps) {
  const { t } = useLingui()
  const { newId, words } = useEnvironment()
  const list = items(value)
  const [left, setLeft] = useState<string[]>([])
  const max = schema['x-max-items']
  const paste = (event: ClipboardEvent<HTMLDivElement>) => {
    const lines = linesOf(event.clipboardData.getData('text/plain'))
    const row = (event.target as HTMLElement).closest('[data-row]')
    if (lines.length < 2 || !row || (event.target as HTMLElement).closest('[data-field$=".description"]')) return
    event.preventDefault()
    event.stopPropagation()
    const next = withLines(list, Number(row.getAttribute('data-row')), lines, newId, max)
    setLeft(next.left)
    onChange(next.list, newUnit())
  }
  return (
    <Frame id={id} path={path} label={label} help={help}>
      <div className={classes.repeater} onPasteCapture={paste}>
        <Repeater
          list={list}
          onChange={onChange}
          max={max}
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
      </div>
      {left.length > 0 && (
        <div className={classes.nested} role="alert">
          <div className={`${classes.error} ${classes.warning}`}>
            {t`No more than ${max} options fit. These ${left.length} lines were left out; nothing of them is lost until you close this.`}
          </div>
          <Textarea
            aria-label={t`Lines that were left out`}
            autosize
            maxRows={6}
            value={left.join('\n')}
            onChange={(event) => setLeft(event.currentTarget.value.split('\n'))}
          />
          <Button size="compact-xs" variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setLeft([])}>
            {t`Close`}
          </Button>
        </div>
      )}
      {list.length > 1 && (
        <div
          className={classes.help}
        >{t`Drag to reorder, or press Alt with the arrow keys. Pasted lines become options.`}</div>
      )}
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
