// Makes src/api/schema.gen.ts from openapi.json; with --check it only says whether it is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import openapi, { astToString } from 'openapi-typescript'

const from = new URL('../openapi.json', import.meta.url)
const to = new URL('../src/api/schema.gen.ts', import.meta.url)

const made = `// Made by make gen from openapi.json: do not change it by hand.\n${astToString(await openapi(from))}`
if (!process.argv.includes('--check')) {
  writeFileSync(to, made)
} else if (readFileSync(to, 'utf8') !== made) {
  console.error('src/api/schema.gen.ts is stale: run make gen')
  process.exit(1)
}
