// Puts start.js into the built page: with the files of each page, known only once the bundle is made.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

type TransformContext = Parameters<
  Extract<NonNullable<Plugin['transformIndexHtml']>, { handler: unknown }>['handler']
>[1]
type Bundle = NonNullable<TransformContext['bundle']>

const LANGUAGES = ['en', 'it']
// The pages that people open most: what they are made of, and the first things that they ask the server.
const PAGES = [
  {
    at: '^/flows/[^/]+/edit$',
    module: 'src/pages/editor/index.tsx',
    frame: 'narrow',
    data: ['/me', '/flows/{id}', '/flows/{id}/draft', '/step-kinds?lang={language}'],
  },
  {
    at: '^/(flows)?$',
    module: 'src/pages/flows/index.tsx',
    frame: 'wide',
    data: ['/me', '/flows?limit=50', '/step-kinds?lang={language}'],
  },
  { at: '^/login$', module: 'src/pages/login/index.tsx', data: ['/setup'] },
  // Every other page under the navigation.
  { at: '^/(contacts|conversations|templates|numbers|settings|help|flows|runs)', frame: 'wide', data: ['/me'] },
]

/** The chunk of a module and all it needs, without what is there already. */
function filesOf(bundle: Bundle, module: string, known: ReadonlySet<string>): string[] {
  const chunks = Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [one] : []))
  const first = chunks.find((one) => one.moduleIds.some((id) => id.endsWith(`/${module}`)))
  if (!first) throw new Error(`no chunk of ${module}`)
  const found = new Set<string>()
  const visit = (name: string) => {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk' || known.has(name) || found.has(name)) return
    found.add(name)
    for (const style of chunk.viteMetadata?.importedCss ?? []) if (!known.has(style)) found.add(style)
    for (const next of chunk.imports) visit(next)
  }
  visit(first.fileName)
  return [...found]
}

export function startScript(): Plugin {
  let made: { type: 'asset'; fileName: string; source: string } | undefined
  return {
    name: 'start-script',
    apply: 'build',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        if (!bundle) return []
        const known = new Set(filesOf(bundle, 'src/main.tsx', new Set()))
        const files = (module: string) => filesOf(bundle, module, known).map((name) => `/${name}`)
        const built = {
          languages: Object.fromEntries(LANGUAGES.map((tag) => [tag, files(`src/locales/compiled/${tag}.ts`)])),
          pages: PAGES.map(({ module, ...page }) => ({ ...page, files: module ? files(module) : [] })),
        }
        const source = readFileSync(new URL('start.js', import.meta.url), 'utf8')
          .replace(/^\/\/.*\n/gm, '')
          .replace('__BUILT__', () => JSON.stringify(built))
        const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8)
        made = { type: 'asset', fileName: `assets/start-${hash}.js`, source }
        return [{ tag: 'script', attrs: { src: `/${made.fileName}` }, injectTo: 'head' }]
      },
    },
    generateBundle: {
      order: 'post',
      handler() {
        if (made) this.emitFile(made)
        made = undefined
      },
    },
  }
}
