import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { contactFieldsQuery } from '@/api/queries'

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
    ...(data?.items ?? []).map((field) => ({ value: `fields.${field.key}`, label: field.label || field.key })),
  ]
}
