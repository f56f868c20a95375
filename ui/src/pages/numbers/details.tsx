import { useLingui } from '@lingui/react/macro'
import { Button, Group, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, useFieldErrors } from '@/api'
import type { Channel } from '@/api/types'
import { toast } from '@/kit'
import { ProblemLine } from '../common/problem-line'
import { useAct } from '../common/use-act'
import classes from './numbers.module.css'

/** Name, ids and secrets of a number. Secrets are written, never read back. */
export function NumberDetails({ channel }: { channel: Channel }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const [edits, setEdits] = useState<Record<string, string>>({})
  const save = useMutation({
    mutationFn: () => api.patch<Channel>(`/channels/${channel.id}`, edits),
    onSuccess: (saved) => {
      queries.setQueryData(['channel', channel.id], saved)
      void queries.invalidateQueries({ queryKey: ['channels'] })
      void queries.invalidateQueries({ queryKey: ['check', channel.id] })
      setEdits({})
      toast.done(t`Saved.`)
    },
  })
  const plain = (name: 'name' | 'phone_number_id' | 'waba_id' | 'app_id', label: string) => (
    <TextInput
      label={label}
      value={edits[name] ?? channel[name]}
      error={field(save.error, `/${name}`)}
      onChange={(event) => setEdits({ ...edits, [name]: event.currentTarget.value })}
    />
  )
  const secret = (name: 'access_token' | 'app_secret', label: string, has: boolean) => (
    <PasswordInput
      visibilityToggleButtonProps={{ 'aria-label': t`Show what is written` }}
      label={label}
      placeholder={has ? t`Kept. Write a new one to replace it` : ''}
      autoComplete="off"
      value={edits[name] ?? ''}
      error={field(save.error, `/${name}`)}
      onChange={(event) => {
        const { [name]: _, ...rest } = edits
        const value = event.currentTarget.value
        setEdits(value ? { ...rest, [name]: value } : rest)
      }}
    />
  )
  return (
    <section className={classes.panel}>
      <h2>{t`Change details`}</h2>
      <form
        style={{ display: 'contents' }}
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        {plain('name', t`Name`)}
        {plain('phone_number_id', t`Phone number id`)}
        {plain('waba_id', t`WhatsApp Business account id`)}
        {plain('app_id', t`App id`)}
        {secret('access_token', t`Permanent access token`, channel.has_token)}
        {secret('app_secret', t`App secret`, channel.has_secret)}
        <ProblemLine error={save.error} />
        <Group>
          <Button type="submit" disabled={Object.keys(edits).length === 0} loading={save.isPending}>{t`Save`}</Button>
        </Group>
      </form>
      <Rotation channel={channel} />
    </section>
  )
}

/** Changing the app secret at Meta without losing a message: both are accepted meanwhile. */
function Rotation({ channel }: { channel: Channel }) {
  const { t } = useLingui()
  const act = useAct()
  const [next, setNext] = useState('')
  const refresh = [['channel', channel.id], ['channels']]
  const patch = (body: Record<string, unknown>) => () => api.patch(`/channels/${channel.id}`, body)
  return (
    <div style={{ display: 'contents' }}>
      <div className={classes.label} style={{ marginTop: 8, marginBottom: -8 }}>{t`Change the app secret at Meta`}</div>
      {channel.has_next_secret ? (
        <>
          <p
            className={classes.small}
          >{t`Messages signed with either secret are accepted now. Once Meta uses the new one, finish here.`}</p>
          <Group gap="xs">
            <Button
              variant="default"
              size="compact-md"
              onClick={() => act(patch({ promote_secret: true }), { done: t`The new app secret is in use.`, refresh })}
            >{t`Finish: use the new one alone`}</Button>
            <Button
              variant="subtle"
              size="compact-md"
              color="gray"
              onClick={() => act(patch({ app_secret_next: '' }), { refresh })}
            >{t`Drop the new one`}</Button>
          </Group>
        </>
      ) : (
        <>
          <p
            className={classes.small}
          >{t`Write the new secret here before you reset it at Meta: until you finish, messages signed with either are accepted.`}</p>
          <Group gap="xs" align="flex-end">
            <PasswordInput
              visibilityToggleButtonProps={{ 'aria-label': t`Show what is written` }}
              flex={1}
              aria-label={t`New app secret`}
              placeholder={t`New app secret`}
              autoComplete="off"
              value={next}
              onChange={(event) => setNext(event.currentTarget.value)}
            />
            <Button
              variant="default"
              disabled={!next.trim()}
              onClick={async () => {
                if (await act(patch({ app_secret_next: next }), { done: t`Both secrets are accepted now.`, refresh }))
                  setNext('')
              }}
            >{t`Accept both`}</Button>
          </Group>
        </>
      )}
    </div>
  )
}
