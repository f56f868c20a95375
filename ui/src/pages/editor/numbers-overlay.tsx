import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useMe } from '@/api'
import type { Between } from '@/api/types-people'
import { OverlayProvider, useEdited, useEditor } from '@/canvas'
import { useBehindTitle } from '../people/behind-title'
import { type Behind, PeopleDrawer } from '../people/people-drawer'
import { daysOf, type PeriodName } from '../people/period'
import { useStepStats } from '../people/use-step-stats'

interface NumbersState {
  shown: boolean
  period: PeriodName
  /** A number; empty: every version. */
  version: string
}

const start: NumbersState = { shown: false, period: 'all', version: '' }

/** Whether the canvas shows numbers, and whose. */
export const numbersStore = createStore<NumbersState>(() => start)

export const useNumbers = (): NumbersState => useStore(numbersStore)

const off = {}

/** Lays the numbers of a period and version over the canvas while they are wanted. */
export function NumbersOverlay({ flowId, children }: { flowId: string; children: ReactNode }) {
  const me = useMe()
  const { catalog } = useEditor()
  const doc = useEdited((state) => state.doc)
  const { shown, period, version } = useNumbers()
  const [behind, setBehind] = useState<Behind>()
  // Another flow begins without them.
  useEffect(() => () => numbersStore.setState(start), [])
  const between = useMemo<Between>(
    () => ({
      ...daysOf(period, { from: '', to: '' }, Date.now(), me.time_zone),
      ...(version && { version }),
    }),
    [period, version, me.time_zone],
  )
  const { numbers, contacts, called, ready } = useStepStats(flowId, between, shown)
  const overlay = useMemo(
    () =>
      shown && ready
        ? {
            numbers,
            contacts,
            called,
            open: (step: string, did: Behind['did'], path?: string) =>
              setBehind({ step, did, ...(path !== undefined && { path }) }),
          }
        : off,
    [shown, ready, numbers, contacts, called],
  )
  const title = useBehindTitle(doc, catalog)
  return (
    <OverlayProvider value={overlay}>
      {children}
      <PeopleDrawer
        flowId={flowId}
        between={between}
        behind={behind}
        title={behind ? title(behind) : ''}
        onClose={() => setBehind(undefined)}
      />
    </OverlayProvider>
  )
}
