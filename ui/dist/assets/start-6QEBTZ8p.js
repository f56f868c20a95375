;(() => {
  const built = {"languages":{"en":["/assets/en-ExLhUm-P.js"],"it":["/assets/it-BwFJP0ta.js"]},"pages":[{"at":"^/flows/[^/]+/edit$","frame":"narrow","data":["/me","/flows/{id}","/flows/{id}/draft","/step-kinds?lang={language}"],"files":["/assets/editor-CTo1ck_8.js","/assets/editor-DZfK_lD9.css","/assets/drawing-CHvxVIdI.js","/assets/drawing-CFRa7NV_.css","/assets/parts-CmuH4bY1.js","/assets/words-CC6boKVD.js","/assets/words-CBYj2IGm.css","/assets/use-step-stats-BsHC8voG.js","/assets/run.module-DceoFBgz.js","/assets/run-I5HgT4pc.css","/assets/period-ecQsVpMF.js","/assets/useMutation-By4qLhbU.js","/assets/webhook-fields-CHFeGy59.js","/assets/timeline-BpMO9X3B.js","/assets/wait-text-TfQQZYhd.js","/assets/pause-V8jtXVyg.js"]},{"at":"^/(flows)?$","frame":"wide","data":["/me","/flows?limit=50","/step-kinds?lang={language}"],"files":["/assets/flows-rLOITr6a.js","/assets/parts-CmuH4bY1.js","/assets/words-CC6boKVD.js","/assets/words-CBYj2IGm.css","/assets/pause-V8jtXVyg.js","/assets/examples-Ba6D46-s.js","/assets/flows.module-DbAGJ4Rt.js","/assets/flows-DvxfVOCh.css"]},{"at":"^/login$","data":["/setup"],"files":["/assets/login-D8Subgc9.js","/assets/parts-CmuH4bY1.js","/assets/useMutation-By4qLhbU.js","/assets/front-door-BZijE83s.js","/assets/front-door-BeL26Uxt.css","/assets/words-CC6boKVD.js","/assets/words-CBYj2IGm.css"]},{"at":"^/(contacts|conversations|templates|numbers|settings|help|flows|runs)","frame":"wide","data":["/me"],"files":[]}]}
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
