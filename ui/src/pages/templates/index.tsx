import { useLingui } from '@lingui/react/macro'
import { Anchor, Button, Group, Select } from '@mantine/core'
import { IconTemplate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { channelsQuery } from '@/api'
import type { Channel, TemplateInfo } from '@/api/types'
import { type Column, DataTable, EmptyState, Page, Pill, RelativeTime, usePagedList, useUrlState } from '@/kit'
import { LANGUAGE_CODES, useNames } from '@/kit/names'
import { SearchField } from '../common/search-field'
import { TemplatePreview } from './preview'
import { SyncButton } from './sync'
import classes from './templates.module.css'
import { inWords, useTemplateCategories, useTemplateStates } from './words'

const MANAGER = 'https://business.facebook.com/wa/manage/message-templates/'

/** The templates of every connected number, as Meta has them. They are written there, and sent by steps here. */
export default function TemplatesPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const states = useTemplateStates()
  const categories = useTemplateCategories()
  const languages = useNames('language', LANGUAGE_CODES)
  const [q] = useUrlState<string>('q', '')
  const [status, setStatus] = useUrlState<string>('status', '')
  const [channel, setChannel] = useUrlState<string>('channel', '')
  const [open, setOpen] = useUrlState<string>('template', '')
  const channels = useQuery(channelsQuery)
  const numbers = (channels.data?.items ?? []).filter((one) => one.kind === 'whatsapp')
  const list = usePagedList<TemplateInfo>(['templates', 'list'], '/templates', { q, status, channel })
  const numberOf = (id: string) => numbers.find((one) => one.id === id)?.name ?? ''
  const languageOf = (code: string) => languages.find((one) => one.value === code.split('_')[0])?.label ?? code
  const filtered = Boolean(q || status || channel)
  const nothingYet = list.data?.length === 0 && !filtered
  const chosen = list.data?.find((one) => one.id === open)
  const manager = (
    <Anchor href={MANAGER} target="_blank" rel="noreferrer" size="sm">
      {t`WhatsApp Manager`}
    </Anchor>
  )
  const columns: Column<TemplateInfo>[] = [
    {
      id: 'name',
      label: t`Template`,
      render: (one) => (
        <button
          type="button"
          className={classes.name}
          onClick={(event) => {
            event.stopPropagation()
            setOpen(one.id)
          }}
        >
          {one.name}
        </button>
      ),
    },
    {
      id: 'status',
      label: t`State`,
      render: (one) => (
        <Pill tone={states[one.status]?.tone ?? 'plain'}>{states[one.status]?.label ?? inWords(one.status)}</Pill>
      ),
    },
    {
      id: 'language',
      label: t`Language`,
      render: (one) => <span title={one.language}>{languageOf(one.language)}</span>,
    },
    { id: 'category', label: t`Category`, render: (one) => categories[one.category] ?? inWords(one.category) },
    { id: 'number', label: t`Number`, render: (one) => numberOf(one.channel_id) },
    { id: 'read', label: t`Read from WhatsApp`, render: (one) => <RelativeTime at={one.synced_at} /> },
  ]
  const wanted = channel ? numbers.filter((one) => one.id === channel) : numbers
  return (
    <Page
      title={t`Templates`}
      note={
        <>
          {t`Messages that Meta approved: they may begin a conversation. They are written in`} {manager}.
        </>
      }
      action={nothingYet ? undefined : <SyncButton numbers={wanted} />}
      {...(!nothingYet && {
        filters: (
          <>
            <SearchField label={t`Search name or text`} width={300} />
            <Select
              w={200}
              aria-label={t`State`}
              data={[
                { value: '', label: t`Every state` },
                ...Object.entries(states).map(([value, { label }]) => ({ value, label })),
              ]}
              value={status}
              allowDeselect={false}
              onChange={(value) => setStatus(value ?? '')}
            />
            <Select
              w={200}
              aria-label={t`Number`}
              data={[
                { value: '', label: t`Every number` },
                ...numbers.map((one) => ({ value: one.id, label: one.name || one.display_phone })),
              ]}
              value={channel}
              allowDeselect={false}
              onChange={(value) => setChannel(value ?? '')}
            />
          </>
        ),
      })}
    >
      <Unread numbers={numbers} />
      <DataTable
        name="templates"
        label={t`Templates`}
        list={list}
        columns={columns}
        rowKey={(one) => one.id}
        onOpen={(one) => setOpen(one.id)}
        empty={
          filtered ? (
            <EmptyState
              text={t`No template fits these filters.`}
              action={
                <Button
                  variant="default"
                  onClick={() => void navigate({ to: '/templates' as never, search: {} as never })}
                >{t`Show all`}</Button>
              }
            />
          ) : (
            <Nothing numbers={numbers} />
          )
        }
      />
      <TemplatePreview template={chosen} onClose={() => setOpen('')} />
    </Page>
  )
}

/** Numbers whose templates could not be read the last time. */
function Unread({ numbers }: { numbers: Channel[] }) {
  const { t } = useLingui()
  const names = numbers
    .filter((one) => one.templates_error)
    .map((one) => one.name)
    .join(', ')
  if (!names) return null
  return (
    <div role="status" className={classes.warning}>
      {t`The templates of these numbers could not be read the last time, what you see may be old: ${names}.`}
    </div>
  )
}

function Nothing({ numbers }: { numbers: Channel[] }) {
  const { t } = useLingui()
  const icon = <IconTemplate size={32} stroke={1.5} color="var(--muted)" aria-hidden />
  if (numbers.length === 0) {
    return (
      <EmptyState
        icon={icon}
        text={t`Templates belong to a WhatsApp number. They are written in Meta's WhatsApp Manager and appear here once a number is connected.`}
        action={
          <Button component={Link} to={'/numbers/connect' as never}>
            {t`Connect a number`}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={icon}
      text={t`No template yet. Write the first one in Meta's WhatsApp Manager; it appears here by itself, or at once when you read again.`}
      action={
        <Group justify="center">
          <Button component="a" href={MANAGER} target="_blank" rel="noreferrer" variant="default">
            {t`Open WhatsApp Manager`}
          </Button>
          <SyncButton numbers={numbers} primary />
        </Group>
      }
    />
  )
}
