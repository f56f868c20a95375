import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useErrorText } from '@/api'
import { toast } from '@/kit'

export interface Act {
  /** Said when it is done. */
  done?: ReactNode
  /** Makes the toast offer the way back. */
  undo?: () => void
  /** Query keys that are read again. */
  refresh?: readonly (readonly unknown[])[]
}

/** Carries something out: says when it is done or why not, and has the lists read again. True when it was done. */
export function useAct(): (work: () => Promise<unknown>, act?: Act) => Promise<boolean> {
  const queries = useQueryClient()
  const sentence = useErrorText()
  return async (work, { done, undo, refresh = [] } = {}) => {
    try {
      await work()
    } catch (error) {
      toast.problem(sentence(error).text)
      return false
    } finally {
      for (const queryKey of refresh) void queries.invalidateQueries({ queryKey })
    }
    if (done && undo) toast.undo(done, undo)
    else if (done) toast.done(done)
    return true
  }
}
