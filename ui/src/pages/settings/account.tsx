import { useLingui } from '@lingui/react/macro'
import { Button, Group, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { accountQuery, api, meQuery, useFieldErrors } from '@/api'
import type { Account } from '@/api/types'
import { ErrorState, LoadingShape, toast, useFormat } from '@/kit'
import { COUNTRIES, timeZones, useNames } from '@/kit/names'
import { HoursField } from '../common/hours-field'
import { ProblemLine } from '../common/problem-line'
import { ConsentWordsFields } from './consent-words'
import classes from './settings.module.css'

const MINUTES_PER_HOUR = 60
// The times that the choice offers for how long flows stay silent; another one that was set stays among them.
const SILENCES = [30, 60, 240, 720, 1440, 4320]

/** What holds for everybody: name and place, working hours, and the words that end and begin messages. */
export function AccountSettings() {
  const account = useQuery(accountQuery)
  if (account.isError && !account.data)
    return <ErrorState error={account.error} onRetry={() => void account.refetch()} />
  if (!account.data) return <LoadingShape rows={6} />
  return (
    <>
      <Business account={account.data} />
      <Hours account={account.data} />
      <Silence account={account.data} />
      <Consent account={account.data} />
    </>
  )
}

interface PartProps {
  account: Account
}

/** One part of the account with its own Save. */
function usePart(account: Account) {
  const { t } = useLingui()
  const queries = useQueryClient()
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
  return {
    shown: { ...account, ...edits },
    set: (change: Partial<Account>) => setEdits((before) => ({ ...before, ...change })),
    changed: Object.keys(edits).length > 0,
    save,
  }
}

interface PartFormProps {
  title: string
  part: ReturnType<typeof usePart>
  children: ReactNode
}

function PartForm({ title, part, children }: PartFormProps) {
  const { t } = useLingui()
  return (
    <form
      className={classes.panel}
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault()
        part.save.mutate()
      }}
    >
      <h2>{title}</h2>
      {children}
      <ProblemLine error={part.save.error} />
      <Group>
        <Button type="submit" disabled={!part.changed} loading={part.save.isPending}>{t`Save`}</Button>
      </Group>
    </form>
  )
}

function Business({ account }: PartProps) {
  const { t } = useLingui()
  const field = useFieldErrors()
  const countries = useNames('region', COUNTRIES)
  const part = usePart(account)
  const { shown, set, save } = part
  return (
    <PartForm title={t`Your business`} part={part}>
      <TextInput
        label={t`Name`}
        maxLength={100}
        value={shown.name}
        error={field(save.error, '/name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={t`Time zone`}
        description={t`Times here and in your flows are shown in it.`}
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
        placeholder={t`Not chosen`}
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
    </PartForm>
  )
}

function Hours({ account }: PartProps) {
  const { t } = useLingui()
  const part = usePart(account)
  return (
    <PartForm title={t`Working hours`} part={part}>
      <p>{t`Triggers, conditions and delays of your flows can go by them. A number may have hours of its own.`}</p>
      <HoursField
        label={t`Working hours`}
        without={t`Always open`}
        within={t`Open at these hours`}
        value={part.shown.hours}
        error={part.save.error}
        onChange={(hours) => part.set({ hours })}
      />
    </PartForm>
  )
}

function Silence({ account }: PartProps) {
  const { t } = useLingui()
  const field = useFieldErrors()
  const format = useFormat()
  const part = usePart(account)
  const minutes = part.shown.human_silence_minutes
  const list = [...new Set([...SILENCES, ...(minutes > 0 ? [minutes] : [])])].sort((a, b) => a - b)
  const called = (one: number) =>
    one % MINUTES_PER_HOUR === 0 ? format.unit(one / MINUTES_PER_HOUR, 'hour') : format.unit(one, 'minute')
  return (
    <PartForm title={t`When a person answers`} part={part}>
      <Select
        label={t`Then the flows stay silent`}
        description={t`After a reply of yours, written here or on the phone, no flow answers in that conversation for so long.`}
        data={[
          { value: '0', label: t`Until the conversation is given back or closed` },
          ...list.map((one) => ({ value: String(one), label: called(one) })),
        ]}
        value={String(minutes)}
        allowDeselect={false}
        error={field(part.save.error, '/human_silence_minutes')}
        onChange={(next) => part.set({ human_silence_minutes: Number(next ?? 0) })}
      />
      {minutes === 0 && <p className={classes.small}>{t`After a reply from the phone: 12 hours.`}</p>}
    </PartForm>
  )
}

function Consent({ account }: PartProps) {
  const { t } = useLingui()
  const part = usePart(account)
  return (
    <PartForm title={t`Stop and start`} part={part}>
      <p>{t`Who writes exactly one of the stop words gets no messages any more; a start word takes it back. They hold on every number.`}</p>
      <ConsentWordsFields account={part.shown} error={part.save.error} onChange={part.set} />
    </PartForm>
  )
}
