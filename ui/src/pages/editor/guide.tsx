// Shows a newcomer around: short bubbles beside what they speak of. It begins only when it is asked for, does not
// stand in the way of what it shows, and can be left at any moment.
import { useLingui } from '@lingui/react/macro'
import { Button, Portal } from '@mantine/core'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useEditor } from '@/canvas'
import { connectionAt, START } from '@/doc'
import { usePhoneSized } from '@/kit/shell-size'
import classes from './guide.module.css'
import { type Box, placeBubble, ringAround, type Size } from './guide-place'

interface Stop {
  title: string
  text: string
  /** What the bubble stands beside: the first of these that is on the page. */
  at: string[]
  /** What it speaks of as well: left free where there is room. */
  free?: string[]
}

const BAR = '[data-guide="bar"]'
const TRIGGER = '.react-flow__node[data-id="start"]'
const PANEL = '[data-dock="panel"]'
const MORE = '[data-guide="more"]'

function useStops(phone: boolean): Stop[] {
  const { t } = useLingui()
  const { store } = useEditor()
  const first = connectionAt(store.getState().doc, START, 'next')?.to
  const card = `.react-flow__node[data-id=${JSON.stringify(first ?? START)}]`
  const plus = [`${TRIGGER} .react-flow__handle button`, '.react-flow__edge[data-id^="start"] [role="button"]']
  return [
    {
      title: t`Here it begins`,
      text: t`The trigger says what lets somebody in: certain words, any message, an ad, or you. Press the card to change it.`,
      at: [TRIGGER],
    },
    {
      title: t`Add what happens next`,
      text: t`Press a (+) and choose a step: a message, a question, a condition. Time runs from top to bottom.`,
      at: [...plus, TRIGGER],
      free: [TRIGGER, card],
    },
    {
      title: t`Write what the customer reads`,
      text: phone
        ? t`Press a card and it opens; Close brings you back. Everything is saved as you go, and everything can be undone.`
        : t`Press a card and it opens here. Everything is saved as you go, and everything can be undone.`,
      at: phone ? [card, TRIGGER] : [PANEL, TRIGGER],
      free: [TRIGGER, card],
    },
    {
      title: t`Try it`,
      text: phone
        ? t`In this menu, Test opens a phone that plays what you drew. Nothing leaves this program.`
        : t`Test opens a phone that plays what you drew. Nothing leaves this program.`,
      at: phone ? [MORE] : ['[data-guide="test"]'],
    },
    {
      title: t`Let it answer`,
      text: phone
        ? t`Publish stands in the same menu, and so does Pause. Who is inside goes on in the version they began with.`
        : t`Publish makes it answer. Who is inside goes on in the version they began with. The menu beside it has Pause, this tour and Help.`,
      at: phone ? [MORE] : ['[data-guide="publish"]'],
    },
  ]
}

const boxOf = (at: string[]): Box | undefined => {
  for (const one of at) {
    const { left, top, width, height } = document.querySelector(one)?.getBoundingClientRect() ?? new DOMRect()
    if (width > 0 && height > 0) return { left, top, width, height }
  }
  return undefined
}

interface Places {
  box?: Box | undefined
  free: Box[]
  bar?: Box | undefined
  screen: Size
}

function placesOf({ at, free = [] }: Stop): Places {
  // Of the page, not of the window: a phone's window grows with whatever stands beside the page.
  const { clientWidth: width, clientHeight: height } = document.documentElement
  return {
    box: boxOf(at),
    free: free.flatMap((one) => boxOf([one]) ?? []),
    bar: boxOf([BAR]),
    screen: { width, height },
  }
}

/** Where what a stop speaks of stands, followed while it moves. */
function usePlaces(stop: Stop | undefined): Places | undefined {
  const [places, setPlaces] = useState<Places>()
  const now = useRef(stop)
  now.current = stop
  useEffect(() => {
    let frame = 0
    let last = ''
    const look = () => {
      const next = now.current && placesOf(now.current)
      const said = JSON.stringify(next ?? null)
      if (said !== last) setPlaces(next)
      last = said
      frame = requestAnimationFrame(look)
    }
    look()
    return () => cancelAnimationFrame(frame)
  }, [])
  return places
}

