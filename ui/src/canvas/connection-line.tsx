import { useLingui } from '@lingui/react/macro'
import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import classes from './connection-line.module.css'
import { useEditor } from './editor-context'
import { exitOf, way } from './way'

const PLUS_RADIUS = 11
const DOT_RADIUS = 5

/** A connection: a gentle curve with a (+) near the pointer, on focus, and always on touch screens. */
export const ConnectionLine = memo(function ConnectionLine(props: EdgeProps) {
  const { t } = useLingui()
  const { view } = useEditor()
  const { source, sourceHandleId, selected } = props
  const [path, x, y] = way(props, props.data)
  const left = sourceHandleId?.endsWith(':left')
  const exit = exitOf(sourceHandleId)
  const open = (event: React.SyntheticEvent<SVGGElement>) => {
    event.stopPropagation()
    event.preventDefault()
    const box = event.currentTarget.getBoundingClientRect()
    view.setState({ library: { from: source, exit, screen: { x: box.left + box.width / 2, y: box.bottom } } })
  }
  return (
    <g className={classes.line} data-selected={selected || undefined}>
      <path d={path} className={classes.hit} />
      <path d={path} className={classes.path} />
      {left && <circle cx={props.sourceX} cy={props.sourceY} r={DOT_RADIUS} className={classes.dot} />}
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG has no button element */}
      <g
        role="button"
        tabIndex={0}
        aria-label={t`Add a step into this connection`}
        className={classes.plus}
        transform={`translate(${x} ${y})`}
        onClick={open}
        onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && open(event)}
      >
        <circle r={PLUS_RADIUS} />
        <path d="M-4 0H4M0 -4V4" />
      </g>
    </g>
  )
})
