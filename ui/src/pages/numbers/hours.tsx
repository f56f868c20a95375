import { useLingui } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api'
import type { Channel, Schedule } from '@/api/types'
import { toast } from '@/kit'
import { HoursField } from '../common/hours-field'
import { ProblemLine } from '../common/problem-line'
import classes from './numbers.module.css'

/** Working hours of this number, or those of the business. */
export function NumberHours({ channel }: { channel: Channel }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [edit, setEdit] = useState<{ hours: Schedule | null }>()
  const save = useMutation({
    mutationFn: () => api.patch<Channel>(`/channels/${channel.id}`, edit),
    onSuccess: (saved) => {
      queries.setQueryData(['channel', channel.id], saved)
      setEdit(undefined)
      toast.done(t`Saved.`)
    },
  })
  return (
    <form
      className={classes.panel}
      aria-label={t`Working hours`}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <h2>{t`Working hours`}</h2>
      <HoursField
        label={t`Working hours`}
        without={t`Like the business`}
        within={t`Hours of its own`}
        value={edit ? edit.hours : channel.hours}
        error={save.error}
        onChange={(hours) => setEdit({ hours })}
      />
      <ProblemLine error={save.error} />
      <Group>
        <Button type="submit" disabled={!edit} loading={save.isPending}>{t`Save`}</Button>
      </Group>
    </form>
  )
}