/** The third stop speaks of the step editor: it is opened for it, and closed again after it. */
function useOpenStep(open: boolean): void {
  const { store, view } = useEditor()
  useEffect(() => {
    if (!open || view.getState().panel === 'step') return
    const { doc, selection } = store.getState()
    const { panel } = view.getState()
    store.select([connectionAt(doc, START, 'next')?.to ?? START])
    view.setState({ panel: 'step' })
    return () => {
      store.select(selection)
      view.setState({ panel })
    }
  }, [open, store, view])
}

export default function Guide({ onLeave }: { onLeave: () => void }) {
  const { t } = useLingui()
  const { view, viewport } = useEditor()
  const phone = usePhoneSized()
  const stops = useStops(phone)
  const [index, setIndex] = useState(0)
  const stop = stops[index] ?? stops[0]
  const id = useId()
  const bubble = useRef<HTMLDivElement>(null)
  const places = usePlaces(stop)
  const [place, setPlace] = useState<{ left: number; top: number }>()
  useOpenStep(!phone && index === 2)

  // Who came from a button gets the focus back there.
  useEffect(() => {
    const before = document.activeElement
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  useEffect(() => {
    if (phone) view.setState({ panel: undefined, testing: false })
    view.setState({ library: undefined })
  }, [phone, view])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each stop is read out and its place is shown
  useEffect(() => {
    if (index < 2) viewport.current?.reveal(START)
    // The panel that opens for a stop takes the focus a frame later; the bubble is what is to be read.
    const frame = requestAnimationFrame(() => bubble.current?.focus())
    bubble.current?.focus()
    return () => cancelAnimationFrame(frame)
  }, [index])
  useLayoutEffect(() => {
    const { offsetWidth: width = 0, offsetHeight: height = 0 } = bubble.current ?? {}
    if (!places) return
    const { box, free, bar, screen } = places
    const left = bar?.left ?? 0
    const top = bar ? bar.top + bar.height : 0
    const room = { left, top, width: screen.width - left, height: screen.height - top }
    setPlace(placeBubble(box, { width, height }, room, free))
  }, [places])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inside = event.target instanceof Node && bubble.current?.contains(event.target)
      // A dialog that was opened meanwhile closes first.
      const other = event.target instanceof Element && event.target.closest('[role="dialog"]') && !inside
      if (event.key !== 'Escape' || other) return
      event.preventDefault()
      event.stopPropagation()
      onLeave()
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [onLeave])

  if (!stop) return null
  const last = index === stops.length - 1
  const number = index + 1
  const total = stops.length
  return (
    <Portal>
      {places?.box && <div aria-hidden className={classes.ring} style={{ ...ringAround(places.box, places.screen) }} />}
      <div
        ref={bubble}
        role="dialog"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        tabIndex={-1}
        data-own-keys
        className={classes.bubble}
        style={{ ...(place ?? { visibility: 'hidden' }) }}
      >
        <p className={classes.count}>{t`${number} of ${total}`}</p>
        <h2 id={`${id}-title`} className={classes.title}>
          {stop.title}
        </h2>
        <p id={`${id}-text`} className={classes.text}>
          {stop.text}
        </p>
        <div className={classes.buttons}>
          {!last && (
            <Button variant="subtle" color="gray" px="xs" onClick={onLeave}>
              {t`Leave`}
            </Button>
          )}
          <span className={classes.grow} />
          {index > 0 && (
            <Button variant="default" onClick={() => setIndex(index - 1)}>
              {t`Back`}
            </Button>
          )}
          <Button onClick={() => (last ? onLeave() : setIndex(index + 1))}>{last ? t`Done` : t`Next`}</Button>
        </div>
      </div>
    </Portal>
  )
}
