import { useLingui } from '@lingui/react/macro'
import type { Run } from '@/api/types'

/** What somebody in a flow stands still for. */
export function useWaitText(): (run: Run) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    reply: t`an answer`,
    time: t`the time to go on`,
    effect: t`a call to another system`,
  }
  return (run) => words[run.waiting_for ?? ''] ?? ''
}
