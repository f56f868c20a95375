// Runs before anything else is there, so it is small and needs nothing: theme and language as this browser had them
// last, the frame of the page, and everything that the page behind the address will ask for, fetched side by side
// instead of one after the other. Without it the page is the same, only later.
// start-plugin.ts fills in which files belong to which page.
;(() => {
  const built = __BUILT__
  const root = document.documentElement
  const path = location.pathname
  let kept = {}
  try {
    kept = localStorage
  } catch {
    // A browser may refuse: then it is the system's theme and the browser's language.
  }
  const theme = kept['mantine-color-scheme-value']
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset.mantineColorScheme = dark ? 'dark' : 'light'

  const wanted = [kept['flusso.language'], ...navigator.languages].map((tag) => (tag || '').toLowerCase().split('-')[0])
  const language = wanted.find((tag) => built.languages[tag]) || 'en'
  const page = built.pages.find(({ at }) => new RegExp(at).test(path))
  if (page?.frame) root.dataset.frame = page.frame

  const hint = (rel, href, as) => {
    const link = document.createElement('link')
    link.rel = rel
    if (as) link.as = as
    link.crossOrigin = ''
    link.href = href
    document.head.append(link)
  }
  const id = path.split('/')[2]
  for (const one of page?.data || []) {
    if (location.search && one.includes('?limit')) continue
    hint('preload', `/api/v1${one.replace('{id}', id).replace('{language}', language)}`, 'fetch')
  }
  for (const file of [...built.languages[language], ...(page?.files || [])]) {
    if (file.endsWith('.css')) hint('preload', file, 'style')
    else hint('modulepreload', file)
  }
})()
