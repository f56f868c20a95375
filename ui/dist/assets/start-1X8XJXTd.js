;(() => {
  const built = {"languages":{"en":["/assets/en-738-VAA9.js"],"it":["/assets/it-BVNHN9l9.js"]},"pages":[{"at":"^/flows/[^/]+/edit$","frame":"narrow","data":["/me","/flows/{id}","/flows/{id}/draft","/step-kinds?lang={language}"],"files":["/assets/editor-Dox6QJTA.js","/assets/editor-DGyjpeK8.css","/assets/drawing-Dgvllbyj.js","/assets/drawing-Dq0JuVz9.css","/assets/parts-bfEzSMow.js","/assets/words-0a4SO1zS.js","/assets/words-CBYj2IGm.css","/assets/use-step-stats-Cc9A0nb9.js","/assets/run.module-x2aOBf47.js","/assets/run-C3vGMQ5B.css","/assets/period-CNg89WZM.js","/assets/useMutation-AQexGwqs.js","/assets/webhook-fields-BkEw3i0T.js","/assets/timeline-DEWXiart.js","/assets/pause-BfyXA7AI.js"]},{"at":"^/(flows)?$","frame":"wide","data":["/me","/flows?limit=50","/step-kinds?lang={language}"],"files":["/assets/flows-Nz_WSJHZ.js","/assets/parts-bfEzSMow.js","/assets/words-0a4SO1zS.js","/assets/words-CBYj2IGm.css","/assets/pause-BfyXA7AI.js","/assets/examples-BxdW-1qr.js","/assets/flows.module-Ctj6aSab.js","/assets/flows-aQkVoovK.css"]},{"at":"^/login$","data":["/setup"],"files":["/assets/login-DgYw0fVQ.js","/assets/parts-bfEzSMow.js","/assets/useMutation-AQexGwqs.js","/assets/front-door-Cek5SFRt.js","/assets/front-door-BeL26Uxt.css","/assets/words-0a4SO1zS.js","/assets/words-CBYj2IGm.css"]},{"at":"^/(contacts|conversations|templates|numbers|settings|help|flows|runs)","frame":"wide","data":["/me"],"files":[]}]}
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
