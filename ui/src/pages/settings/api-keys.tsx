import { useLingui } from '@lingui/react/macro'
import { Anchor, Button, Group, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, intention, useFieldErrors } from '@/api'
import type { ApiKey, Page } from '@/api/types'
import { Confirm, CopyButton, ErrorState, LoadingShape, RelativeTime } from '@/kit'
import { ProblemLine } from '../common/problem-line'
import { useAct } from '../common/use-act'
import classes from './settings.module.css'

const KEYS = ['api-keys']

/** Keys for programs. A key is shown once. */
export function ApiKeys() {
  const { t } = useLingui()
  const act = useAct()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const [name, setName] = useState('')
  const [revoking, setRevoking] = useState<ApiKey>()
  const keys = useQuery({ queryKey: KEYS, queryFn: () => api.get<Page<ApiKey>>('/api-keys') })
  const create = useMutation({
    mutationFn: () => api.post<ApiKey>('/api-keys', { name: name.trim() }, { idempotencyKey: intention() }),
    onSuccess: () => {
      setName('')
      void queries.invalidateQueries({ queryKey: KEYS })
    },
  })
  const made = create.data
  return (
    <section className={classes.panel}>
      <h2>{t`API keys`}</h2>
      <p>
        {t`For your own programs: with a key they can do what you can do here.`}{' '}
        <Anchor href="/api/docs" target="_blank" rel="noreferrer">{t`How the API works`}</Anchor>
      </p>
      <form
        style={{ display: 'contents' }}
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <Group align="flex-end">
          <TextInput
            flex={1}
            label={t`Name of the new key`}
            placeholder={t`Web shop`}
            maxLength={100}
            value={name}
            error={field(create.error, '/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!name.trim()} loading={create.isPending}>{t`Create key`}</Button>
        </Group>
      </form>
      <ProblemLine error={create.error} />
      {made?.key && (
        <div role="status">
          <div className={classes.key}>
            <code>{made.key}</code>
            <CopyButton value={made.key} label={t`Copy the key`} />
          </div>
          <div className={classes.small} style={{ marginTop: 4 }}>
            {t`Copy it now: it is not shown again.`}
          </div>
        </div>
      )}
      {keys.isPending && <LoadingShape rows={3} />}
      {keys.isError && !keys.data && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.items.length === 0 && <p>{t`No key yet.`}</p>}
      {keys.data?.items.map((key) => (
        <div key={key.id} className={classes.line}>
          <div>
            <strong style={{ fontWeight: 550 }}>{key.name}</strong>
            <div className={classes.small}>
              {t`Begins with ${key.prefix}`} ·{' '}
              {key.used_at ? (
                <>
                  {t`last used`} <RelativeTime at={key.used_at} />
                </>
              ) : (
                t`never used`
              )}
            </div>
          </div>
          <Button size="compact-sm" variant="default" onClick={() => setRevoking(key)}>{t`Revoke`}</Button>
        </div>
      ))}
      <Confirm
        opened={revoking !== undefined}
        danger
        title={t`Revoke “${revoking?.name ?? ''}”?`}
        action={t`Revoke this key`}
        onClose={() => setRevoking(undefined)}
        onConfirm={async () => {
          if (revoking)
            await act(() => api.del(`/api-keys/${revoking.id}`), { done: t`The key is revoked.`, refresh: [KEYS] })
        }}
      >
        {t`Programs that use this key are refused from now on.`}
      </Confirm>
    </section>
  )
}
