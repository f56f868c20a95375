import { expect, test } from 'vitest'
import { safeNext } from '.'

test('after signing in, only pages of this program are gone to', () => {
  expect(safeNext('/flows/1/edit?x=1')).toBe('/flows/1/edit?x=1')
  for (const elsewhere of ['//evil.example', '/\\evil.example', 'https://evil.example', undefined, '/login?next=/a'])
    expect(safeNext(elsewhere)).toBe('/flows')
})
