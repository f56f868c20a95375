// Doing the same to many, some at a time: what does not fit one is told of that one, and the others go on.
import { ApiError } from '@/api'

export interface BulkOutcome {
  done: number
  /** How many were left as they are, by the reason. */
  left: Map<string, number>
  /** Not tried any more: the server did not answer. */
  untried: number
  broke?: unknown
}

/** `work` says of each of its few why it was left, or nothing when it was done. */
export async function inChunks<T>(
  items: T[],
  size: number,
  work: (few: T[]) => Promise<(string | undefined)[]>,
  onProgress: (count: number) => void = () => undefined,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: 0, left: new Map(), untried: 0 }
  const leave = (code: string, count: number) => outcome.left.set(code, (outcome.left.get(code) ?? 0) + count)
  for (let from = 0; from < items.length; from += size) {
    const few = items.slice(from, from + size)
    try {
      for (const code of await work(few)) {
        if (code === undefined) outcome.done += 1
        else leave(code, 1)
      }
    } catch (error) {
      const refused = error instanceof ApiError && error.status >= 402 && error.status < 500
      if (!refused) return { ...outcome, untried: items.length - from, broke: error }
      leave(error.code, few.length)
    }
    onProgress(from + few.length)
  }
  return outcome
}
