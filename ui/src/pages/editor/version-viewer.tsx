import { useLingui } from '@lingui/react/macro'
import { Group, Modal, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '@/api'
import type { Change, FlowDocument, Page, Version } from '@/api/types'
import { FlowViewer, useEdited, useEditor } from '@/canvas'
import { lineDifferences, repair } from '@/doc'
import { EmptyState, ErrorState, LoadingShape } from '@/kit'
import { ChangeList } from './change-list'
import { withRemoved } from './merged'
import { useSession } from './session-context'
import classes from './version-viewer.module.css'

interface VersionViewerProps {
  versions: Version[]
  /** The number that is looked at; 0 is the draft. */
  shown: number
  compared?: number
  onClose: () => void
}

const NONE = 'none'

/** A version as it was, to look at only; beside another one with what differs, on the canvas and in words. */
export function VersionViewer({ versions, shown, compared, onClose }: VersionViewerProps) {
  const { t } = useLingui()
  const [left, setLeft] = useState(compared === undefined ? NONE : String(compared))
  const [right, setRight] = useState(String(shown))
  const names = [
    ...versions.map((one) => ({
      value: String(one.number),
      label: one.name ? `${t`Version ${one.number}`} · ${one.name}` : t`Version ${one.number}`,
    })),
    { value: '0', label: t`The draft` },
  ]
  return (
    <Modal
      opened
      fullScreen
      radius={0}
      onClose={onClose}
      title={t`Versions, read-only`}
      closeButtonProps={{ 'aria-label': t`Close` }}
      classNames={{ inner: classes.inner ?? '', content: classes.content ?? '', body: classes.body ?? '' }}
    >
      <Group gap="md" className={classes.choice ?? ''} data-own-keys>
        <Select
          label={t`What is shown`}
          data={names}
          value={right}
          allowDeselect={false}
          onChange={(value) => value && setRight(value)}
        />
        <Select
          label={t`Compared with`}
          data={[{ value: NONE, label: t`Nothing` }, ...names.filter((one) => one.value !== right)]}
          value={left === right ? NONE : left}
          allowDeselect={false}
          onChange={(value) => value && setLeft(value)}
        />
      </Group>
      <Sides before={left === right || left === NONE ? undefined : Number(left)} after={Number(right)} />
    </Modal>
  )
}

function useDocument(number: number | undefined) {
  const { flowId } = useEditor()
  const draft = useEdited((state) => state.doc)
  const found = useQuery({
    queryKey: ['flow', flowId, 'version', number],
    queryFn: () => api.get<FlowDocument | { document: FlowDocument }>(`/flows/${flowId}/versions/${number}/document`),
    select: (data) => repair('document' in data ? data.document : data),
    enabled: number !== undefined && number > 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return number === 0 ? { ...found, data: draft, isError: false } : found
}

function Sides({ before, after }: { before: number | undefined; after: number }) {
  const { flowId } = useEditor()
  const session = useSession()
  const is = useDocument(after)
  const was = useDocument(before)
  // The draft is compared as it is saved: the last words are saved first.
  const diff = useQuery({
    queryKey: ['flow', flowId, 'diff', before, after],
    queryFn: async () => {
      if (before === 0 || after === 0) await session.flush()
      return api.get<Page<Change>>(`/flows/${flowId}/diff`, { from: before ?? 0, to: after })
    },
    enabled: before !== undefined,
    staleTime: 0,
  })
  const failed = [is, was, diff].find((one) => one.isError && !one.data)
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
  if (!is.data || (before !== undefined && (!was.data || !diff.data))) return <LoadingShape rows={8} />
  return (
    <Shown
      key={`${before} ${after}`}
      doc={is.data}
      {...(before !== undefined && was.data && { before: was.data, changes: diff.data?.items ?? [] })}
    />
  )
}

function Shown({ doc, before, changes }: { doc: FlowDocument; before?: FlowDocument; changes?: Change[] }) {
  const { t } = useLingui()
  const { flowId, catalog } = useEditor()
  const [current, setCurrent] = useState<string>()
  const drawn = useMemo(() => (before ? withRemoved(before, doc) : doc), [before, doc])
  const overlay = useMemo(() => (before ? { lines: lineDifferences(before, doc) } : {}), [before, doc])
  const words: Record<string, string> = {
    step_added: t`New`,
    step_removed: t`Removed`,
    step_changed: t`Changed`,
    rewired: t`Leads elsewhere`,
  }
  const marks = new Map<string, string>()
  for (const { kind, step } of changes ?? []) {
    if (step && words[kind] && (kind !== 'rewired' || !marks.has(step))) marks.set(step, kind)
  }
  const css = [...marks]
    .map(([id, kind]) => {
      const at = `.${classes.board} .react-flow__node[data-id="${CSS.escape(id)}"]`
      return `${at}{--mark:var(--mark-${kind})}${at}::after{content:${JSON.stringify(words[kind])};}`
    })
    .join('\n')
  return (
    <div className={classes.sides} data-own-keys>
      <style>{css}</style>
      <div className={classes.board}>
        <FlowViewer
          flowId={flowId}
          document={drawn}
          catalog={catalog}
          overlay={overlay}
          current={current}
          label={t`The flow, to look at only`}
        />
      </div>
      {changes && (
        <aside className={classes.list} aria-label={t`What differs`}>
          <Text fw={550}>{t`What differs`}</Text>
          {changes.length === 0 ? (
            <EmptyState text={t`Nothing differs but the places of the cards.`} />
          ) : (
            <ChangeList changes={changes} before={before} after={doc} onStep={setCurrent} />
          )}
        </aside>
      )}
    </div>
  )
}
