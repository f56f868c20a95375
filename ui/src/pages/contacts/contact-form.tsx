import { useLingui } from '@lingui/react/macro'
import { Button, Group, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, contactFieldsQuery, tagsQuery, useFieldErrors } from '@/api'
import type { Contact } from '@/api/types'
import { toast } from '@/kit'
import { LANGUAGE_CODES, useNames } from '@/kit/names'
import { ProblemLine } from '../common/problem-line'
import { useValueText } from '../common/values'
import classes from './contacts.module.css'
import { FieldInput, NewField } from './fields'

type Plain = 'first_name' | 'last_name' | 'email' | 'phone' | 'url' | 'language'
const PLAIN: Plain[] = ['first_name', 'last_name', 'email', 'phone', 'url', 'language']

/** What differs from what the server has; only that is sent, so that two people do not undo each other. */
export function changesOf(contact: Contact, edited: Contact): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const name of PLAIN) if (contact[name] !== edited[name]) out[name] = edited[name]
  if (JSON.stringify(contact.tags) !== JSON.stringify(edited.tags)) out.tags = edited.tags
  if (contact.opted_out !== edited.opted_out) out.opted_out = edited.opted_out
  const fields: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(contact.fields), ...Object.keys(edited.fields)])) {
    const next = edited.fields[key]
    if (JSON.stringify(contact.fields[key] ?? null) !== JSON.stringify(next ?? null)) fields[key] = next ?? null
  }
  if (Object.keys(fields).length > 0) out.fields = fields
  return out
}

export function ContactForm({ contact }: { contact: Contact }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const valueText = useValueText()
  const languages = useNames('language', LANGUAGE_CODES)
  const { data: tags } = useQuery(tagsQuery)
  const { data: declared } = useQuery(contactFieldsQuery)
  const [edits, setEdits] = useState<Partial<Contact>>({})
  // What nobody touched here follows the server: a flow may change it meanwhile.
  const shown: Contact = { ...contact, ...edits, fields: { ...contact.fields, ...edits.fields } }
  const changes = changesOf(contact, shown)
  const dirty = Object.keys(changes).length > 0
  const set = (change: Partial<Contact>) => setEdits((before) => ({ ...before, ...change }))
  const setField = (key: string, value: unknown) =>
    setEdits((before) => ({ ...before, fields: { ...before.fields, [key]: value } }))
  const save = useMutation({
    mutationFn: () => api.patch<Contact>(`/contacts/${contact.id}`, changes),
    onSuccess: (saved) => {
      queries.setQueryData(['contact', contact.id], saved)
      void queries.invalidateQueries({ queryKey: ['contacts'] })
      setEdits({})
      toast.done(t`Saved.`)
    },
  })
  const text = (name: Plain, label: string, more?: object) => (
    <TextInput
      label={label}
      value={shown[name]}
      error={field(save.error, `/${name}`)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
      {...more}
    />
  )
  const fields = declared?.items ?? []
  // Fields that a flow or a program wrote without declaring them are shown as they are.
  const others = Object.keys(shown.fields).filter((key) => !fields.some((one) => one.key === key))
  return (
    <form
      style={{ display: 'contents' }}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <div className={classes.pair}>
        {text('first_name', t`First name`)}
        {text('last_name', t`Last name`)}
        {text('phone', t`Phone`, { type: 'tel' })}
        {text('email', t`Email`, { type: 'email' })}
        {text('url', t`Website`)}
        <Select
          label={t`Language`}
          data={languages}
          placeholder={t`Not known`}
          value={shown.language || null}
          searchable
          clearable
          onChange={(language) => set({ language: language ?? '' })}
        />
      </div>
      <TagsInput
        label={t`Tags`}
        data={(tags?.items ?? []).map((one) => (typeof one === 'string' ? one : one.name))}
        value={shown.tags}
        error={field(save.error, '/tags')}
        onChange={(next) => set({ tags: next })}
      />
      <Switch
        label={t`Does not want messages`}
        description={t`No flow writes to them. Writing the stop word turns it on, the start word off.`}
        checked={shown.opted_out}
        onChange={(event) => set({ opted_out: event.currentTarget.checked })}
      />
      <h2 style={{ marginTop: 8 }}>{t`Custom fields`}</h2>
      <div className={classes.pair}>
        {fields.map((one) => (
          <FieldInput
            key={one.key}
            field={one}
            value={shown.fields[one.key]}
            error={field(save.error, `/fields/${one.key}`)}
            onChange={(value) => setField(one.key, value)}
          />
        ))}
        {others.map((key) => (
          <TextInput
            key={key}
            label={key.replaceAll('_', ' ')}
            value={valueText(shown.fields[key])}
            error={field(save.error, `/fields/${key}`)}
            onChange={(event) => setField(key, event.currentTarget.value || null)}
          />
        ))}
      </div>
      <NewField />
      <ProblemLine error={save.error} />
      <Group>
        <Button type="submit" disabled={!dirty} loading={save.isPending}>{t`Save`}</Button>
        {dirty && (
          <Button variant="subtle" color="gray" onClick={() => setEdits({})}>
            {t`Discard changes`}
          </Button>
        )}
      </Group>
    </form>
  )
}
