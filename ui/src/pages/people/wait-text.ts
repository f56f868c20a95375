import { useLingui } from '@lingui/react/macro'
import type { Run } from '@/api/types'
import { useFormat } from '@/kit'

// A day's name comes back after seven days.
const DAYS_MS = 6 * 24 * 60 * 60_000

/** When a wait ends: within a week the day's name says which day. */
export function useUntil(): (at: string | number) => string {
  const format = useFormat()
  return (at) => {
    const near = Math.abs(new Date(at).getTime() - Date.now()) < DAYS_MS
    return near ? format.moment(at) : format.soon(at)
  }
}

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

/** The same as a sentence, as the history says it. */
export function useWaitSentence(): (run: Run) => string {
  const { t } = useLingui()
  const untilText = useUntil()
  const waitText = useWaitText()
  return (run) => {
    const until = run.due_at ? untilText(run.due_at) : ''
    if (until && run.waiting_for === 'reply') return t`Waits for an answer until ${until}`
    if (until && run.waiting_for === 'time') return t`Waits until ${until}`
    const wait = waitText(run)
    return wait && t`Waits for ${wait}`
  }
}
