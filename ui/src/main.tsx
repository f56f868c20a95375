import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@/kit/tokens.css'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider, useMantineColorScheme } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError, onSignedOut } from '@/api'
import { theme, variables } from '@/kit/theme'
import { activate, lastLanguage, pickLanguage } from '@/locales'
import { onScheme } from './preferences'
import { makeRouter } from './routes'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Live changes refresh what is shown; a request that was refused will be refused again.
      staleTime: 30_000,
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.offline || error.status >= 502),
    },
  },
})
const router = makeRouter(queries)

onSignedOut(() => {
  const { href, pathname } = router.state.location
  if (pathname === '/login' || pathname === '/setup') return
  queries.clear()
  void router.navigate({ to: '/login' as never, search: { next: href } as never })
})

function Scheme() {
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => onScheme(setColorScheme), [setColorScheme])
  return null
}

const holder = document.getElementById('root')
if (!holder) throw new Error('index.html has no #root')

// The frame that index.html shows stays until the page can be drawn whole: nothing flickers.
void Promise.all([activate(pickLanguage([lastLanguage(), ...navigator.languages])), router.load()]).then(() =>
  createRoot(holder).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
          <Scheme />
          <Notifications position="bottom-center" />
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </I18nProvider>
    </StrictMode>,
  ),
)
