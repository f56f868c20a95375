// Weighs the script a browser must have before the first page shows: the entry and all it imports statically.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export function firstLoad(out) {
  const manifest = JSON.parse(readFileSync(join(out, '.vite', 'manifest.json'), 'utf8'))
  const seen = new Set()
  const visit = (key) => {
    const chunk = manifest[key]
    if (!chunk || seen.has(chunk.file)) return
    seen.add(chunk.file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key)
  const files = [...seen]
    .filter((file) => file.endsWith('.js'))
    .map((name) => ({ name, bytes: gzipSync(readFileSync(join(out, name)), { level: 9 }).length }))
  return { files, bytes: files.reduce((sum, file) => sum + file.bytes, 0) }
}
