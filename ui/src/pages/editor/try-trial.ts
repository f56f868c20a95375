// What the dialog and the bar know of trials. Keys begin with the feed's topic, so that they follow the phone live.
import { queryOptions } from '@tanstack/react-query'
import { api } from '@/api'
import type { Channel, Page, Trial } from '@/api/types'

export const trialsQuery = (flowId: string) =>
  queryOptions({
    queryKey: ['trials', flowId],
    queryFn: () => api.get<Page<Trial>>(`/flows/${flowId}/trials`),
  })

export const trialQuery = (flowId: string, id: string) =>
  queryOptions({
    queryKey: ['trials', flowId, id],
    queryFn: () => api.get<Trial>(`/flows/${flowId}/trials/${id}`),
    enabled: id !== '',
  })

/** The numbers on which a draft can be tried: those that the flow answers on, else every WhatsApp number. */
export function numbersFor(channels: readonly Channel[], own: readonly string[]): Channel[] {
  const real = channels.filter((one) => one.kind === 'whatsapp')
  const mine = real.filter((one) => own.includes(one.id))
  return mine.length > 0 ? mine : real
}

const MINUTE = 60
const two = (n: number) => String(n).padStart(2, '0')

/** What is left until a moment, as a clock that runs down: 9:07. */
export function left(until: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((new Date(until).getTime() - now) / 1000))
  return `${Math.floor(seconds / MINUTE)}:${two(seconds % MINUTE)}`
}
