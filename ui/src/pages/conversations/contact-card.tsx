import { useLingui } from '@lingui/react/macro'
import { Anchor, Badge, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, contactFieldsQuery } from '@/api'
import type { Contact, Conversation, Referral } from '@/api/types'
import { ErrorState, LoadingShape, Pill, RelativeTime } from '@/kit'
import { useValueText } from '../common/values'
import classes from './conversations.module.css'

/** Who is being talked with. */
export function ContactCard({ conversation }: { conversation: Conversation }) {
  const { t } = useLingui()
  const valueText = useValueText()
  const { contact: who, run } = conversation
  const contact = useQuery({
    queryKey: ['contact', who.id],
    queryFn: () => api.get<Contact>(`/contacts/${who.id}`),
  })
  const { data: declared } = useQuery(contactFieldsQuery)
  const label = (key: string) => declared?.items.find((field) => field.key === key)?.label ?? key.replaceAll('_', ' ')
  const data = contact.data
  const facts: [string, string][] = data
    ? [
        [t`Phone`, data.phone],
        [t`Email`, data.email],
        [t`Website`, data.url],
        ...Object.entries(data.fields).map(([key, value]): [string, string] => [label(key), valueText(value)]),
      ]
    : []
  return (
    <aside className={classes.card} aria-label={t`Contact`}>
      <div>
        <div className={classes.cardName}>{who.name || who.phone || t`Somebody without a name`}</div>
        <Anchor component={Link} to={`/contacts/${who.id}` as never} size="sm">
          {t`Open the contact`}
        </Anchor>
      </div>
      {data?.opted_out && <Pill tone="warning">{t`Does not want messages`}</Pill>}
      {run && (
        <div>
          <h3>{t`In a flow now`}</h3>
          <div>
            <Anchor component={Link} to={`/flows/${run.flow_id}/edit` as never}>
              {run.flow_name}
            </Anchor>
            {run.step_name && ` · ${run.step_name}`}
            {run.trial && ` · ${t`Trial of the draft`}`}
          </div>
          <Anchor component={Link} to={`/runs/${run.id}` as never} size="sm">
            {t`See their way through it`}
          </Anchor>
        </div>
      )}
      {data?.referral && <CameBy referral={data.referral} />}
      {contact.isPending && <LoadingShape rows={4} />}
      {contact.isError && !data && <ErrorState error={contact.error} onRetry={() => void contact.refetch()} />}
      {data && (
        <>
          <dl className={classes.facts}>
            {facts
              .filter(([, value]) => value)
              .map(([name, value]) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
          {data.tags.length > 0 && (
            <div>
              <h3>{t`Tags`}</h3>
              <Group gap={4}>
                {data.tags.map((tag) => (
                  <Badge key={tag} variant="light" color="gray" tt="none" fw={550}>
                    {tag}
                  </Badge>
                ))}
              </Group>
            </div>
          )}
          <div>
            <h3>{t`Known since`}</h3>
            <RelativeTime at={data.created_at} />
          </div>
        </>
      )}
    </aside>
  )
}

/** The ad or post that led the person here. */
function CameBy({ referral }: { referral: Referral }) {
  const { t } = useLingui()
  const { headline, body, source_id: id, source_url: url, source_type: type } = referral
  const name = headline || id || url
  if (!name) return null
  return (
    <div>
      <h3>{type === 'post' ? t`Came by a post` : t`Came by an ad`}</h3>
      {url && /^https?:/.test(url) ? (
        <Anchor href={url} target="_blank" rel="noreferrer">
          {name}
        </Anchor>
      ) : (
        <div>{name}</div>
      )}
      {body && <div className={classes.sub}>{body}</div>}
    </div>
  )
}
