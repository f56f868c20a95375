import { useLingui } from '@lingui/react/macro'
import { Button, Group, Select, TagsInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, meQuery, useFieldErrors } from '@/api'
import type { Account } from '@/api/types'
import { ErrorState, LoadingShape, toast } from '@/kit'
import { COUNTRIES, timeZones, useNames } from '@/kit/names'
import { ProblemLine } from '../common/problem-line'
import classes from './settings.module.css'

/** What holds for everybody: name, place, and the words that end and begin messages. */
export function AccountSettings() {
  const { t } = useLingui()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const countries = useNames('region', COUNTRIES)
  const account = useQuery({ queryKey: ['account'], queryFn: () => api.get<Account>('/account') })
  const [edits, setEdits] = useState<Partial<Account>>({})
  const save = useMutation({
    mutationFn: () => api.patch<Account>('/account', edits),
    onSuccess: (saved) => {
      queries.setQueryData(['account'], saved)
      void queries.invalidateQueries({ queryKey: meQuery.queryKey })
      setEdits({})
      toast.done(t`Saved.`)
    },
  })
  if (account.isError && !account.data)
    return <ErrorState error={account.error} onRetry={() => void account.refetch()} />
  if (!account.data) return <LoadingShape rows={6} />
  const shown = { ...account.data, ...edits }
  const set = (change: Partial<Account>) => setEdits((before) => ({ ...before, ...change }))
  return (
    <form
      className={classes.panel}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <h2>{t`Your business`}</h2>
      <TextInput
        label={t`Name`}
        maxLength={100}
        value={shown.name}
        error={field(save.error, '/name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={t`Time zone`}
        description={t`Times are told in it, here and in your flows.`}
        data={timeZones()}
        value={shown.time_zone}
        searchable
        allowDeselect={false}
        error={field(save.error, '/time_zone')}
        onChange={(time_zone) => set({ time_zone: time_zone ?? 'UTC' })}
      />
      <Select
        label={t`Country`}
        description={t`For phone numbers that are written without a country code.`}
        data={countries}
        value={shown.country || null}
        searchable
        clearable
        error={field(save.error, '/country')}
        onChange={(country) => set({ country: country ?? '' })}
      />
      <Select
        label={t`Language of new flows`}
        data={[
          { value: 'en', label: 'English' },
          { value: 'it', label: 'Italiano' },
        ]}
        value={shown.language}
        allowDeselect={false}
        onChange={(language) => set({ language: language ?? 'en' })}
      />
      <TagsInput
        label={t`Stop words`}
        description={t`Who writes exactly one of these gets no messages any more.`}
        value={shown.stop_words}
        error={field(save.error, '/stop_words')}
        onChange={(stop_words) => set({ stop_words })}
      />
      <TagsInput
        label={t`Start words`}
        description={t`Who stopped and writes one of these gets messages again.`}
        value={shown.start_words}
        error={field(save.error, '/start_words')}
        onChange={(start_words) => set({ start_words })}
      />
      <ProblemLine error={save.error} />
      <Group>
        <Button type="submit" disabled={Object.keys(edits).length === 0} loading={save.isPending}>{t`Save`}</Button>
      </Group>
    </form>
  )
}
