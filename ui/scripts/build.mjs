// Builds the editor into a folder: catalogues, type-free bundle, size check, build.json.
// Usage: node scripts/build.mjs <out folder, relative to ui/>
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { firstLoad } from './first-load.mjs'
import { sourcesHash } from './sources-hash.mjs'

// What a person waits for before anything shows, on a slow line.
const FIRST_LOAD_LIMIT_BYTES = 300_000

const root = fileURLToPath(new URL('..', import.meta.url))
const out = resolve(root, process.argv[2] ?? process.env.OUT ?? '.build')

function run(script) {
  const done = spawnSync('npm', ['run', '-s', script], { cwd: root, stdio: 'inherit' })
  if (done.status !== 0) process.exit(done.status ?? 1)
}

run('i18n')
await build({ root, logLevel: 'warn', build: { outDir: out, emptyOutDir: true } })

const weight = firstLoad(out)
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`
console.log(`first load: ${kib(weight.bytes)} gzipped script in ${weight.files.length} files`)
if (weight.bytes > FIRST_LOAD_LIMIT_BYTES) {
  console.error(`first load is above ${kib(FIRST_LOAD_LIMIT_BYTES)}:`)
  for (const file of weight.files) console.error(`  ${kib(file.bytes)}  ${file.name}`)
  process.exit(1)
}

// The manifest was only for the scales.
rmSync(join(out, '.vite'), { recursive: true })
writeFileSync(join(out, 'build.json'), `${JSON.stringify({ sources: sourcesHash(root) }, null, 2)}\n`)
console.log(`built ${out}`)
