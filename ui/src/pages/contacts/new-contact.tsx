import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Stack, TagsInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, intention, tagsQuery, useFieldErrors } from '@/api'
import type { Contact } from '@/api/types'
import { ProblemLine } from '../common/problem-line'

const EMPTY = { phone: '', first_name: '', last_name: '', email: '', tags: [] as string[] }

/** Adds somebody by their number; a number that is known already is updated instead. */
export function NewContact({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Modal opened={opened} onClose={onClose} title={t`New contact`} closeButtonProps={{ 'aria-label': t`Close` }}>
      {opened && <NewContactForm onClose={onClose} />}
    </Modal>
  )
}

function NewContactForm({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const [key] = useState(intention)
  const [form, setForm] = useState(EMPTY)
  const { data: tags } = useQuery(tagsQuery)
  const create = useMutation({
    mutationFn: () => {
      const { tags: chosen, phone, ...names } = form
      const given = Object.fromEntries(Object.entries(names).filter(([, value]) => value.trim()))
      return api.post<Contact>(
        '/contacts',
        { phone, ...given, ...(chosen.length > 0 && { tags: chosen }) },
        { idempotencyKey: key },
      )
    },
    onSuccess: (contact) => {
      void queries.invalidateQueries({ queryKey: ['contacts'] })
      onClose()
      void navigate({ to: `/contacts/${contact.id}` as never })
    },
  })
  const text = (name: 'phone' | 'first_name' | 'last_name' | 'email', label: string, more?: object) => (
    <TextInput
      label={label}
      value={form[name]}
      error={field(create.error, `/${name}`)}
      onChange={(event) => setForm({ ...form, [name]: event.currentTarget.value })}
      {...more}
    />
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate()
      }}
    >
      <Stack gap="sm">
        {text('phone', t`Phone`, {
          type: 'tel',
          required: true,
          withAsterisk: false,
          'data-autofocus': true,
          placeholder: '+39 333 1234567',
          description: t`With the country code, or as it is written in your country.`,
        })}
        <Group grow align="flex-start">
          {text('first_name', t`First name`)}
          {text('last_name', t`Last name`)}
        </Group>
        {text('email', t`Email`, { type: 'email' })}
        <TagsInput
          label={t`Tags`}
          data={(tags?.items ?? []).map((one) => (typeof one === 'string' ? one : one.name))}
          value={form.tags}
          onChange={(next) => setForm({ ...form, tags: next })}
        />
        <ProblemLine error={create.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" loading={create.isPending}>{t`Add contact`}</Button>
        </Group>
      </Stack>
    </form>
  )
}
