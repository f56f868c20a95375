// What a reviewer looks at: a page a language with every picture, and one picture a stop and size that has both
// languages and both themes beside each other.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const GAP = 8
// So wide is one picture on a sheet: small enough for two beside each other, large enough to read.
const COLUMN = { desk: 900, small: 900, tablet: 500, phone: 390 }

const picturesIn = (folder, schemes) => {
  const end = `-${schemes[0]}.png`
  return existsSync(folder)
    ? readdirSync(folder).flatMap((file) => (file.endsWith(end) ? [file.slice(0, -end.length)] : []))
    : []
}

/** A page with every picture of a language: a stop a line, the sizes beside each other. */
export function writeIndex(folder, language, sizes, schemes) {
  const names = [...new Set(sizes.flatMap((size) => picturesIn(join(folder, language, size), schemes)))].sort()
  const image = (name, size, scheme) =>
    existsSync(join(folder, language, size, `${name}-${scheme}.png`))
      ? `<img loading="lazy" alt="${name}" src="${size}/${name}-${scheme}.png">`
      : ''
  const lines = names.flatMap((name) => [
    `<h2>${name}</h2>`,
    ...schemes.map((scheme) => `<div>${sizes.map((size) => image(name, size, scheme)).join('')}</div>`),
  ])
  const style = 'img{height:420px;margin:4px;border:1px solid #888}div{white-space:nowrap}'
  const html = `<!doctype html><meta charset="utf-8"><title>${language}</title><style>${style}</style>${lines.join('')}`
  writeFileSync(join(folder, language, 'index.html'), html)
}

/** One picture a stop and size: two beside two, or four in a row where they are narrow. Says how many. */
export async function writeSheets(browser, folder, sizes, languages, schemes) {
  let count = 0
  const page = await browser.newPage()
  for (const [size, viewport] of Object.entries(sizes)) {
    const names = new Set(languages.flatMap((language) => picturesIn(join(folder, language, size), schemes)))
    if (names.size === 0) continue
    const into = join(folder, 'sheets', size)
    mkdirSync(into, { recursive: true })
    const [width, columns] = [COLUMN[size], viewport.width > viewport.height ? 2 : 4]
    const height = Math.round((viewport.height * width) / viewport.width)
    const rows = (languages.length * schemes.length) / columns
    await page.setViewportSize({
      width: columns * (width + GAP) + GAP,
      height: Math.ceil(rows) * (height + GAP) + GAP,
    })
    // A page from a file may show files.
    const sheet = join(folder, 'sheets', 'sheet.html')
    for (const name of names) {
      const cells = languages.flatMap((language) =>
        schemes.map((scheme) => `<img alt="" src="../${language}/${size}/${name}-${scheme}.png">`),
      )
      const style = `body{margin:${GAP}px;display:grid;gap:${GAP}px;grid-template-columns:repeat(${columns},${width}px);background:#7a7a7a}img{width:${width}px;height:${height}px;display:block}`
      writeFileSync(sheet, `<!doctype html><meta charset="utf-8"><style>${style}</style>${cells.join('')}`)
      await page.goto(pathToFileURL(sheet).href)
      await page.screenshot({ path: join(into, `${name}.png`) })
      count += 1
    }
    rmSync(sheet)
  }
  await page.close()
  return count
}
