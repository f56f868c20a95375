import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, channelsQuery, templatesQuery, useErrorText } from '@/api'
import type { Channel } from '@/api/types'
import { toast } from '@/kit'

/** Reads the templates of the given numbers from Meta, one number after the other; the page may be left meanwhile. */
export function SyncButton({ numbers, primary = false }: { numbers: Channel[]; primary?: boolean }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const sentence = useErrorText()
  const [at, setAt] = useState<number>()
  const read = async () => {
    let count = 0
    let failed = false
    for (const [index, number] of numbers.entries()) {
      setAt(index)
      try {
        const found = await api.post<{ count: number }>(`/channels/${number.id}/templates/sync`)
        count += found.count
      } catch (error) {
        failed = true
        toast.problem(`${number.name}: ${sentence(error).text}`)
      }
      void queries.invalidateQueries({ queryKey: templatesQuery.queryKey })
      void queries.invalidateQueries({ queryKey: channelsQuery.queryKey })
    }
    setAt(undefined)
    if (!failed) toast.done(plural(count, { one: '# template was read.', other: '# templates were read.' }))
  }
  const place = (at ?? 0) + 1
  return (
    <>
      {at !== undefined && (
        <span role="status" className="num" style={{ color: 'var(--muted)', fontSize: 12 }}>
          {numbers.length > 1
            ? t`Reading number ${place} of ${numbers.length}: ${numbers[at]?.name ?? ''}`
            : t`Reading from WhatsApp`}
        </span>
      )}
      <Button
        {...(!primary && { variant: 'default' })}
        leftSection={<IconRefresh size={16} />}
        loading={at !== undefined}
        disabled={numbers.length === 0}
        onClick={() => void read()}
      >
        {t`Read from WhatsApp now`}
      </Button>
    </>
  )
}
