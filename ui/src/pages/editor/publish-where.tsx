import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { channelsQuery } from '@/api'

/** On which numbers the flow answers once it is published. */
export function Where({ channels }: { channels: string[] }) {
  const { t, i18n } = useLingui()
  const { data } = useQuery(channelsQuery)
  const chosen = data?.items.filter((one) => channels.includes(one.id)) ?? []
  if (chosen.length === 0) return null
  if (chosen.every((one) => one.kind === 'demo'))
    return <li>{t`It answers on the demo number only, the phone of this program: no customer gets it yet.`}</li>
  const names = new Intl.ListFormat(i18n.locale).format(chosen.map((one) => one.name))
  return <li>{t`It answers on: ${names}.`}</li>
}
