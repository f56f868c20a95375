import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiError, meQuery } from '@/api'
import { ErrorState, LoadingShape } from '@/kit'
import { NotFound } from './not-found'
import { ShellWithPhone } from './pages/phone/shell'
import { preferences } from './preferences'

export interface RouterContext {
  queries: QueryClient
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  // Both stand alone, without the navigation and its main part.
  notFoundComponent: () => (
    <main>
      <NotFound />
    </main>
  ),
  errorComponent: ({ error, reset }) => (
    <main>
      <ErrorState error={error} onRetry={reset} />
    </main>
  ),
})

// Everything under the shell needs a signed-in person.
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      await preferences(await context.queries.ensureQueryData(meQuery))
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({ to: '/login', search: { next: location.href } as never })
      }
      throw error
    }
  },
  component: () => (
    <ShellWithPhone>
      <Outlet />
    </ShellWithPhone>
  ),
  notFoundComponent: NotFound,
})

type Loader = () => Promise<{ default: () => React.ReactNode }>

// A page is a folder whose index exports its component as default; each is loaded when it is first gone to.
const inside = (path: string, load: Loader) =>
  createRoute({ getParentRoute: () => shell, path, component: lazyRouteComponent(load) })
const outside = (path: string, load: Loader) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) })

const pages = [
  inside('/flows', () => import('./pages/flows')),
  inside('/flows/examples', () => import('./pages/flows/examples-page')),
  inside('/flows/new', () => import('./pages/flows/new-flow')),
  inside('/flows/$flowId/edit', () => import('./pages/editor')),
  inside('/flows/$flowId/summary', () => import('./pages/summary')),
  inside('/flows/$flowId/people', () => import('./pages/people')),
  inside('/runs/$runId', () => import('./pages/people/run')),
  inside('/contacts', () => import('./pages/contacts')),
  inside('/contacts/$contactId', () => import('./pages/contacts/contact')),
  inside('/templates', () => import('./pages/templates')),
  inside('/numbers', () => import('./pages/numbers')),
  inside('/numbers/connect', () => import('./pages/numbers/connect')),
  inside('/numbers/$numberId', () => import('./pages/numbers/number')),
  inside('/settings', () => import('./pages/settings')),
  inside('/help', () => import('./pages/help')),
  inside('/conversations/{-$conversationId}', () => import('./pages/conversations')),
]
const openPages = [
  outside('/login', () => import('./pages/login')),
  outside('/setup', () => import('./pages/setup')),
  outside('/try/$token', () => import('./pages/shared')),
]

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/flows' as never })
  },
})

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([home, ...openPages, shell.addChildren(pages)]),
    context: { queries },
    defaultPreload: 'intent',
    defaultPendingComponent: () => <LoadingShape />,
    scrollRestoration: true,
  })
