import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Badge, Button, Group, Text } from '@mantine/core'
import { IconAddressBook, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, contactFieldsQuery, tagsQuery } from '@/api'
import type { Contact } from '@/api/types'
import {
  type Column,
  Confirm,
  DataTable,
  EmptyState,
  Page,
  Pill,
  RelativeTime,
  useFormat,
  usePagedList,
  useUrlState,
} from '@/kit'
import { FilterSelect } from '../common/filter-select'
import { SearchField } from '../common/search-field'
import { BulkProgress, useBulk } from '../common/use-bulk'
import { useValueText } from '../common/values'
import classes from './contacts.module.css'
import { NewContact } from './new-contact'

/** Everybody who wrote, or was added. */
export default function ContactsPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const valueText = useValueText()
  const format = useFormat()
  const [q] = useUrlState<string>('q', '')
  const [tag, setTag] = useUrlState<string>('tag', '')
  const [adding, setAdding] = useState(false)
  const { data: tags } = useQuery(tagsQuery)
  const { data: fields } = useQuery(contactFieldsQuery)
  const list = usePagedList<Contact>(['contacts', 'list'], '/contacts', { q, tag })
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      {t`New contact`}
    </Button>
  )
  const columns: Column<Contact>[] = [
    {
      id: 'name',
      label: t`Name`,
      render: (contact) => (
        <Group gap="xs" wrap="nowrap">
          <Link
            to={`/contacts/${contact.id}` as never}
            className={classes.name}
            onClick={(event) => event.stopPropagation()}
          >
            {contact.name || contact.phone || t`Somebody without a name`}
          </Link>
          {contact.opted_out && <Pill tone="warning">{t`Does not want messages`}</Pill>}
        </Group>
      ),
    },
    { id: 'phone', label: t`Phone`, render: (contact) => <span className="num">{contact.phone}</span> },
    { id: 'email', label: t`Email`, render: (contact) => contact.email },
    {
      id: 'tags',
      label: t`Tags`,
      render: (contact) => (
        <Group gap={4}>
          {contact.tags.map((one) => (
            <Badge key={one} variant="light" color="gray" tt="none" fw={550} miw="max-content">
              {one}
            </Badge>
          ))}
        </Group>
      ),
    },
    ...(fields?.items ?? []).map(
      (field): Column<Contact> => ({
        id: `field-${field.key}`,
        label: field.label,
        optional: true,
        render: (contact) => {
          const value = contact.fields[field.key]
          return field.type === 'date' && typeof value === 'string' && !Number.isNaN(Date.parse(value))
            ? format.date(value)
            : valueText(value)
        },
        ...(field.type === 'number' && { align: 'right' }),
      }),
    ),
    {
      id: 'last',
      label: t`Last message`,
      render: (contact) => (contact.last_message_at ? <RelativeTime at={contact.last_message_at} /> : ''),
    },
    { id: 'created', label: t`Known since`, render: (contact) => <RelativeTime at={contact.created_at} /> },
  ]
  const nothingYet = list.data?.length === 0 && !q && !tag
  const names = (tags?.items ?? []).filter((one) => one.scope === 'contact').map((one) => one.name)
  return (
    <Page
      title={t`Contacts`}
      action={nothingYet ? undefined : add}
      {...(!nothingYet && {
        filters: (
          <>
            <SearchField label={t`Search name, number or email`} width={300} />
            <FilterSelect
              width={190}
              label={t`Tag`}
              every={t`Every tag`}
              choices={tag && !names.includes(tag) ? [...names, tag] : names}
              value={tag}
              onChange={setTag}
            />
          </>
        ),
      })}
    >
      <DataTable
        // The columns that begin hidden are known once the custom fields are.
        key={fields ? 'fields' : 'plain'}
        name="contacts"
        label={t`Contacts`}
        list={list}
        source={{ path: '/contacts', query: { q, tag } }}
        columns={columns}
        rowKey={(contact) => contact.id}
        onOpen={(contact) => void navigate({ to: `/contacts/${contact.id}` as never })}
        bulk={(rows, clear) => <DeleteMany rows={rows} clear={clear} />}
        empty={
          nothingYet ? (
            <EmptyState
              icon={<IconAddressBook size={32} stroke={1.5} color="var(--muted)" aria-hidden />}
              text={t`Whoever writes to one of your numbers is kept here.`}
              action={add}
            />
          ) : (
            <EmptyState
              text={t`No contact fits this search.`}
              action={
                <Button
                  variant="default"
                  onClick={() => void navigate({ to: '/contacts' as never, search: {} as never })}
                >{t`Show all`}</Button>
              }
            />
          )
        }
      />
      <NewContact opened={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}

function DeleteMany({ rows, clear }: { rows: Contact[]; clear: () => void }) {
  const { t } = useLingui()
  const { run, progress } = useBulk()
  const [asking, setAsking] = useState(false)
  const action = plural(rows.length, { one: 'Delete # contact', other: 'Delete # contacts' })
  return (
    <>
      <Button size="compact-sm" color="red" variant="light" onClick={() => setAsking(true)}>
        {action}
      </Button>
      <Confirm
        opened={asking}
        title={plural(rows.length, { one: 'Delete # contact?', other: 'Delete # contacts?' })}
        action={action}
        danger
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await run(rows, {
            work: async (few) => {
              for (const row of few) await api.del(`/contacts/${row.id}`)
              return few.map(() => undefined)
            },
            done: (n) => plural(n, { one: '# contact is deleted.', other: '# contacts are deleted.' }),
            left: (n) => plural(n, { one: '# contact is still there.', other: '# contacts are still there.' }),
            refresh: [['contacts'], ['conversations']],
          })
          clear()
        }}
      >
        <Text size="sm">
          {t`What they said and their way through your flows goes with them. This cannot be undone. If they write again, they are new.`}
        </Text>
        <BulkProgress progress={progress} />
      </Confirm>
    </>
  )
}
