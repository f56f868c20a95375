import { useLingui } from '@lingui/react'
import { useLingui as useWords } from '@lingui/react/macro'
import { useMemo } from 'react'
import type { Duration, Words } from '@/doc'

const UNITS = { s: 'second', min: 'minute', h: 'hour', d: 'day' } as const

/** "24 hours", in the reader's language. */
export function durationText(locale: string, value: Duration): string {
  const unit = UNITS[value.unit] ?? 'hour'
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value.amount)
}

/** The words that labels of the catalogue need; the same object until the language changes. */
export function useCatalogWords(): Words {
  const { i18n } = useLingui()
  const { t } = useWords()
  const { locale } = i18n
  // biome-ignore lint/correctness/useExhaustiveDependencies: `t` follows the locale
  return useMemo(
    () => ({
      duration: (value) => durationText(locale, value),
      option: (index) => t`Option ${index}`,
      quote: (said) => t`“${said}”`,
    }),
    [locale],
  )
}
