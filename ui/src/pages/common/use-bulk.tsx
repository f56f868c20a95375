import { useLingui } from '@lingui/react/macro'
import { Progress, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useErrorText } from '@/api'
import { ApiError } from '@/api/client'
import { toast, useFormat } from '@/kit'
import { inChunks } from './bulk'

// Below this it is over before anybody has read how far it is.
const LONG = 20

interface Bulk<T> {
  /** So many in one request. */
  size?: number
  work: (few: T[]) => Promise<(string | undefined)[]>
  /** Says how many it was done for, and how many were left as they are. */
  done: (count: number) => string
  left: (count: number) => string
  refresh?: readonly (readonly unknown[])[]
}

/** Does the same to many: shows how far it is, and says in the end what was done, what was not, and why. */
export function useBulk() {
  const queries = useQueryClient()
  const sentence = useErrorText()
  const [progress, setProgress] = useState<{ count: number; total: number }>()
  const run = async <T,>(items: T[], { size = 1, work, done, left, refresh = [] }: Bulk<T>): Promise<void> => {
    const total = items.length
    setProgress({ count: 0, total })
    const outcome = await inChunks(items, size, work, (count) => setProgress({ count, total }))
    setProgress(undefined)
    for (const queryKey of refresh) void queries.invalidateQueries({ queryKey })
    const lines = outcome.done > 0 ? [done(outcome.done)] : []
    for (const [code, count] of outcome.left) {
      lines.push(`${left(count)} ${sentence(new ApiError({ status: 409, code })).text}`)
    }
    if (outcome.untried > 0) lines.push(`${left(outcome.untried)} ${sentence(outcome.broke).text}`)
    const whole = outcome.left.size === 0 && outcome.untried === 0
    if (whole) toast.done(lines.join(' '))
    else toast.problem(lines.map((line) => <div key={line}>{line}</div>))
  }
  return { run, progress }
}

/** How far it is; it goes on when the question is closed. */
export function BulkProgress({ progress }: { progress: { count: number; total: number } | undefined }) {
  const { t } = useLingui()
  const format = useFormat()
  if (!progress || progress.total < LONG) return null
  const [count, total] = [format.number(progress.count), format.number(progress.total)]
  return (
    <Stack gap={4} mt="sm">
      <Progress value={(100 * progress.count) / progress.total} aria-label={t`How far it is`} />
      <Text size="sm" className="num" role="status">
        {t`${count} of ${total}. You can close this: it goes on, and says when it is done.`}
      </Text>
    </Stack>
  )
}
