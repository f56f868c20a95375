import { useLingui } from '@lingui/react/macro'
import { Select, Switch, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api'
import type { Contact, Page } from '@/api/types'
import { NoChoice } from '@/kit'

export interface Who {
  kind: 'nobody' | 'made' | 'contact'
  name: string
  phone: string
  contact: Contact | undefined
  /** WhatsApp does not tell it of everybody. */
  noPhone: boolean
}

export const NOBODY: Who = { kind: 'nobody', name: '', phone: '', contact: undefined, noPhone: false }

/** The person as a conversation begins with them; nothing: somebody of whom nothing is known. */
export function personOf({ kind, name, phone, contact, noPhone }: Who): Record<string, unknown> | undefined {
  const number = (given: string) => (noPhone ? '' : given.trim())
  if (kind === 'made') {
    const [first_name = '', ...rest] = name.trim().split(/\s+/)
    return { name: name.trim(), first_name, last_name: rest.join(' '), phone: number(phone) }
  }
  if (kind !== 'contact' || !contact) return undefined
  const { id, first_name, last_name, email, url, language, tags, fields } = contact
  const known = { id, first_name, last_name, email, url, language, tags: tags ?? [], fields: fields ?? {} }
  return { ...known, name: contact.name, phone: number(contact.phone) }
}

// Long enough that a name is not asked for letter by letter.
const PAUSE_MS = 200
const FOUND = 10

/** Who writes on the test phone. */
export function PersonFields({ who, onChange }: { who: Who; onChange: (who: Who) => void }) {
  const { t } = useLingui()
  return (
    <>
      <Select
        label={t`Who writes`}
        data={[
          { value: 'nobody', label: t`A new contact` },
          { value: 'made', label: t`A made-up person` },
          { value: 'contact', label: t`One of your contacts` },
        ]}
        value={who.kind}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(kind) => onChange({ ...who, kind: kind as Who['kind'] })}
      />
      {who.kind === 'made' && (
        <>
          <TextInput
            label={t`Name of the person`}
            value={who.name}
            maxLength={100}
            onChange={(event) => onChange({ ...who, name: event.currentTarget.value })}
          />
          <TextInput
            label={t`Phone number of the person`}
            placeholder="+39 333 1234567"
            value={who.phone}
            maxLength={30}
            disabled={who.noPhone}
            onChange={(event) => onChange({ ...who, phone: event.currentTarget.value })}
          />
        </>
      )}
      {who.kind === 'contact' && <ContactChoice who={who} onChange={onChange} />}
      {who.kind !== 'nobody' && (
        <Switch
          label={t`Without a phone number`}
          description={t`WhatsApp does not tell the number of everybody.`}
          checked={who.noPhone}
          onChange={(event) => onChange({ ...who, noPhone: event.currentTarget.checked })}
        />
      )}
    </>
  )
}

function ContactChoice({ who, onChange }: { who: Who; onChange: (who: Who) => void }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, PAUSE_MS)
  const found = useQuery({
    queryKey: ['contacts', 'choice', q],
    queryFn: () => api.get<Page<Contact>>('/contacts', { limit: FOUND, ...(q && { q }) }),
    placeholderData: (before) => before,
  })
  const named = (one: Contact) => [one.name, one.phone].filter(Boolean).join(' · ') || t`Somebody without a name`
  const all = [...(who.contact ? [who.contact] : []), ...(found.data?.items ?? [])]
  const items = [...new Map(all.map((one) => [one.id, one])).values()]
  return (
    <Select
      label={t`Contact`}
      placeholder={t`Search by name or number`}
      data={items.map((one) => ({ value: one.id, label: named(one) }))}
      value={who.contact?.id ?? null}
      searchable
      // The server has searched already.
      filter={({ options }) => options}
      nothingFoundMessage={<NoChoice>{found.isFetching ? t`Searching…` : t`No contact fits.`}</NoChoice>}
      error={found.isError && t`The contacts could not be read.`}
      comboboxProps={{ withinPortal: false }}
      onSearchChange={(next) => setText(who.contact && next === named(who.contact) ? '' : next)}
      onChange={(id) => onChange({ ...who, contact: items.find((one) => one.id === id) })}
    />
  )
}
