// The canvas from far: what can be told apart at that size, and nothing that costs more.
import { useLingui } from '@lingui/react/macro'
import { type Edge, type NodeProps, type ReactFlowState, useStore, ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import classes from './card.module.css'
import { ComparedLine } from './compared-lines'
import lines from './connection-line.module.css'
import { hueOf, KindIcon } from './kind-icon'
import type { CanvasNode } from './nodes'
import { useOverlay } from './overlay'
import type { StepCardData } from './step-card'
import type { TriggerCardData } from './trigger-card'
import { endsOf, exitOf, way } from './way'

/** A card as a box: what it is and its name. */
export const FarCard = memo(function FarCard({
  id,
  data,
  selected,
}: NodeProps & { data: StepCardData | TriggerCardData }) {
  const { t } = useLingui()
  const { way } = useOverlay()
  const step = 'step' in data ? (data as StepCardData) : undefined
  const group = step ? step.kind?.group : 'triggers'
  return (
    <div
      className={`${classes.card} ${classes.plain}`}
      style={{ '--hue': hueOf(group) } as React.CSSProperties}
      data-selected={selected || undefined}
      data-current={step?.current || undefined}
      data-fresh={(step?.fresh && step.issues.length > 0) || undefined}
      data-way={step && way && (way.steps.has(id) ? 'passed' : 'pale')}
    >
      <KindIcon icon={step ? (step.kind?.icon ?? '') : 'bolt'} group={group} size={44} />
      <span className={classes.name}>{step ? step.step.name : t`Trigger`}</span>
    </div>
  )
})

const zoomOf = (state: ReactFlowState) => state.transform[2]

interface FarLinesProps {
  nodes: CanvasNode[]
  edges: Edge[]
  onPress?: (edge: Edge) => void
}

/** All connections as one drawing. */
export const FarLines = memo(function FarLines({ nodes, edges, onPress }: FarLinesProps) {
  const zoom = useStore(zoomOf)
  const drawn = useMemo(() => {
    const cards = new Map(nodes.map((node) => [node.id, node]))
    return edges.map((edge) => {
      const from = cards.get(edge.source)
      const to = cards.get(edge.target)
      const ends = from && to && endsOf(edge, from, to)
      if (!ends) return null
      const [path, x, y] = way(ends, edge.data)
      return <FarLine key={edge.id} edge={edge} path={path} x={x} y={y} onPress={onPress} />
    })
  }, [nodes, edges, onPress])
  return (
    <ViewportPortal>
      <svg className={lines.far} style={{ '--zoom': zoom } as React.CSSProperties} aria-hidden>
        {drawn}
      </svg>
    </ViewportPortal>
  )
})

interface FarLineProps {
  edge: Edge
  path: string
  x: number
  y: number
  onPress: FarLinesProps['onPress']
}

const FarLine = memo(function FarLine({ edge, path, x, y, onPress }: FarLineProps) {
  const { way } = useOverlay()
  const taken = way?.paths.has(`${edge.source}:${exitOf(edge.sourceHandle)}`)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the pointer alone; keys and readers have the list of steps
    <g
      className={lines.line}
      data-id={edge.id}
      data-selected={edge.selected || taken || undefined}
      data-pale={(way && !taken) || undefined}
      onClick={onPress && (() => onPress(edge))}
    >
      {onPress && <path d={path} className={lines.near} />}
      <ComparedLine mark={edge.data?.mark} path={path} x={x} y={y} className={lines.thin} />
    </g>
  )
})
