import { useLingui } from '@lingui/react/macro'
import { FocusTrap, Portal, TextInput } from '@mantine/core'
import { useClickOutside } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Kind } from '@/api/types'
import { addStep } from '@/doc'
import { type LibraryAt, useEditor, useView } from './editor-context'
import { findKinds } from './find-kinds'
import { KindIcon } from './kind-icon'
import classes from './library.module.css'

const WIDTH = 340
const HEIGHT = 480
const EDGE = 16

const RECENT = 'flusso.recent-steps'
const MOST_RECENT = 3

// A convenience of this browser: without storage there is none.
function recentKinds(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]')
    return Array.isArray(kept) ? kept.filter((kind) => typeof kind === 'string').slice(0, MOST_RECENT) : []
  } catch {
    return []
  }
}

function remember(kind: string): void {
  try {
    const next = [kind, ...recentKinds().filter((one) => one !== kind)].slice(0, MOST_RECENT)
    localStorage.setItem(RECENT, JSON.stringify(next))
  } catch {
    // Full or forbidden: the library stays in its order.
  }
}

// The field is drawn a moment after the box (it stands in a portal), and the next key is already the first letter.
const atOnce = (field: HTMLInputElement | null) => field?.focus()

/** Where the step goes is where the library was opened; it leaves after the choice. */
export function Library() {
  const at = useView((view) => view.library)
  return at ? <LibraryBox key={`${at.screen.x} ${at.screen.y}`} at={at} /> : null
}

function LibraryBox({ at }: { at: LibraryAt }) {
  const { t } = useLingui()
  const { catalog, store, view, viewport } = useEditor()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const close = () => view.setState({ library: undefined })
  const box = useClickOutside(close)
  const found = useMemo(() => findKinds(catalog.items, query), [catalog.items, query])
  const [recent] = useState(recentKinds)
  const used = query.trim() === '' ? found.filter((kind) => recent.includes(kind.kind)) : []
  const groups = [
    {
      id: 'recent',
      label: t`Recently used`,
      kinds: used.sort((a, b) => recent.indexOf(a.kind) - recent.indexOf(b.kind)),
    },
    ...catalog.groups.map((group) => ({
      ...group,
      kinds: found.filter((kind) => kind.group === group.id && !used.includes(kind)),
    })),
  ].filter((group) => group.kinds.length > 0)
  const flat = groups.flatMap((group) => group.kinds)
  const here = Math.max(0, Math.min(active, flat.length - 1))

  useEffect(() => {
    list.current?.querySelector(`[data-index="${here}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [here])

  const add = (kind: Kind | undefined) => {
    if (!kind) return
    const { screen: _, ...place } = at
    remember(kind.kind)
    store.run({ label: 'add' }, (doc, context) => addStep(doc, context, kind, place))
    const [id] = store.getState().selection
    view.setState((state) => ({
      library: undefined,
      panel: 'step',
      focusField: id,
      fresh: id === undefined ? state.fresh : new Set([...state.fresh, id]),
    }))
    if (id !== undefined) requestAnimationFrame(() => viewport.current?.reveal(id))
  }

  const left = Math.max(EDGE, Math.min(at.screen.x - WIDTH / 2, window.innerWidth - WIDTH - EDGE))
  const top = Math.max(EDGE, Math.min(at.screen.y + 8, window.innerHeight - HEIGHT - EDGE))
  return (
    <Portal>
      <FocusTrap active>
        <div
          ref={box}
          className={classes.library}
          style={{ left, top }}
          role="dialog"
          aria-label={t`Step library`}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setActive(Math.min(here + 1, flat.length - 1))
            else if (event.key === 'ArrowUp') setActive(Math.max(here - 1, 0))
            else if (event.key === 'Enter') add(flat[here])
            else if (event.key === 'Escape') close()
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
        >
          <TextInput
            ref={atOnce}
            data-autofocus
            leftSection={<IconSearch size={16} />}
            placeholder={t`Search a step`}
            aria-label={t`Search a step`}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value)
              setActive(0)
            }}
          />
          <div ref={list} className={classes.list} role="listbox" aria-label={t`Kinds of step`}>
            {flat.length === 0 && <div className={classes.empty}>{t`No step is called so.`}</div>}
            {groups.map((group) => (
              <div key={group.id}>
                <div className={classes.group}>{group.label}</div>
                {group.kinds.map((kind) => {
                  const index = flat.indexOf(kind)
                  return (
                    <button
                      key={kind.kind}
                      type="button"
                      role="option"
                      tabIndex={-1}
                      data-index={index}
                      aria-selected={index === here}
                      data-active={index === here || undefined}
                      className={classes.kind}
                      onMouseMove={() => setActive(index)}
                      onClick={() => add(kind)}
                    >
                      <KindIcon icon={kind.icon} group={kind.group} size={32} />
                      <span className={classes.words}>
                        <strong>{kind.name}</strong>
                        <span>{kind.help}</span>
                      </span>
                    </button>
                  )
                })}
              </div>
            ))}
          </div>
        </div>
      </FocusTrap>
    </Portal>
  )
}
