import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** A filter that lives in the address, so that a page can be shared, reloaded and gone back to. */
export function useUrlState<T extends string = string>(key: string, fallback: NoInfer<T>): [T, (value: T) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const raw = search[key]
  const value = (typeof raw === 'string' || typeof raw === 'number' ? String(raw) : fallback) as T
  const set = useCallback(
    (next: T) => {
      void navigate({
        to: '.',
        search: ((before: Record<string, unknown>) => ({
          ...before,
          [key]: next === fallback || next === '' ? undefined : next,
        })) as never,
        replace: true,
      })
    },
    [navigate, key, fallback],
  )
  return [value, set]
}
