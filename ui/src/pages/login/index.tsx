import { useLingui } from '@lingui/react/macro'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, meQuery, useFieldErrors } from '@/api'
import type { Me, SetupState } from '@/api/types'
import { FrontDoor } from '../common/front-door'
import { ProblemLine } from '../common/problem-line'

/** Only a path of this program: a link must not lead elsewhere after signing in. */
export const safeNext = (next: unknown): string =>
  typeof next === 'string' && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/flows'

export default function LoginPage() {
  const { t } = useLingui()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const search = useSearch({ strict: false }) as { next?: unknown }
  const navigate = useNavigate()
  const router = useRouter()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => api.get<SetupState>('/setup'), retry: false })
  const login = useMutation({
    mutationFn: () => api.post<Me>('/auth/login', { email: email.trim(), password }),
    onSuccess: (me) => {
      queries.setQueryData(meQuery.queryKey, me)
      router.history.push(safeNext(search.next))
    },
  })

  if (setup.data?.needed) {
    return (
      <FrontDoor
        title={t`Set up Flusso first`}
        note={t`There is no owner yet. Open the one-time setup link that the program printed when it started, or print it again with “flusso setup-link”.`}
      >
        <Button variant="default" onClick={() => void navigate({ to: '/setup' as never })}>
          {t`I have the link's code`}
        </Button>
      </FrontDoor>
    )
  }
  return (
    <FrontDoor title={t`Sign in`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          login.mutate()
        }}
      >
        <Stack>
          <TextInput
            label={t`Email`}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            data-autofocus
            autoFocus
            value={email}
            error={field(login.error, '/email')}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t`Password`}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            error={field(login.error, '/password')}
            visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <ProblemLine error={login.error} />
          <Button type="submit" fullWidth loading={login.isPending}>{t`Sign in`}</Button>
        </Stack>
      </form>
    </FrontDoor>
  )
}
