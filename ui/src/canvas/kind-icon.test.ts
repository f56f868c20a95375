import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { icons } from './kind-icon'

test('every kind of step has the icon that it names', () => {
  const folder = join(process.cwd(), '../engine/step')
  const sources = readdirSync(folder).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
  const named = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/\bIcon: "([^"]+)"/g)].map(([, icon]) => icon as string),
  )
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((icon) => !(icon in icons))).toEqual([])
})
