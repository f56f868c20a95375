import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, catalogQuery } from '@/api'
import type { FlowDocument } from '@/api/types'
import type { Between } from '@/api/types-people'
import { FlowViewer } from '@/canvas'
import { EmptyState, ErrorState, LoadingShape } from '@/kit'
import { useBehindTitle } from '../people/behind-title'
import { type Behind, PeopleDrawer } from '../people/people-drawer'
import { useStepStats } from '../people/use-step-stats'
import classes from './summary.module.css'

interface ViewerTabProps {
  flowId: string
  between: Between
  /** The version that is drawn; 0: none is published. */
  number: number
  /** Numbers of every version on it. */
  every: boolean
}

/** The flow with its numbers; nothing can be changed. */
export default function ViewerTab({ flowId, between, number, every }: ViewerTabProps) {
  const { t, i18n } = useLingui()
  const [behind, setBehind] = useState<Behind>()
  const version = useQuery({
    queryKey: ['flow', flowId, 'version', number],
    queryFn: () => api.get<FlowDocument | { document: FlowDocument }>(`/flows/${flowId}/versions/${number}/document`),
    enabled: number > 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { data: catalog } = useQuery(catalogQuery(i18n.locale))
  const stats = useStepStats(flowId, between, number > 0)
  const document = version.data && ('document' in version.data ? version.data.document : version.data)
  const overlay = useMemo(
    () => ({
      numbers: stats.numbers,
      contacts: stats.contacts,
      called: stats.called,
      open: (step: string, did: Behind['did'], path?: string) =>
        setBehind({ step, did, ...(path !== undefined && { path }) }),
    }),
    [stats.numbers, stats.contacts, stats.called],
  )
  const title = useBehindTitle(document, catalog)
  if (number === 0) return <EmptyState text={t`Never published: there is nothing to count yet.`} />
  if (version.isError && !version.data)
    return <ErrorState error={version.error} onRetry={() => void version.refetch()} />
  if (!document || !catalog || !stats.ready) return <LoadingShape rows={6} />
  return (
    <>
      <p className={classes.help}>
        {every
          ? t`This is version ${number}; the numbers count everybody of the period, in every version.`
          : t`This is version ${number}; the numbers count who was in it.`}
      </p>
      <div className={classes.viewer}>
        <FlowViewer
          flowId={flowId}
          document={document}
          catalog={catalog}
          overlay={overlay}
          label={t`The flow with its numbers`}
        />
      </div>
      <PeopleDrawer
        flowId={flowId}
        between={between}
        behind={behind}
        title={behind ? title(behind) : ''}
        onClose={() => setBehind(undefined)}
      />
    </>
  )
}
