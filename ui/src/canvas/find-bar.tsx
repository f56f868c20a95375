import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { ActionIcon, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import classes from './canvas.module.css'
import { useEditor, useView } from './editor-context'

/** Search inside the flow: what is found is lit on the canvas, Enter goes from one to the next. */
export function FindBar({ found }: { found: readonly string[] }) {
  const open = useView((view) => view.find !== undefined)
  return open ? <OpenBar found={found} /> : null
}

function OpenBar({ found }: { found: readonly string[] }) {
  const { t } = useLingui()
  const { view, store, viewport } = useEditor()
  const query = useView((state) => state.find ?? '')
  const [at, setAt] = useState(-1)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  // The first one that is found comes into sight while one still writes; Enter chooses it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: an edit of the flow moves nothing
  useEffect(() => {
    const [first] = found
    if (query.trim() && first) viewport.current?.reveal(first)
  }, [query])
  const here = at >= 0 && at < found.length ? at : -1

  const show = (index: number) => {
    const id = found[index]
    if (id === undefined) return
    setAt(index)
    store.select([id])
    viewport.current?.reveal(id)
  }
  const step = (by: 1 | -1) => {
    if (found.length === 0) return
    show(here < 0 ? (by > 0 ? 0 : found.length - 1) : (here + by + found.length) % found.length)
  }
  const close = () => view.setState({ find: undefined })
  const count = found.length
  const said =
    query.trim() === ''
      ? ''
      : here >= 0
        ? t`${here + 1} of ${count}`
        : count === 0
          ? t`Nothing found`
          : plural(count, { one: '# step', other: '# steps' })
  return (
    // biome-ignore lint/a11y/useSemanticElements: the element of that name is not drawn by every browser yet
    <div className={classes.find} role="search" data-own-keys>
      <TextInput
        ref={input}
        size="xs"
        w={220}
        leftSection={<IconSearch size={14} />}
        placeholder={t`Names, texts, variables`}
        aria-label={t`Find in this flow`}
        value={query}
        onChange={(event) => {
          setAt(-1)
          view.setState({ find: event.currentTarget.value })
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
          else if (event.key === 'ArrowDown') step(1)
          else if (event.key === 'ArrowUp') step(-1)
          else if (event.key === 'Escape') close()
          else return
          event.preventDefault()
        }}
      />
      <span className={classes.findCount} role="status">
        {said}
      </span>
      <ActionIcon size="sm" aria-label={t`Previous`} disabled={count === 0} onClick={() => step(-1)}>
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={t`Next`} disabled={count === 0} onClick={() => step(1)}>
        <IconChevronDown size={16} />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={t`Close`} onClick={close}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  )
}
