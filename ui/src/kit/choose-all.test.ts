import { afterEach, expect, test, vi } from 'vitest'
import { api } from '@/api/client'
import { readAll } from './choose-all'

afterEach(() => vi.restoreAllMocks())

/** A list of the server: so many rows, as many a page as are asked for. */
function list(count: number) {
  const asked: unknown[] = []
  vi.spyOn(api, 'get').mockImplementation((async (_path: string, query: Record<string, unknown>) => {
    asked.push(query.status)
    const from = Number(query.cursor ?? 0)
    const to = Math.min(count, from + Number(query.limit))
    const items = Array.from({ length: to - from }, (_, n) => from + n)
    return { items, next_cursor: to < count ? String(to) : null }
  }) as never)
  return asked
}

test('every page of what matches is read, and how far is told', async () => {
  const asked = list(450)
  const read: number[] = []
  const all = await readAll<number>({ path: '/people', query: { status: 'waiting' } }, (count) => read.push(count))
  expect(all).toEqual({ rows: Array.from({ length: 450 }, (_, n) => n), more: false })
  expect(read).toEqual([200, 400, 450])
  expect(asked).toEqual(['waiting', 'waiting', 'waiting'])
})

test('no more than a list counts, and that there are more is known', async () => {
  list(1_000)
  const all = await readAll<number>({ path: '/people' }, () => undefined, 500)
  expect([all.rows.length, all.more]).toEqual([500, true])
})
