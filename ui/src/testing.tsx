// For tests: the providers that every component of ours stands in.
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'

export function show(children: ReactNode) {
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() })
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const inside = (node: ReactNode) => (
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <QueryClientProvider client={queries}>
          <RouterContextProvider router={router as never}>{node}</RouterContextProvider>
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  )
  const shown = render(inside(children))
  return { ...shown, again: (node: ReactNode) => shown.rerender(inside(node)) }
}
