import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { applyNote, parseChange } from './live'

function client() {
  const queries = new QueryClient()
  for (const key of [['flows', {}], ['flow', 'a', 'draft'], ['flow', 'b'], ['contacts']]) queries.setQueryData(key, 1)
  const stale = () =>
    queries
      .getQueryCache()
      .getAll()
      .filter((query) => query.state.isInvalidated)
      .map((query) => query.queryKey.join('/'))
  return { queries, stale }
}

test('a change refreshes exactly the queries of its topics', () => {
  const { queries, stale } = client()
  applyNote(queries, parseChange('{"topics":["flow:a","contacts"]}'))
  expect(stale()).toEqual(['flow/a/draft', 'contacts'])
})

test('a reset, or a note that cannot be read, refreshes everything', () => {
  for (const data of ['not json', '{}']) {
    const { queries, stale } = client()
    applyNote(queries, parseChange(data))
    expect(stale()).toHaveLength(4)
  }
})
