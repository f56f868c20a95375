// One sha256 over everything that decides what the built editor is: sources, settings, lockfile.
// `node scripts/sources-hash.mjs` prints it, so that `make test` can tell a stale dist without building.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const FILES = ['index.html', 'lingui.config.ts', 'package-lock.json', 'package.json', 'tsconfig.json', 'vite.config.ts']
const FOLDERS = ['public', 'scripts', 'src']

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(path)
    else yield path
  }
}

// Compiled catalogues come from the .po files; tests never reach the browser.
const ignored = (name) => name.startsWith('src/locales/compiled/') || /\.test\.tsx?$/.test(name)

export function sourcesHash(root) {
  const paths = [...FILES.map((name) => join(root, name)), ...FOLDERS.flatMap((name) => [...walk(join(root, name))])]
  const named = paths
    .map((path) => [relative(root, path).split(sep).join('/'), path])
    .filter(([name]) => !ignored(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const hash = createHash('sha256')
  for (const [name, path] of named) {
    const bytes = readFileSync(path)
    hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(sourcesHash(fileURLToPath(new URL('..', import.meta.url))))
}
