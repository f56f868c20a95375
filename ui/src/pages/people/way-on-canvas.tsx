import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { flowNamesQuery } from '@/api'
import type { Catalog, FlowDocument, Message, Run } from '@/api/types'
import { FlowViewer } from '@/canvas'
import { START } from '@/doc'
import { exitsOf } from '@/doc/rules'
import { useCatalogWords } from '@/form/durations'
import { passed } from './passed'
import classes from './run.module.css'
import { Mark, StayView } from './stay-view'
import type { Stay } from './timeline'

interface WayOnCanvasProps {
  run: Run
  stays: Stay[]
  document: FlowDocument
  catalog: Catalog
  messages: ReadonlyMap<string, Message>
}

/** One person's way drawn on the canvas: step by step, with what happened there beside it. */
export default function WayOnCanvas({ run, stays, document, catalog, messages }: WayOnCanvasProps) {
  const { t } = useLingui()
  const words = useCatalogWords()
  const { data: flows } = useQuery(flowNamesQuery)
  const last = stays.length - 1
  const [at, setAt] = useState(last)
  const shown = Math.min(at, last)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.target instanceof Element &&
        event.target.closest('input, textarea, select, [role="listbox"], [role="radiogroup"]')
      )
        return
      if (event.key === 'ArrowLeft') setAt((now) => Math.max(0, Math.min(now, last) - 1))
      else if (event.key === 'ArrowRight') setAt((now) => Math.min(last, now + 1))
      else if (event.key === 'Home') setAt(0)
      else if (event.key === 'End') setAt(last)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [last])
  const overlay = useMemo(() => ({ way: passed(stays, shown) }), [stays, shown])
  const stay = stays[shown]
  if (!stay) return null
  const step = document.steps.find((one) => one.id === stay.step)
  const kind = catalog.items.find((one) => one.kind === step?.kind)
  const elsewhere = stay.events.find((event) => event.flow && event.kind !== 'flow_called')?.flow
  const other = flows?.items.find((flow) => flow.id === elsewhere)?.name
  const exitName = (id: string | undefined) =>
    (step && kind && id && id !== 'next' && exitsOf(kind, step.config, words).find((one) => one.id === id)?.label) || ''
  // At the beginning and at the end they stand at no step: what they passed last stays in sight.
  const current = step?.id ?? (shown === 0 ? START : stays.slice(0, shown).findLast((one) => one.step)?.step)
  const position = t`Step ${shown + 1} of ${stays.length}`
  return (
    <div className={classes.onCanvas}>
      <FlowViewer
        flowId={run.flow.id}
        document={document}
        catalog={catalog}
        overlay={overlay}
        current={current}
        label={t`The way of ${run.contact.name || run.contact.phone} through version ${run.version}`}
      />
      <section className={classes.beside} aria-label={position}>
        <div className={classes.walk}>
          <ActionIcon
            size="lg"
            aria-label={t`One step back`}
            aria-keyshortcuts="ArrowLeft"
            disabled={shown === 0}
            onClick={() => setAt(shown - 1)}
          >
            <IconChevronLeft size={20} />
          </ActionIcon>
          <span className="num" role="status">
            {position}
          </span>
          <ActionIcon
            size="lg"
            aria-label={t`One step on`}
            aria-keyshortcuts="ArrowRight"
            disabled={shown === last}
            onClick={() => setAt(shown + 1)}
          >
            <IconChevronRight size={20} />
          </ActionIcon>
        </div>
        <div className={classes.stay}>
          <Mark stay={stay} kind={kind} />
          <StayView
            stay={stay}
            name={step?.name ?? (other ? t`In the flow ${other}` : '')}
            messages={messages}
            exitName={exitName}
          />
        </div>
      </section>
    </div>
  )
}
