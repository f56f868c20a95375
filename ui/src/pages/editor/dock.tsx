import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { usePhoneSized } from '@/kit/shell-size'
import { ConflictNote } from './conflict-bar'
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

/** A panel at the right edge: resizable, remembers its width, closes with Esc. On a phone it is the whole screen. */
export function Dock({ name, head, label, onClose, hidden = false, flush = false, children }: DockProps) {
  const { t } = useLingui()
  const phone = usePhoneSized()
  const [width, setWidth] = useLocalStorage({ key: `dock.${name}`, defaultValue: WIDTH.start })
  const sheet = useRef<HTMLElement>(null)
  // What lies under a sheet cannot be reached: the focus comes along.
  useEffect(() => {
    if (phone && !hidden && !sheet.current?.contains(document.activeElement)) sheet.current?.focus()
  }, [phone, hidden])
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
    <aside
      ref={sheet}
      {...(phone && { tabIndex: -1 })}
      className={classes.dock}
      style={{ ...(!phone && { width }), ...(hidden && { display: 'none' }) }}
      aria-label={label}
      data-dock={name}
    >
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
        {phone ? (
          <Button
            variant="default"
            px="sm"
            className={classes.dockClose ?? ''}
            leftSection={<IconX size={16} />}
            onClick={onClose}
          >
            {t`Close`}
          </Button>
        ) : (
          <ActionIcon aria-label={t`Close the panel`} onClick={onClose}>
            <IconX size={18} />
          </ActionIcon>
        )}
      </div>
      {phone && !hidden && <ConflictNote />}
      <div className={`${classes.dockBody} ${flush ? classes.flush : ''}`}>{children}</div>
    </aside>
  )
}
