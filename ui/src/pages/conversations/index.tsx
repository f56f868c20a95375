import { useLingui } from '@lingui/react/macro'
import { Button, SegmentedControl, Select } from '@mantine/core'
import { IconChevronLeft, IconMessages } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { channelsQuery } from '@/api'
import type { Conversation } from '@/api/types'
import { EmptyState, ErrorState, LoadingShape, RelativeTime, usePagedList, useTitle, useUrlState } from '@/kit'
import { SearchField } from '../common/search-field'
import { openPhone } from '../phone/state'
import classes from './conversations.module.css'
import { Thread } from './thread'

export function useConversationStates(): Record<Conversation['status'], string> {
  const { t } = useLingui()
  return { new: t`New`, in_progress: t`In progress`, closed: t`Closed`, flow: t`In a flow` }
}

/** Every thread on the left, the chosen one beside it. */
export default function ConversationsPage() {
  const { t } = useLingui()
  useTitle(t`Conversations`)
  const { conversationId = '' } = useParams({ strict: false }) as { conversationId?: string }
  return (
    <div className={classes.page} {...(!conversationId && { 'data-single': true })}>
      <ThreadList />
      {conversationId ? (
        <>
          <Link
            to={'/conversations' as never}
            search={((before: unknown) => before) as never}
            activeOptions={{ exact: true }}
            className={classes.back}
          >
            <IconChevronLeft size={18} aria-hidden />
            {t`Conversations`}
          </Link>
          <Thread key={conversationId} id={conversationId} />
        </>
      ) : (
        <div className={classes.nothing}>
          <EmptyState
            icon={<IconMessages size={32} stroke={1.5} color="var(--muted)" aria-hidden />}
            text={t`Choose a conversation on the left.`}
          />
        </div>
      )}
    </div>
  )
}

function ThreadList() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [q] = useUrlState<string>('q', '')
  const [status, setStatus] = useUrlState<string>('status', '')
  const [channel, setChannel] = useUrlState<string>('channel', '')
  const [assignee, setAssignee] = useUrlState<string>('assignee', '')
  const { data: channels } = useQuery(channelsQuery)
  const states = useConversationStates()
  const list = usePagedList<Conversation>(['conversations', 'list'], '/conversations', {
    q,
    status,
    channel,
    assignee,
  })
  const filtered = Boolean(q || status || channel || assignee)
  return (
    <aside
      className={classes.list}
      aria-label={t`Conversations`}
      {...(list.data?.length === 0 && { 'data-empty': true })}
    >
      <div className={classes.listHead}>
        <h1>{t`Conversations`}</h1>
        <SearchField label={t`Search by name or number`} width="100%" />
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t`Whose conversations`}
          data={[
            { value: '', label: t`All, mine first` },
            { value: 'me', label: t`Only mine` },
          ]}
          value={assignee}
          onChange={setAssignee}
        />
        <div className={classes.pair}>
          <Select
            aria-label={t`Status`}
            data={[
              { value: '', label: t`Every status` },
              ...Object.entries(states).map(([value, label]) => ({ value, label })),
            ]}
            value={status}
            allowDeselect={false}
            onChange={(value) => setStatus(value ?? '')}
          />
          <Select
            aria-label={t`Number`}
            data={[
              { value: '', label: t`Every number` },
              ...(channels?.items ?? []).map((one) => ({
                value: one.id,
                label: one.kind === 'demo' ? t`Demo number` : one.name || one.display_phone,
              })),
            ]}
            value={channel}
            allowDeselect={false}
            onChange={(value) => setChannel(value ?? '')}
          />
        </div>
      </div>
      <div className={classes.rows}>
        {list.isPending && <LoadingShape rows={8} />}
        {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.length === 0 && filtered && (
          <EmptyState
            text={t`No conversation fits these filters.`}
            action={
              <Button
                variant="default"
                onClick={() => void navigate({ to: '.', search: {} as never })}
              >{t`Show all`}</Button>
            }
          />
        )}
        {list.data?.length === 0 && !filtered && (
          <EmptyState
            text={t`Nobody has written yet. Be the first, from the demo phone.`}
            action={<Button onClick={openPhone}>{t`Open the demo phone`}</Button>}
          />
        )}
        {list.data?.map((one) => (
          <ThreadRow key={one.id} conversation={one} />
        ))}
        {list.hasNextPage && (
          <div className={classes.older}>
            <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t`Show more`}
            </Button>
          </div>
        )}
      </div>
    </aside>
  )
}

function ThreadRow({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui()
  const states = useConversationStates()
  const { contact, channel, last_message: last, unread, run, status } = conversation
  const name = contact.name || contact.phone || t`Somebody without a name`
  const number = channel.kind === 'demo' ? t`Demo number` : channel.name
  const state = run ? run.flow_name : states[status]
  const has = conversation.assignee?.name
  return (
    <Link
      to={`/conversations/${conversation.id}` as never}
      search={((before: unknown) => before) as never}
      className={classes.row}
      activeOptions={{ includeSearch: false }}
    >
      <div className={classes.rowHead}>
        <span className={classes.who}>{name}</span>
        {last && (
          <span className={classes.when}>
            <RelativeTime at={last.at} />
          </span>
        )}
      </div>
      <div className={classes.rowFoot}>
        <span className={classes.last}>
          {last?.direction === 'out' && `${t`You:`} `}
          {last?.text || (last ? t`A file or another kind of message` : t`No message yet`)}
        </span>
        {unread > 0 && (
          <span className={classes.unread}>
            {unread}
            <span className="visually-hidden"> {t`not read`}</span>
          </span>
        )}
      </div>
      <div className={classes.sub}>
        {state} · {number}
        {has && ` · ${has}`}
      </div>
    </Link>
  )
}
