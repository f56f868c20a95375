// Queries that more than one page needs. Keys begin with the feed's topic, so that live changes reach them.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { ApiError, api } from './client'
import type {
  Account,
  AdInfo,
  Catalog,
  Channel,
  ContactField,
  Flow,
  Me,
  Page,
  Tag,
  TemplateInfo,
  UserName,
} from './types'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => api.get<Me>('/me'),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})

/** The signed-in user. Only under the shell, which has loaded it. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('useMe outside the shell')
  return data
}

/** What is set for the whole program. */
export const accountQuery = queryOptions({ queryKey: ['account'], queryFn: () => api.get<Account>('/account') })

export const catalogQuery = (language: string) =>
  queryOptions({
    queryKey: ['step-kinds', language],
    queryFn: () => api.get<Catalog>('/step-kinds', { lang: language }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** A flow; that it is gone is said as such. */
async function readFlow(id: string): Promise<Flow> {
  try {
    return await api.get<Flow>(`/flows/${id}`)
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found')
      throw new ApiError({ status: error.status, code: 'flow_gone' })
    throw error
  }
}

export const flowQuery = (id: string) => queryOptions({ queryKey: ['flow', id], queryFn: () => readFlow(id) })

export const flowNamesQuery = queryOptions({
  queryKey: ['flows', 'names'],
  queryFn: () => api.get<Page<Flow>>('/flows', { limit: 200 }),
})

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: () => api.get<Page<Channel>>('/channels'),
})

export const contactFieldsQuery = queryOptions({
  queryKey: ['contacts', 'fields'],
  queryFn: () => api.get<Page<ContactField>>('/contact-fields'),
})

export const tagsQuery = queryOptions({
  queryKey: ['contacts', 'tags'],
  queryFn: () => api.get<Page<Tag>>('/tags'),
})

/** Everybody who may sign in, by name. */
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: () => api.get<Page<UserName>>('/users'),
})

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: () => api.get<Page<TemplateInfo>>('/templates'),
})

/** Ads that have led somebody here. */
export const adsQuery = queryOptions({
  queryKey: ['ads'],
  queryFn: () => api.get<Page<AdInfo>>('/ads'),
})
