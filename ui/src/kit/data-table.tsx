import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Checkbox, Menu, Skeleton, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react'
import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useState } from 'react'
import { api } from '@/api/client'
import type { Page } from '@/api/types'
import { type ListSource, useChooseAll } from './choose-all'
import classes from './data-table.module.css'
import { ErrorState, useSlow } from './states'
import { useUrlState } from './url-state'

const PAGE_ROWS = 50

export interface Column<T> {
  id: string
  label: string
  render: (row: T) => ReactNode
  /** Numbers stand on the right. */
  align?: 'right'
  /** What the server calls this order; the column can then be sorted. */
  sort?: string
  /** Only shown when chosen. */
  optional?: boolean
  /** Stays at the end while the table scrolls sideways; the width of one icon. */
  pinned?: boolean
}

export type PagedList<T> = UseInfiniteQueryResult<T[], Error>

/** A list of the API, page by page with its cursor. The key begins with the feed's topic. */
export function usePagedList<T>(
  key: readonly unknown[],
  path: string,
  query: Record<string, string | undefined> = {},
): PagedList<T> {
  return useInfiniteQuery({
    queryKey: [...key, query],
    queryFn: ({ pageParam }) => api.get<Page<T>>(path, { ...query, limit: PAGE_ROWS, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor || undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
    placeholderData: (before) => before,
  })
}

/** The order of a table, in the address: `name` or `-name`. */
export const useSort = (fallback = '') => useUrlState('sort', fallback)

export interface DataTableProps<T> {
  /** Names the table for the columns that this person chose. */
  name: string
  label: string
  list: PagedList<T>
  columns: Column<T>[]
  rowKey: (row: T) => string
  onOpen?: (row: T) => void
  empty: ReactNode
  /** Actions on the ticked rows; the bar appears with the first tick. */
  bulk?: (rows: T[], clear: () => void) => ReactNode
  /** Where the rows come from: all that match can then be chosen, also those that are not shown yet. */
  source?: ListSource
  defaultSort?: string
}

export function DataTable<T>(props: DataTableProps<T>) {
  const { name, label, list, columns, rowKey, onOpen, empty, bulk, source, defaultSort = '' } = props
  const { t } = useLingui()
  const [sort, setSort] = useSort(defaultSort)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const initial = columns.filter((column) => column.optional).map((column) => column.id)
  const [hidden, setHidden] = useLocalStorage<string[]>({ key: `columns.${name}`, defaultValue: initial })
  const slow = useSlow(list.isPending)
  const frame = useEdges()
  const all = useChooseAll<T>(source)

  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data ?? []
  if (!list.isPending && rows.length === 0) return <>{empty}</>

  const shown = columns.filter((column) => !hidden.includes(column.id))
  const chosen = all.rows ?? rows.filter((row) => ticked.has(rowKey(row)))
  const keys = all.rows ? new Set(all.rows.map(rowKey)) : ticked
  const here = rows.filter((row) => keys.has(rowKey(row))).length
  const everyRow = here === rows.length && rows.length > 0
  const clear = () => {
    setTicked(new Set())
    all.clear()
  }
  const tick = (row: T, on: boolean) => {
    const key = rowKey(row)
    if (all.rows) all.keep(on ? [...all.rows, row] : all.rows.filter((one) => rowKey(one) !== key))
    const next = new Set(ticked)
    if (on) next.add(key)
    else next.delete(key)
    setTicked(next)
  }
  const tickAll = (on: boolean) => {
    all.clear()
    setTicked(new Set(on ? rows.map(rowKey) : []))
  }

  return (
    <>
      <div className={classes.tools} data-table-tools={bulk && chosen.length > 0 ? 'bulk' : ''}>
        {bulk && chosen.length > 0 ? (
          <div className={classes.bulk} role="toolbar" aria-label={t`Actions on the chosen rows`}>
            <span className="num" role="status">
              {all.more ? t`The first ${chosen.length} chosen` : t`${chosen.length} chosen`}
            </span>
            {source && list.hasNextPage && everyRow && !all.rows && <ChooseAll all={all} />}
            {bulk(chosen, clear)}
            <Button size="compact-sm" variant="subtle" onClick={clear}>{t`Clear`}</Button>
          </div>
        ) : (
          <span style={{ flex: 1 }} />
        )}
        <ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />
      </div>
      <div className={classes.frame} ref={frame}>
        <table className={classes.table} aria-label={label} aria-busy={list.isPending}>
          <thead>
            <tr>
              {bulk && (
                <th className={classes.check}>
                  <Checkbox
                    size="xs"
                    aria-label={t`Choose all rows`}
                    checked={everyRow}
                    indeterminate={here > 0 && !everyRow}
                    onChange={(event) => tickAll(event.currentTarget.checked)}
                  />
                </th>
              )}
              {shown.map((column) => (
                <HeadCell key={column.id} column={column} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {list.isPending && slow && <SkeletonRows columns={shown.length + (bulk ? 1 : 0)} />}
            {rows.map((row) => {
              const key = rowKey(row)
              return (
                <tr
                  key={key}
                  {...(onOpen && {
                    'data-open': true,
                    tabIndex: 0,
                    onClick: () => onOpen(row),
                    onKeyDown: (event) => event.key === 'Enter' && event.target === event.currentTarget && onOpen(row),
                  })}
                >
                  {bulk && (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: only keeps the tick from opening the row
                    <td className={classes.check} onClick={(event) => event.stopPropagation()}>
                      <Checkbox
                        size="xs"
                        aria-label={t`Choose this row`}
                        checked={keys.has(key)}
                        onChange={(event) => tick(row, event.currentTarget.checked)}
                      />
                    </td>
                  )}
                  {shown.map((column) => (
                    <td key={column.id} className={classOf(column)}>
                      {column.render(row)}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
        {list.hasNextPage && (
          <div className={classes.more}>
            <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t`Show more`}
            </Button>
          </div>
        )}
      </div>
    </>
  )
}

const classOf = ({ align, pinned }: Column<never>) =>
  [align === 'right' && classes.right, pinned && classes.pinned].filter(Boolean).join(' ') || undefined

/** Says on the frame at which sides something of the table is out of sight. */
function useEdges() {
  return useCallback((frame: HTMLDivElement | null) => {
    if (!frame) return
    const look = () => {
      frame.toggleAttribute('data-before', frame.scrollLeft > 0)
      frame.toggleAttribute('data-after', frame.scrollLeft + frame.clientWidth < frame.scrollWidth - 1)
    }
    const watch = new ResizeObserver(look)
    watch.observe(frame)
    for (const child of frame.children) watch.observe(child)
    frame.addEventListener('scroll', look, { passive: true })
    return () => {
      watch.disconnect()
      frame.removeEventListener('scroll', look)
    }
  }, [])
}

/** Offered when every row that is shown is ticked and there are more. */
function ChooseAll({ all }: { all: Pick<ReturnType<typeof useChooseAll>, 'reading' | 'error' | 'choose'> }) {
  const { t } = useLingui()
  return (
    <>
      <Button size="compact-sm" variant="subtle" disabled={all.reading !== undefined} onClick={() => void all.choose()}>
        {all.reading === undefined ? t`Choose all that match` : t`Reading: ${all.reading}`}
      </Button>
      {all.error !== undefined && <span role="alert">{t`They could not be read. Try again.`}</span>}
    </>
  )
}

interface HeadCellProps<T> {
  column: Column<T>
  sort: string
  onSort: (sort: string) => void
}

function HeadCell<T>({ column, sort, onSort }: HeadCellProps<T>) {
  const by = column.sort ?? ''
  const down = sort === `-${by}`
  const up = sort === by
  const order = up ? 'ascending' : down ? 'descending' : 'none'
  return (
    <th scope="col" className={classOf(column)} {...(column.sort && { 'aria-sort': order })}>
      {by ? (
        <button type="button" className={classes.sort} onClick={() => onSort(up ? `-${by}` : by)}>
          {column.label}
          {up && <IconArrowUp size={12} aria-hidden />}
          {down && <IconArrowDown size={12} aria-hidden />}
        </button>
      ) : (
        <span>{column.label}</span>
      )}
    </th>
  )
}

interface ColumnChoiceProps<T> {
  columns: Column<T>[]
  hidden: string[]
  onChange: (hidden: string[]) => void
}

function ColumnChoice<T>({ columns, hidden, onChange }: ColumnChoiceProps<T>) {
  const { t } = useLingui()
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={t`Columns`}>
          <ActionIcon aria-label={t`Columns`}>
            <IconColumns3 size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.slice(1).map((column) => {
          const on = !hidden.includes(column.id)
          return (
            <Menu.Item
              key={column.id}
              role="menuitemcheckbox"
              aria-checked={on}
              leftSection={<Checkbox size="xs" checked={on} readOnly tabIndex={-1} aria-hidden />}
              onClick={() => onChange(on ? [...hidden, column.id] : hidden.filter((id) => id !== column.id))}
            >
              {column.label}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}

function SkeletonRows({ columns }: { columns: number }) {
  return Array.from({ length: 6 }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
    <tr key={row}>
      {Array.from({ length: columns }, (_, cell) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cells are all alike
        <td key={cell}>
          <Skeleton height={16} radius="sm" width={`${80 - ((row * 17 + cell * 23) % 45)}%`} />
        </td>
      ))}
    </tr>
  ))
}
