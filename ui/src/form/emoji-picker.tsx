import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Popover, TextInput, Tooltip } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { type EmojiGroup, findEmoji } from './emoji'
import classes from './form.module.css'

// Columns of the grid: the arrow keys count by them.
const COLUMNS = 8

/** A button that puts an emoji where the cursor is. */
export function EmojiButton({ label, onPick }: { label: string; onPick: (sign: string) => void }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      width={304}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus={false}
      withinPortal
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Tooltip label={t`Insert an emoji`}>
          <ActionIcon size="md" aria-label={t`Insert an emoji into ${label}`} onClick={() => setOpen(!open)}>
            <IconMoodSmile size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        {open && (
          <EmojiList
            onPick={(sign) => {
              setOpen(false)
              onPick(sign)
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function useGroupNames(): Record<EmojiGroup, string> {
  const { t } = useLingui()
  return {
    faces: t`Faces`,
    hands: t`Hands`,
    hearts: t`Hearts and parties`,
    work: t`Appointments and office`,
    things: t`Orders and things`,
    food: t`Food and drink`,
    places: t`Places and weather`,
    signs: t`Signs`,
  }
}

function EmojiList({ onPick }: { onPick: (sign: string) => void }) {
  const { t } = useLingui()
  const names = useGroupNames()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  // At once: the next key is already the first letter.
  useLayoutEffect(() => input.current?.focus(), [])
  const groups = findEmoji(query)
  const flat = groups.flatMap((group) => group.items)
  const at = Math.min(active, flat.length - 1)
  const keys = (event: KeyboardEvent) => {
    const move = { ArrowDown: COLUMNS, ArrowUp: -COLUMNS, ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (move !== undefined) setActive(Math.max(0, Math.min(at + move, flat.length - 1)))
    else if (event.key === 'Enter' && flat[at]) onPick(flat[at].sign)
    else return
    event.preventDefault()
  }
  return (
    <>
      <TextInput
        ref={input}
        data-autofocus
        size="xs"
        placeholder={t`Search an emoji`}
        aria-label={t`Search an emoji`}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={keys}
      />
      <div className={classes.pick} role="listbox" aria-label={t`Emoji`}>
        {flat.length === 0 && <div className={classes.pickGroup}>{t`No emoji is called so.`}</div>}
        {groups.map((group) => (
          <div key={group.group}>
            <div className={classes.pickGroup}>{names[group.group]}</div>
            <div className={classes.emojiGrid}>
              {group.items.map((one) => (
                <button
                  key={one.sign}
                  type="button"
                  role="option"
                  aria-selected={flat[at] === one}
                  data-active={flat[at] === one || undefined}
                  className={classes.emoji}
                  tabIndex={-1}
                  onMouseMove={() => setActive(flat.indexOf(one))}
                  onClick={() => onPick(one.sign)}
                >
                  {one.sign}
                </button>
              ))}
            </div>
          </div>
        ))}
      </div>
    </>
  )
}
