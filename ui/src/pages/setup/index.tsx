import { useLingui } from '@lingui/react/macro'
import { Button, Collapse, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, meQuery, useFieldErrors } from '@/api'
import type { Me, SetupState } from '@/api/types'
import { ErrorState } from '@/kit'
import { COUNTRIES, timeZones, useNames } from '@/kit/names'
import { activate, pickLanguage } from '@/locales'
import { preferences } from '@/preferences'
import { FrontDoor } from '../common/front-door'
import { ProblemLine } from '../common/problem-line'
import { countryGuess, zoneGuess } from './guess'

/** The first owner, by the one-time link that the program printed. */
export default function SetupPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => api.get<SetupState>('/setup'), retry: false })
  if (setup.isError)
    return (
      <FrontDoor title={t`Set up Flusso`}>
        <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />
      </FrontDoor>
    )
  if (!setup.data) return null
  if (!setup.data.needed) {
    return (
      <FrontDoor title={t`Flusso is set up already`} note={t`The first owner exists. This link is used up.`}>
        <Button onClick={() => void navigate({ to: '/login' as never })}>{t`Sign in`}</Button>
      </FrontDoor>
    )
  }
  return <SetupForm guess={setup.data.guess} />
}

function SetupForm({ guess }: { guess: SetupState['guess'] }) {
  const { t } = useLingui()
  const search = useSearch({ strict: false }) as { token?: unknown }
  const given = search.token === undefined ? '' : String(search.token)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const [open, setOpen] = useState(false)
  const [form, setForm] = useState(() => ({
    token: given,
    name: '',
    email: '',
    password: '',
    language: pickLanguage([...navigator.languages]) as string,
    time_zone: zoneGuess(guess.time_zone),
    country: countryGuess(navigator.languages, zoneGuess(guess.time_zone), guess.country),
  }))
  const set = (change: Partial<typeof form>) => setForm((before) => ({ ...before, ...change }))
  const countries = useNames('region', COUNTRIES)
  const create = useMutation({
    mutationFn: () => api.post<Me>('/setup', { ...form, name: form.name.trim(), email: form.email.trim() }),
    onSuccess: async (me) => {
      queries.setQueryData(meQuery.queryKey, me)
      queries.removeQueries({ queryKey: ['setup'] })
      await preferences(me)
      void navigate({ to: '/flows' as never })
    },
  })
  return (
    <FrontDoor title={t`Welcome to Flusso`} note={t`You are the first: this makes you the owner.`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <Stack>
          {!given && (
            <TextInput
              label={t`Code of the setup link`}
              description={t`What stands after “token=” in the link that the program printed.`}
              required
              withAsterisk={false}
              value={form.token}
              error={field(create.error, '/token')}
              onChange={(event) => set({ token: event.currentTarget.value.trim() })}
            />
          )}
          <TextInput
            label={t`Your name`}
            autoComplete="name"
            autoFocus
            required
            withAsterisk={false}
            maxLength={100}
            value={form.name}
            error={field(create.error, '/name')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t`Email`}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={form.email}
            error={field(create.error, '/email')}
            onChange={(event) => set({ email: event.currentTarget.value })}
          />
          <PasswordInput
            label={t`Password`}
            autoComplete="new-password"
            required
            withAsterisk={false}
            value={form.password}
            error={field(create.error, '/password')}
            visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
          <div>
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              // Its sign stands where the labels begin.
              ml={-10}
              aria-expanded={open}
              leftSection={
                <IconChevronRight size={14} style={{ transform: open ? 'rotate(90deg)' : undefined }} aria-hidden />
              }
              onClick={() => setOpen(!open)}
            >
              {t`Language, time zone and country`}
            </Button>
            <Collapse expanded={open}>
              <Stack pt="xs" gap="sm">
                <Select
                  label={t`Language`}
                  data={LANGUAGE_NAMES}
                  value={form.language}
                  allowDeselect={false}
                  onChange={(language) => {
                    set({ language: language ?? 'en' })
                    void activate(pickLanguage([language ?? 'en']))
                  }}
                />
                <Select
                  label={t`Time zone`}
                  data={timeZones()}
                  value={form.time_zone}
                  searchable
                  allowDeselect={false}
                  error={field(create.error, '/time_zone')}
                  onChange={(zone) => set({ time_zone: zone ?? 'UTC' })}
                />
                <Select
                  label={t`Country`}
                  description={t`For phone numbers that are written without a country code.`}
                  data={countries}
                  value={form.country || null}
                  searchable
                  clearable
                  error={field(create.error, '/country')}
                  onChange={(country) => set({ country: country ?? '' })}
                />
              </Stack>
            </Collapse>
          </div>
          <ProblemLine error={create.error} />
          <Button type="submit" fullWidth loading={create.isPending}>{t`Create my account`}</Button>
        </Stack>
      </form>
    </FrontDoor>
  )
}

// A language is called by its own name, so that people find theirs.
const LANGUAGE_NAMES = [
  { value: 'en', label: 'English' },
  { value: 'it', label: 'Italiano' },
]
