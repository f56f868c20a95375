// Two versions on one canvas: connections that are new, gone, or lead elsewhere, by line style and a word at the line.
import { useLingui } from '@lingui/react/macro'
import { type Edge, EdgeLabelRenderer } from '@xyflow/react'
import { useMemo } from 'react'
import type { FlowDocument, Point } from '@/api/types'
import { type Context, cardFor, type LineDifference, type LineMark, START, stepById } from '@/doc'
import classes from './compared-lines.module.css'
import lines from './connection-line.module.css'
import { useOverlay } from './overlay'
import { exitOf } from './way'

function useMarkWords(): Record<LineMark, string> {
  const { t } = useLingui()
  return { added: t`New`, moved: t`Leads here now`, before: t`Led here before`, removed: t`Removed` }
}

/** The lines of the newer version with their marks, and those that only the older one has. */
export function useComparedLines(
  edges: Edge[],
  doc: FlowDocument,
  context: Context,
  positions: Record<string, Point>,
): Edge[] {
  const { t } = useLingui()
  const words = useMarkWords()
  const { lines: differences } = useOverlay()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow from the language
  return useMemo(() => {
    if (!differences || differences.length === 0) return edges
    const nameOf = (id: string) => (id === START ? t`Trigger` : (stepById(doc, id)?.name ?? ''))
    const marked = (edge: Edge, { from, to, mark }: LineDifference): Edge => {
      const [start, end, word] = [nameOf(from), nameOf(to), words[mark]]
      return { ...edge, data: { ...edge.data, mark }, ariaLabel: t`From ${start} to ${end}: ${word}` }
    }
    const key = (from: string, exit: string, to: string) => `${from}:${exit}:${to}`
    const by = new Map(differences.map((one) => [key(one.from, one.exit, one.to), one]))
    const now = edges.map((edge) => {
      const exit = exitOf(edge.sourceHandle)
      const found = by.get(key(edge.source, exit, edge.target))
      by.delete(key(edge.source, exit, edge.target))
      return found ? marked(edge, found) : edge
    })
    const gone = [...by.values()].map((one) => {
      const id = `${one.from}:${one.exit}:before`
      const sourceHandle = handleOf(one, doc, context, positions)
      const edge: Edge = { id, type: 'connection', source: one.from, target: one.to, sourceHandle }
      return marked({ ...edge, ariaRole: 'group', domAttributes: { 'aria-roledescription': t`connection` } }, one)
    })
    return [...now, ...gone]
  }, [edges, doc, context, positions, differences, t])
}

/** Where the line begins: at its path, or at the first one when that path is gone too. */
function handleOf(
  { from, exit, to }: LineDifference,
  doc: FlowDocument,
  context: Context,
  places: Record<string, Point>,
) {
  const step = stepById(doc, from)
  if (!step) return exit
  const exits = cardFor(step, context).exits.map((one) => one.id)
  const here = exits.includes(exit) ? exit : (exits[0] ?? exit)
  const [a, b] = [places[from], places[to]]
  return exits.length > 1 && a && b && b.x < a.x ? `${here}:left` : here
}

interface ComparedLineProps {
  mark: unknown
  path: string
  x: number
  y: number
  className?: string | undefined
}

/** The line itself; with a mark its word stands in its middle. */
export function ComparedLine({ mark, path, x, y, className = lines.path }: ComparedLineProps) {
  const words = useMarkWords()
  const known = typeof mark === 'string' && mark in words ? (mark as LineMark) : undefined
  if (!known) return <path d={path} className={className} />
  return (
    <>
      <path d={path} className={`${className} ${classes.path}`} data-mark={known} />
      <EdgeLabelRenderer>
        {/* The line says it to whoever does not see. */}
        <div
          className={classes.word}
          data-mark={known}
          aria-hidden
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          {words[known]}
        </div>
      </EdgeLabelRenderer>
    </>
  )
}
