;(() => {
  const built = {"languages":{"en":["/assets/en-ExLhUm-P.js"],"it":["/assets/it-BwFJP0ta.js"]},"pages":[{"at":"^/flows/[^/]+/edit$","frame":"narrow","data":["/me","/flows/{id}","/flows/{id}/draft","/step-kinds?lang={language}"],"files":["/assets/editor-C6maxHg8.js","/assets/editor-DZfK_lD9.css","/assets/drawing-CdbOdiMv.js","/assets/drawing-CFRa7NV_.css","/assets/parts-CZuR1u57.js","/assets/words-BML-6Dlh.js","/assets/words-CBYj2IGm.css","/assets/use-step-stats-CMY2Gbk9.js","/assets/run.module-DceoFBgz.js","/assets/run-I5HgT4pc.css","/assets/period-CW2ivR0A.js","/assets/useMutation-Dzm55QrJ.js","/assets/webhook-fields-NGB6VrhZ.js","/assets/timeline-Cf76YFUs.js","/assets/wait-text-C1JoKGXd.js","/assets/pause-DUqX4s39.js"]},{"at":"^/(flows)?$","frame":"wide","data":["/me","/flows?limit=50","/step-kinds?lang={language}"],"files":["/assets/flows-CNtbb9Bu.js","/assets/parts-CZuR1u57.js","/assets/words-BML-6Dlh.js","/assets/words-CBYj2IGm.css","/assets/pause-DUqX4s39.js","/assets/examples-Bhrz6X35.js","/assets/flows.module-DbAGJ4Rt.js","/assets/flows-DvxfVOCh.css"]},{"at":"^/login$","data":["/setup"],"files":["/assets/login-ByKfvgq2.js","/assets/parts-CZuR1u57.js","/assets/useMutation-Dzm55QrJ.js","/assets/front-door-B_G0hBxa.js","/assets/front-door-BeL26Uxt.css","/assets/words-BML-6Dlh.js","/assets/words-CBYj2IGm.css"]},{"at":"^/(contacts|conversations|templates|numbers|settings|help|flows|runs)","frame":"wide","data":["/me"],"files":[]}]}
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
