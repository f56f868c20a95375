import { useLingui } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { Handle, Position } from '@xyflow/react'
import classes from './card.module.css'
import { useEditor } from './editor-context'
import { useOverlay } from './overlay'

interface ExitHandleProps {
  from: string
  exit: string
  label: string
  connected: boolean
  /** A card with one exit has its handle at the foot. */
  foot: boolean
}

/** The end of a path: drag it to a step, or press its (+) while nothing follows. */
export function ExitHandle({ from, exit, label, connected, foot }: ExitHandleProps) {
  const { t } = useLingui()
  const { view } = useEditor()
  const { readOnly } = useOverlay()
  const open = (event: React.MouseEvent<HTMLButtonElement>) => {
    event.stopPropagation()
    const box = event.currentTarget.getBoundingClientRect()
    view.setState({ library: { from, exit, screen: { x: box.left + box.width / 2, y: box.bottom } } })
  }
  return (
    <>
      <Handle
        id={exit}
        type="source"
        position={foot ? Position.Bottom : Position.Right}
        className={`${classes.handle} ${connected || readOnly ? '' : classes.open}`}
        isConnectable={!readOnly}
        data-path={label}
      >
        {!connected && !readOnly && (
          <button
            type="button"
            className={`${classes.plus} nodrag`}
            aria-label={label ? t`Add a step after “${label}”` : t`Add a step here`}
            onClick={open}
          >
            <IconPlus size={14} />
          </button>
        )}
      </Handle>
      {!foot && (
        <Handle
          id={`${exit}:left`}
          type="source"
          position={Position.Left}
          isConnectable={false}
          className={`${classes.handle} ${classes.hidden}`}
        />
      )}
    </>
  )
}
