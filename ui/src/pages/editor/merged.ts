import type { FlowDocument } from '@/api/types'

/** The newer document with the steps that only the older one has: what went away is drawn too. */
export function withRemoved(before: FlowDocument, after: FlowDocument): FlowDocument {
  const has = new Set(after.steps.map((step) => step.id))
  const gone = before.steps.filter((step) => !has.has(step.id))
  if (gone.length === 0) return after
  const lost = new Set(gone.map((step) => step.id))
  const taken = new Set(after.connections.map((line) => `${line.from} ${line.exit}`))
  const lines = before.connections.filter(
    (line) => (lost.has(line.from) || lost.has(line.to)) && !taken.has(`${line.from} ${line.exit}`),
  )
  const known = new Set([...has, ...lost, 'start'])
  return {
    ...after,
    steps: [...after.steps, ...gone],
    connections: [...after.connections, ...lines.filter((line) => known.has(line.from) && known.has(line.to))],
    ...(after.layout && {
      layout: { ...after.layout, positions: { ...before.layout?.positions, ...after.layout.positions } },
    }),
  }
}
