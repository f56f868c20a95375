;(() => {
  const built = {"languages":{"en":["/assets/en-BNPBpVlI.js"],"it":["/assets/it-DgNMJdg0.js"]},"pages":[{"at":"^/flows/[^/]+/edit$","frame":"narrow","data":["/me","/flows/{id}","/flows/{id}/draft","/step-kinds?lang={language}"],"files":["/assets/editor-C1fbIdXD.js","/assets/editor-D0LL32VM.css","/assets/drawing-BM6FXFhP.js","/assets/drawing-D2XdKHxw.css","/assets/parts-CZbbBK6H.js","/assets/words-DggucJMN.js","/assets/words-CBYj2IGm.css","/assets/use-step-stats-Blwelu6B.js","/assets/run.module-x2aOBf47.js","/assets/run-C3vGMQ5B.css","/assets/period-B3CSBQ0L.js","/assets/useMutation-g3gh8XI9.js","/assets/webhook-fields-CXWYV5Le.js","/assets/timeline-D3yE0MT8.js"]},{"at":"^/(flows)?$","frame":"wide","data":["/me","/flows?limit=50","/step-kinds?lang={language}"],"files":["/assets/flows-f0bTHPLE.js","/assets/parts-CZbbBK6H.js","/assets/words-DggucJMN.js","/assets/words-CBYj2IGm.css","/assets/examples-BtQQkNdd.js","/assets/flows.module-BYzsLGLS.js","/assets/flows-DGpQmT8r.css"]},{"at":"^/login$","data":["/setup"],"files":["/assets/login-CTVeYNw4.js","/assets/parts-CZbbBK6H.js","/assets/useMutation-g3gh8XI9.js","/assets/front-door-CBccRYqO.js","/assets/front-door-BeL26Uxt.css","/assets/words-DggucJMN.js","/assets/words-CBYj2IGm.css"]},{"at":"^/(contacts|conversations|templates|numbers|settings|help|flows|runs)","frame":"wide","data":["/me"],"files":[]}]}
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
