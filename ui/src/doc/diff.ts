// What differs between two documents as a person would say it; layout never counts.
import type { FlowDocument } from '@/api/types'

export interface Difference {
  what: 'added' | 'removed' | 'changed' | 'connections' | 'triggers' | 'settings' | 'variables'
  /** The step's name, for steps. */
  name?: string
  id?: string
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

export function differences(from: FlowDocument, to: FlowDocument): Difference[] {
  const found: Difference[] = []
  const old = new Map(from.steps.map((step) => [step.id, step]))
  for (const step of to.steps) {
    const was = old.get(step.id)
    if (!was) found.push({ what: 'added', id: step.id, name: step.name })
    else if (!same(was, step)) found.push({ what: 'changed', id: step.id, name: step.name })
    old.delete(step.id)
  }
  for (const step of old.values()) found.push({ what: 'removed', id: step.id, name: step.name })
  const lines = (doc: FlowDocument) => doc.connections.map((c) => `${c.from} ${c.exit} ${c.to}`).sort()
  if (!same(lines(from), lines(to))) found.push({ what: 'connections' })
  if (!same(from.triggers, to.triggers)) found.push({ what: 'triggers' })
  if (!same(from.settings, to.settings)) found.push({ what: 'settings' })
  if (!same(from.variables, to.variables)) found.push({ what: 'variables' })
  return found
}

/** Whether two documents have the same steps in the same places on the same lines: only what stands in the steps differs. */
export function onlyWords(from: FlowDocument, to: FlowDocument): boolean {
  if (from === to) return true
  return (
    from.connections === to.connections &&
    from.triggers === to.triggers &&
    from.settings === to.settings &&
    from.layout === to.layout &&
    from.steps.length === to.steps.length &&
    from.steps.every((step, index) => step.id === to.steps[index]?.id)
  )
}

export type LineMark = 'added' | 'moved' | 'before' | 'removed'

/** A connection that is not in both documents: `before` is where a path led that leads elsewhere (`moved`) now. */
export interface LineDifference {
  from: string
  exit: string
  to: string
  mark: LineMark
}

export function lineDifferences(from: FlowDocument, to: FlowDocument): LineDifference[] {
  const key = (line: { from: string; exit: string }) => `${line.from} ${line.exit}`
  const old = new Map(from.connections.map((line) => [key(line), line]))
  const found: LineDifference[] = []
  for (const line of to.connections) {
    const was = old.get(key(line))
    old.delete(key(line))
    if (!was) found.push({ ...line, mark: 'added' })
    else if (was.to !== line.to) found.push({ ...line, mark: 'moved' }, { ...was, mark: 'before' })
  }
  for (const line of old.values()) found.push({ ...line, mark: 'removed' })
  return found
}
