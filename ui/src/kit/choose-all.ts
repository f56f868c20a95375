import { useState } from 'react'
import { api } from '@/api/client'
import type { Page } from '@/api/types'

const PAGE_ROWS = 200
/** As far as the lists of the server count. */
export const MOST_ROWS = 10_000

/** Where all rows of a list come from: the same address that it is read from, page by page. */
export interface ListSource {
  path: string
  query?: Record<string, string | undefined>
}

/** Every row that fits, not only those that are shown; as many as a list counts. */
export async function readAll<T>(
  { path, query }: ListSource,
  onRead: (count: number) => void,
  most = MOST_ROWS,
): Promise<{ rows: T[]; more: boolean }> {
  const rows: T[] = []
  let cursor: string | undefined
  do {
    const page = await api.get<Page<T>>(path, { ...query, limit: PAGE_ROWS, cursor })
    rows.push(...page.items)
    cursor = page.next_cursor || undefined
    onRead(rows.length)
  } while (cursor && rows.length < most)
  return { rows: rows.slice(0, most), more: cursor !== undefined || rows.length > most }
}

interface Chosen<T> {
  source: string
  rows: T[]
  /** There are still more than these. */
  more: boolean
}

/** All rows of a list, chosen at once; another filter lets go of them. */
export function useChooseAll<T>(source: ListSource | undefined) {
  const [chosen, setChosen] = useState<Chosen<T>>()
  const [reading, setReading] = useState<number>()
  const [error, setError] = useState<unknown>()
  const key = JSON.stringify(source)
  const choose = async () => {
    if (!source || reading !== undefined) return
    setReading(0)
    setError(undefined)
    try {
      setChosen({ source: key, ...(await readAll<T>(source, setReading)) })
    } catch (problem) {
      setError(problem)
    } finally {
      setReading(undefined)
    }
  }
  const now = chosen?.source === key ? chosen : undefined
  return {
    rows: now?.rows,
    more: now?.more ?? false,
    reading,
    error,
    choose,
    keep: (rows: T[]) => now && setChosen({ ...now, rows }),
    clear: () => setChosen(undefined),
  }
}
