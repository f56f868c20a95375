import { useQuery } from '@tanstack/react-query'
import { api } from '@/api'
import type { Page, Version } from '@/api/types'

/** The published versions of a flow, the newest first. */
export const useVersions = (flowId: string) =>
  useQuery({
    queryKey: ['flow', flowId, 'versions'],
    queryFn: () => api.get<Page<Version> | Version[]>(`/flows/${flowId}/versions`),
    select: (data) => (Array.isArray(data) ? data : data.items),
  })
