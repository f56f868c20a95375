import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '@/api'
import type { Between, StepStats } from '@/api/types-people'

/** What people did at each step, by step; read again when somebody moves. */
export function useStepStats(flowId: string, between: Between, enabled: boolean) {
  const { data } = useQuery({
    queryKey: ['flow', flowId, 'step-stats', between],
    queryFn: () => api.get<StepStats>(`/flows/${flowId}/steps/stats`, { ...between }),
    enabled,
    placeholderData: (before) => before,
  })
  const numbers = useMemo(() => new Map((data?.items ?? []).map((one) => [one.step, one])), [data])
  return { numbers, contacts: data?.contacts ?? 0, called: data?.called ?? 0, ready: data !== undefined }
}
