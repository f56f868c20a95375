import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './editor.module.css'

const WIDTH = { min: 300, max: 640, start: 360, step: 24 }

interface DockProps {
  name: string
  head: ReactNode
  label: string
  onClose: () => void
  hidden?: boolean
  flush?: boolean
  children: ReactNode
}

/** A panel at the right edge: resizable, remembers its width, closes with Esc. */
export function Dock({ name, head, label, onClose, hidden = false, flush = false, children }: DockProps) {
  const { t } = useLingui()
  const [width, setWidth] = useLocalStorage({ key: `dock.${name}`, defaultValue: WIDTH.start })
  const clamp = (value: number) => Math.round(Math.max(WIDTH.min, Math.min(WIDTH.max, value)))
  const grab = (event: React.PointerEvent<HTMLButtonElement>) => {
    const from = event.clientX
    const grip = event.currentTarget
    grip.setPointerCapture(event.pointerId)
    const onMove = (move: PointerEvent) => setWidth(clamp(width + from - move.clientX))
    grip.addEventListener('pointermove', onMove)
    grip.addEventListener('pointerup', () => grip.removeEventListener('pointermove', onMove), { once: true })
  }
  return (
    <aside className={classes.dock} style={{ width, ...(hidden && { display: 'none' }) }} aria-label={label}>
      <button
        type="button"
        className={classes.grip}
        aria-label={t`Width of the panel`}
        onPointerDown={grab}
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft') setWidth(clamp(width + WIDTH.step))
          else if (event.key === 'ArrowRight') setWidth(clamp(width - WIDTH.step))
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      <div className={classes.dockHead}>
        {head}
        <ActionIcon aria-label={t`Close the panel`} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </div>
      <div className={`${classes.dockBody} ${flush ? classes.flush : ''}`}>{children}</div>
    </aside>
  )
}
