import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))

const DOOR = /\b(fetch\s*\(|XMLHttpRequest|new EventSource|new WebSocket|sendBeacon)/

test('only src/api talks to the server', () => {
  const files = sources('src')
  const talking = files.filter((file) => DOOR.test(readFileSync(file, 'utf8')))
  expect(talking.length).toBeGreaterThan(0)
  expect(talking.filter((file) => !file.startsWith('src/api/'))).toEqual([])
})

test('imports go one way: doc, kit, form, canvas, pages', () => {
  const order = ['api', 'kit', 'form', 'canvas', 'pages']
  const bad: string[] = []
  for (const file of sources('src')) {
    const home = file.split('/')[1] ?? ''
    const text = readFileSync(file, 'utf8')
    if (home === 'doc' && /from '(react|@mantine|@xyflow|@lingui\/react)/.test(text))
      bad.push(`${file} uses a UI library`)
    for (const [, target = ''] of text.matchAll(/from '@\/(\w+)/g)) {
      if (order.includes(home) && order.indexOf(target) > order.indexOf(home)) bad.push(`${file} imports ${target}`)
    }
  }
  expect(bad).toEqual([])
})
