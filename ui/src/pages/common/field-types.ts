import { useLingui } from '@lingui/react/macro'

/** The kinds of values that a custom field may hold, in words. */
export function useFieldTypes(): { value: string; label: string }[] {
  const { t } = useLingui()
  return [
    { value: 'text', label: t`Text` },
    { value: 'number', label: t`Number` },
    { value: 'date', label: t`Date` },
    { value: 'datetime', label: t`Date and time` },
    { value: 'boolean', label: t`Yes or no` },
    { value: 'list', label: t`List` },
    { value: 'url', label: t`Web address` },
    { value: 'email', label: t`Email address` },
  ]
}
