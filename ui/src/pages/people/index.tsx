import { useLingui } from '@lingui/react/macro'
import { Anchor, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { flowQuery } from '@/api'
import { ErrorState, Page } from '@/kit'
import { ExportButton, PeopleFilters, PeopleList } from './people-list'

/** Who is in a flow, or was. */
export default function PeoplePage() {
  const { t } = useLingui()
  const { flowId = '' } = useParams({ strict: false }) as { flowId?: string }
  const flow = useQuery(flowQuery(flowId))
  if (flow.isError && !flow.data)
    return (
      <Page title={t`People in this flow`}>
        <ErrorState error={flow.error} onRetry={() => void flow.refetch()} />
      </Page>
    )
  const name = flow.data?.name ?? ''
  return (
    <Page
      title={name ? t`People in ${name}` : t`People in this flow`}
      note={
        <Group gap="4px 16px">
          <Anchor component={Link} to={'/flows' as never} size="sm">
            {t`All flows`}
          </Anchor>
          <Anchor component={Link} to={`/flows/${flowId}/summary` as never} size="sm">
            {t`Summary of this flow`}
          </Anchor>
          <Anchor component={Link} to={`/flows/${flowId}/edit` as never} size="sm">
            {t`Open the flow`}
          </Anchor>
        </Group>
      }
      action={<ExportButton flowId={flowId} />}
      filters={<PeopleFilters flowId={flowId} />}
    >
      <PeopleList flowId={flowId} flowName={name} />
    </Page>
  )
}
