// The licences of the npm packages that the editor is built from (not of the
// tools that build it), against the list that we allow.
import { readFileSync } from 'node:fs'

const allowed = /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|CC0-1\.0|OFL-1\.1|MPL-2\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0|CC-BY-4\.0)$/
const lock = JSON.parse(readFileSync(new URL('../ui/package-lock.json', import.meta.url)))
let n = 0
const bad = []
for (const [path, p] of Object.entries(lock.packages)) {
  if (path === '' || p.dev || p.optional) continue
  n++
  const names = String(p.license ?? '').replace(/[()]/g, '').split(/ OR /)
  if (!names.some((l) => l.split(/ AND /).every((one) => allowed.test(one)))) bad.push(`${path}: ${p.license ?? 'none'}`)
}
for (const b of bad) console.log(`licences: ${b}`)
console.log(`licences: ${n} npm packages looked at`)
process.exit(bad.length ? 1 : 0)
