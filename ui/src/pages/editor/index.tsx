import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api, catalogQuery, flowQuery, useMe } from '@/api'
import type { Draft } from '@/api/types'
import { ErrorState, LoadingShape, Page } from '@/kit'
import { pickLanguage } from '@/locales'
import { EditorView } from './editor-view'

/** Loads what the editor needs: the flow, its draft, the catalogue in the reader's language. */
export default function EditorPage() {
  const { t } = useLingui()
  const { flowId = '' } = useParams({ strict: false })
  const me = useMe()
  const language = pickLanguage([me.language, ...navigator.languages])
  const flow = useQuery(flowQuery(flowId))
  const catalog = useQuery(catalogQuery(language))
  // Not under the flow's key: a live change must not replace what is being edited.
  const draft = useQuery({
    queryKey: ['draft', flowId],
    queryFn: () => api.get<Draft>(`/flows/${flowId}/draft`),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const failed = [flow, catalog, draft].find((query) => query.isError && !query.data)
  if (failed)
    return (
      <Page title={t`Flows`}>
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      </Page>
    )
  if (!flow.data || !catalog.data || !draft.data) return <LoadingShape rows={8} />
  return (
    <>
      {/* The name that is seen is a field. */}
      <h1 className="visually-hidden">{flow.data.name}</h1>
      <EditorView key={flowId} flow={flow.data} catalog={catalog.data} draft={draft.data} />
    </>
  )
}
