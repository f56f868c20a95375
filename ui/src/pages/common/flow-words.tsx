import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { catalogQuery } from '@/api'
import type { Flow, FlowState, RunStatus } from '@/api/types'
import { fullPreview } from '@/doc/preview'
import { useCatalogWords } from '@/form/durations'
import { Pill, type Tone } from '@/kit'

export function useFlowStates(): Record<FlowState, string> {
  const { t } = useLingui()
  return { draft: t`Never published`, live: t`Live`, paused: t`Paused`, archived: t`Archived` }
}

const tones: Record<FlowState, Tone> = { draft: 'quiet', live: 'good', paused: 'warning', archived: 'quiet' }

/** The state of a flow in words; what is not published yet is told with it. */
export function FlowStatePill({ flow }: { flow: Pick<Flow, 'state' | 'version' | 'changes'> }) {
  const { t } = useLingui()
  const names = useFlowStates()
  const number = flow.version?.number
  const name = flow.state === 'live' && number ? t`Live: version ${number}` : names[flow.state]
  const changes = flow.version && flow.state !== 'archived' ? flow.changes : 0
  return (
    <>
      <Pill tone={tones[flow.state]}>{name}</Pill>
      {changes > 0 && (
        <span style={{ color: 'var(--muted)', fontSize: 12, marginLeft: 8 }} className="num">
          {plural(changes, { one: '# change not published', other: '# changes not published' })}
        </span>
      )}
    </>
  )
}

/** What starts a flow, in words, from the catalogue in the reader's language. */
export function useTriggerText(): (trigger: Flow['triggers'][number]) => string {
  const { t, i18n } = useLingui()
  const words = useCatalogWords()
  const { data } = useQuery(catalogQuery(i18n.locale))
  return (trigger) => {
    const kind = data?.triggers.find((one) => one.kind === trigger.kind)
    if (!kind) return data ? t`A trigger that this version does not know` : ''
    const config = trigger.config ?? {}
    const { keywords } = config
    if (Array.isArray(keywords) && keywords.length === 0) return t`${kind.name}: none yet`
    const said = fullPreview(kind, config, words).map((item) => item.text)
    return said.length > 0 ? said.join(' · ') : kind.name
  }
}

export function useRunStates(): Record<RunStatus, string> {
  const { t } = useLingui()
  return {
    running: t`ongoing`,
    waiting: t`waiting`,
    completed: t`completed`,
    expired: t`expired`,
    canceled: t`canceled`,
    failed: t`failed`,
  }
}

const runTones: Record<RunStatus, Tone> = {
  running: 'good',
  waiting: 'plain',
  completed: 'quiet',
  expired: 'quiet',
  canceled: 'quiet',
  failed: 'problem',
}

/** How it stands with somebody in a flow. */
export function RunPill({ status }: { status: RunStatus }) {
  const names = useRunStates()
  return <Pill tone={runTones[status] ?? 'plain'}>{names[status] ?? status}</Pill>
}
