import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { contactFieldsQuery } from '@/api/queries'

/** Whether somebody takes messages: a step may set it, an answer may not. */
export const CONSENT = 'consent'

/** The fields of a contact that a flow may write, as people call them. */
export function useContactFields(): { value: string; label: string }[] {
  const { t } = useLingui()
  const { data } = useQuery(contactFieldsQuery)
  return [
    { value: 'first_name', label: t`First name` },
    { value: 'last_name', label: t`Last name` },
    { value: 'name', label: t`Full name` },
    { value: 'email', label: t`Email` },
    { value: 'phone', label: t`Phone` },
    { value: 'url', label: t`Web address` },
    { value: 'language', label: t`Language` },
    { value: CONSENT, label: t`Takes messages` },
    ...(data?.items ?? []).map((field) => ({ value: `fields.${field.key}`, label: field.label || field.key })),
  ]
}
