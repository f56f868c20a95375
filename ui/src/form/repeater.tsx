import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react'
import { type DragEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import classes from './form.module.css'
import { type Item, moved, newUnit } from './options'

interface RepeaterProps {
  list: Item[]
  onChange: (list: Item[], unit?: string) => void
  add: string
  blank: () => Item
  max: number | undefined
  name: (item: Item, index: number) => string
  render: (item: Item, index: number, set: (item: Item) => void) => ReactNode
}

/** Rows that can be added, removed and moved: by dragging, by buttons, and by Alt with the arrow keys. */
export function Repeater({ list, onChange, add, blank, max, name, render }: RepeaterProps) {
  const { t } = useLingui()
  const holder = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState<number>()
  const [over, setOver] = useState<number>()
  const [told, setTold] = useState('')
  const put = (index: number, item: Item) => onChange(list.map((old, i) => (i === index ? item : old)))
  const move = (from: number, to: number) => {
    const one = list[from]
    if (!one || to < 0 || to >= list.length || from === to) return
    onChange(moved(list, from, to), newUnit())
    setTold(t`${name(one, from)}: place ${to + 1} of ${list.length}`)
  }
  const keys = (event: KeyboardEvent, index: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    // A list inside this one, or a text of several lines, may have taken it.
    if (!event.altKey || step === undefined || event.defaultPrevented) return
    event.preventDefault()
    event.stopPropagation()
    const to = index + step
    if (to < 0 || to >= list.length) return
    // The row goes on being the one at work, wherever it stands: its place among the row's controls is kept.
    const inRow = (at: number) =>
      [...(holder.current?.querySelectorAll(`:scope > [data-row="${at}"]`) ?? [])].flatMap((row) => [
        ...row.querySelectorAll<HTMLElement>('button, input, textarea, [contenteditable="true"]'),
      ])
    const place = inRow(index).indexOf(event.target as HTMLElement)
    move(index, to)
    requestAnimationFrame(() => inRow(to)[place]?.focus())
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    if (dragged !== undefined && over !== undefined) move(dragged, over)
    setDragged(undefined)
    setOver(undefined)
  }
  const full = max !== undefined && list.length >= max
  return (
    <div ref={holder} className={classes.repeater}>
      {list.map((item, index) => {
        const called = name(item, index)
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: keys and drags of the controls inside come by here
          <div
            key={typeof item.id === 'string' ? item.id : index}
            className={classes.item}
            data-row={index}
            data-over={(over === index && dragged !== undefined && dragged !== index) || undefined}
            onKeyDown={(event) => keys(event, index)}
            onDragOver={(event) => {
              if (dragged === undefined) return
              event.preventDefault()
              setOver(index)
            }}
            onDrop={drop}
          >
            <div className={classes.itemRow}>
              {list.length > 1 && (
                <span
                  className={classes.grip}
                  draggable
                  title={t`Drag to reorder`}
                  aria-hidden
                  onDragStart={(event) => {
                    event.dataTransfer.effectAllowed = 'move'
                    event.dataTransfer.setData('text/plain', called)
                    setDragged(index)
                  }}
                  onDragEnd={() => {
                    setDragged(undefined)
                    setOver(undefined)
                  }}
                >
                  <IconGripVertical size={14} />
                </span>
              )}
              <div className={classes.nested}>{render(item, index, (next) => put(index, next))}</div>
              <div className={classes.itemActions}>
                <ActionIcon
                  aria-label={t`Move ${called} up`}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                  size="sm"
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t`Move ${called} down`}
                  disabled={index === list.length - 1}
                  onClick={() => move(index, index + 1)}
                  size="sm"
                >
                  <IconArrowDown size={14} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t`Remove ${called}`}
                  onClick={() =>
                    onChange(
                      list.filter((_, i) => i !== index),
                      newUnit(),
                    )
                  }
                  size="sm"
                >
                  <IconTrash size={14} />
                </ActionIcon>
              </div>
            </div>
          </div>
        )
      })}
      <span className={classes.srOnly} role="status">
        {told}
      </span>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        disabled={full}
        onClick={() => {
          onChange([...list, blank()], newUnit())
          // What was added is written next.
          requestAnimationFrame(() =>
            holder.current
              ?.querySelector<HTMLElement>(
                `:scope > [data-row="${list.length}"] :is(input, textarea, [contenteditable="true"])`,
              )
              ?.focus(),
          )
        }}
        style={{ alignSelf: 'flex-start' }}
      >
        {full ? t`No more than ${max}` : add}
      </Button>
    </div>
  )
}
