import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useState } from 'react'
import classes from './editor.module.css'

const Guide = lazy(() => import('./guide'))

/** Whether the tour is on, and whether this browser was offered it before. */
export function useGuide() {
  const [on, setOn] = useState(false)
  const [offered, setOffered] = useLocalStorage({
    key: 'flusso.shown-around',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const start = useCallback(() => {
    setOffered(true)
    setOn(true)
  }, [setOffered])
  const dismiss = useCallback(() => setOffered(true), [setOffered])
  const leave = useCallback(() => setOn(false), [])
  return { on, offered, start, dismiss, leave }
}

type GuideState = ReturnType<typeof useGuide>

/** Offers the tour to somebody who is here for the first time: one quiet line, nothing is covered. */
export function GuideHint({ guide }: { guide: GuideState }) {
  const { t } = useLingui()
  if (guide.offered) return null
  return (
    <section className={classes.hint} aria-label={t`First time here`}>
      <span className={classes.hintText}>{t`First time here?`}</span>
      <Button size="compact-sm" variant="light" onClick={guide.start}>
        {t`Show me around`}
      </Button>
      <ActionIcon aria-label={t`No, thanks`} onClick={guide.dismiss}>
        <IconX size={16} />
      </ActionIcon>
    </section>
  )
}

/** The tour itself, loaded when somebody takes it. */
export function GuideHere({ guide }: { guide: GuideState }) {
  if (!guide.on) return null
  return (
    <Suspense fallback={null}>
      <Guide onLeave={guide.leave} />
    </Suspense>
  )
}
