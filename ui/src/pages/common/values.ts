import { useLingui } from '@lingui/react/macro'

/** A kept value as people write it: no JSON. */
export function useValueText(): (value: unknown) => string {
  const { t } = useLingui()
  const yes = t`Yes`
  const no = t`No`
  const text = (value: unknown): string => {
    if (value === null || value === undefined) return ''
    if (typeof value === 'boolean') return value ? yes : no
    if (Array.isArray(value)) return value.map(text).filter(Boolean).join(', ')
    if (typeof value === 'object') {
      const { label, text: words, filename } = value as Record<string, unknown>
      const named = label ?? words ?? filename
      return named === undefined ? text(Object.values(value)) : text(named)
    }
    return String(value)
  }
  return text
}
