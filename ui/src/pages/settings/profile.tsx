import { useLingui } from '@lingui/react/macro'
import { Button, Group, PasswordInput, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, meQuery, useFieldErrors, useMe } from '@/api'
import type { Me, Theme } from '@/api/types'
import { toast } from '@/kit'
import { preferences } from '@/preferences'
import { ProblemLine } from '../common/problem-line'
import classes from './settings.module.css'

const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'it', label: 'Italiano' },
]

/** Who is signed in, and how they like it. */
export function Profile() {
  const { t } = useLingui()
  const me = useMe()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const [name, setName] = useState(me.name)
  const save = useMutation({
    mutationFn: (change: Partial<Pick<Me, 'name' | 'language' | 'theme'>>) => api.patch<Me>('/me', change),
    onSuccess: async (saved) => {
      queries.setQueryData(meQuery.queryKey, saved)
      await preferences(saved)
    },
  })
  const signOut = async () => {
    await api.post('/auth/logout').catch(() => undefined)
    // A fresh page: nothing of this person stays in memory.
    window.location.assign('/login')
  }
  return (
    <>
      <section className={classes.panel}>
        <h2>{t`You`}</h2>
        <form
          style={{ display: 'contents' }}
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate({ name: name.trim() }, { onSuccess: () => void toast.done(t`Saved.`) })
          }}
        >
          <TextInput
            label={t`Name`}
            maxLength={100}
            value={name}
            error={field(save.error, '/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput label={t`Email`} value={me.email} readOnly variant="filled" />
          <Group>
            <Button type="submit" disabled={!name.trim() || name.trim() === me.name} loading={save.isPending}>
              {t`Save`}
            </Button>
          </Group>
        </form>
      </section>
      <section className={classes.panel}>
        <h2>{t`How it looks`}</h2>
        <Select
          label={t`Language`}
          data={LANGUAGES}
          value={me.language}
          allowDeselect={false}
          onChange={(language) => language && save.mutate({ language })}
        />
        <div>
          <div style={{ fontWeight: 550, marginBottom: 4 }} id="theme-label">{t`Theme`}</div>
          <SegmentedControl
            aria-labelledby="theme-label"
            data={[
              { value: 'auto', label: t`As the system` },
              { value: 'light', label: t`Light` },
              { value: 'dark', label: t`Dark` },
            ]}
            value={me.theme || 'auto'}
            onChange={(theme) => save.mutate({ theme: theme as Theme })}
          />
        </div>
        <ProblemLine error={save.error} />
      </section>
      <Password />
      <Group>
        <Button variant="default" leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t`Sign out`}
        </Button>
      </Group>
    </>
  )
}

function Password() {
  const { t } = useLingui()
  const field = useFieldErrors()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const save = useMutation({
    mutationFn: () => api.patch<Me>('/me', { password: next, current_password: current }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
      toast.done(t`The password is changed.`)
    },
  })
  const show = { 'aria-label': t`Show the password` }
  return (
    <form
      className={classes.panel}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <h2>{t`Password`}</h2>
      <PasswordInput
        label={t`Current password`}
        autoComplete="current-password"
        value={current}
        error={field(save.error, '/current_password')}
        visibilityToggleButtonProps={show}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label={t`New password`}
        autoComplete="new-password"
        value={next}
        error={field(save.error, '/password')}
        visibilityToggleButtonProps={show}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
      <ProblemLine error={save.error} />
      <Group>
        <Button type="submit" disabled={!current || !next} loading={save.isPending}>{t`Change password`}</Button>
      </Group>
    </form>
  )
}
