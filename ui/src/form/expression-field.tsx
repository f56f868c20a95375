// An expression while it is written: what can come next, and what it gives with sample values.
import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { api } from '@/api/client'
import { useExpressionWhy } from '@/api/expressions'
import { useEnvironment } from './environment'
import classes from './form.module.css'
import { sampleOf, usedIn } from './samples'

interface Tried {
  text: string
  type: string
  problems: { code: string; params?: Record<string, string> }[]
  error?: { code: string; params?: Record<string, string> }
}

// Long enough that it is not asked letter by letter.
const PAUSE_MS = 250
const RESULT_LENGTH = 200
const OFFERED = 8

/** Functions that people look for, with what they do; the server knows some more. */
function useFunctions(): { name: string; help: string }[] {
  const { t } = useLingui()
  return [
    { name: 'upper', help: t`in capital letters` },
    { name: 'lower', help: t`in small letters` },
    { name: 'title', help: t`each word with a capital letter` },
    { name: 'trim', help: t`without spaces around it` },
    { name: 'replace', help: t`a text with a part exchanged` },
    { name: 'split', help: t`a text cut into a list` },
    { name: 'join', help: t`a list as one text` },
    { name: 'len', help: t`how long it is` },
    { name: 'first', help: t`the first of a list` },
    { name: 'last', help: t`the last of a list` },
    { name: 'round', help: t`a number rounded` },
    { name: 'format', help: t`a number or date as people read it` },
    { name: 'int', help: t`as a whole number` },
    { name: 'float', help: t`as a number` },
    { name: 'string', help: t`as a text` },
    { name: 'min', help: t`the smallest` },
    { name: 'max', help: t`the largest` },
    { name: 'now', help: t`this moment` },
    { name: 'date', help: t`a text as a date` },
    { name: 'duration', help: t`a span of time, like "24h"` },
    { name: 'hasPrefix', help: t`whether it begins so` },
    { name: 'hasSuffix', help: t`whether it ends so` },
    { name: 'get', help: t`a member that may be missing` },
    { name: 'toJSON', help: t`as JSON` },
  ]
}

interface Offer {
  insert: string
  label: string
  help: string
}

// The word that is being written: letters, digits and dots up to the cursor.
const WORD = /[A-Za-z_][\w.]*$/

export interface ExpressionFieldProps {
  value: string
  onChange: (value: string) => void
}

export function ExpressionField({ value, onChange }: ExpressionFieldProps) {
  const { t } = useLingui()
  const { variables } = useEnvironment()
  const functions = useFunctions()
  const input = useRef<HTMLInputElement>(null)
  const place = useRef<number>(undefined)
  const [cursor, setCursor] = useState<number>()
  const [active, setActive] = useState(0)
  const before = value.slice(0, cursor ?? 0)
  const word = cursor === undefined ? '' : (WORD.exec(before)?.[0] ?? '')
  const wanted = word.toLowerCase()
  const offers: Offer[] = wanted
    ? [
        ...variables
          .filter((one) => one.path.toLowerCase().includes(wanted) || one.label.toLowerCase().includes(wanted))
          .map((one) => ({ insert: one.path, label: one.path, help: one.label })),
        ...functions
          .filter((one) => one.name.toLowerCase().startsWith(wanted))
          .map((one) => ({ insert: `${one.name}(`, label: `${one.name}()`, help: one.help })),
      ]
        .filter((offer) => offer.insert !== word)
        .slice(0, OFFERED)
    : []
  const at = Math.min(active, offers.length - 1)
  const take = (offer: Offer) => {
    const start = before.length - word.length
    const end = start + offer.insert.length
    onChange(value.slice(0, start) + offer.insert + value.slice(before.length))
    setCursor(undefined)
    place.current = end
  }
  // Before the next key: what is typed on comes behind what was taken.
  useLayoutEffect(() => {
    if (place.current === undefined) return
    input.current?.focus()
    input.current?.setSelectionRange(place.current, place.current)
    place.current = undefined
  })
  const keys = (event: KeyboardEvent) => {
    const offer = offers[at]
    if (!offer) return
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, offers.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0))
    else if (event.key === 'Enter' || event.key === 'Tab') take(offer)
    else if (event.key === 'Escape') setCursor(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <TextInput
        ref={input}
        size="xs"
        data-autofocus
        role="combobox"
        aria-expanded={offers.length > 0}
        aria-autocomplete="list"
        aria-label={t`Expression`}
        value={value}
        onChange={(event) => {
          onChange(event.currentTarget.value)
          setCursor(event.currentTarget.selectionStart ?? undefined)
          setActive(0)
        }}
        onKeyDown={keys}
      />
      {offers.length > 0 && (
        <div className={classes.pick} role="listbox" aria-label={t`What can come here`}>
          {offers.map((offer, index) => (
            <button
              key={offer.label}
              type="button"
              role="option"
              aria-selected={index === at}
              data-active={index === at || undefined}
              className={classes.pickItem}
              tabIndex={-1}
              onMouseMove={() => setActive(index)}
              onClick={() => take(offer)}
            >
              <code style={{ maxWidth: '60%' }}>{offer.label}</code>
              <span className={classes.and}>{offer.help}</span>
            </button>
          ))}
        </div>
      )}
      <LiveResult text={`{{ ${value} }}`} />
    </>
  )
}

/** What a text with expressions gives, with sample values. */
export function LiveResult({ text }: { text: string }) {
  const { t } = useLingui()
  const { trial, variables, language } = useEnvironment()
  const [asked] = useDebouncedValue(text, PAUSE_MS)
  const inWords = useExpressionWhy()
  const { data } = useQuery({
    queryKey: ['try-expression', trial?.flow, asked],
    enabled: Boolean(trial) && asked.replace(/[{}\s]/g, '') !== '',
    retry: false,
    placeholderData: (before) => before,
    queryFn: () => {
      const values = Object.fromEntries(
        usedIn([asked]).map((path) => {
          const known = variables.find((one) => one.path === path) ?? { path, label: path, group: '', type: 'text' }
          return [path, sampleOf(known)]
        }),
      )
      return api.post<Tried>(`/flows/${trial?.flow}/try-expression`, { text: asked, language, values })
    },
  })
  if (!data) return null
  const wrong = data.error ?? data.problems.find((one) => one.params?.why)
  const why = wrong && inWords(wrong.params ?? {}).why
  const result = data.text.length > RESULT_LENGTH ? `${data.text.slice(0, RESULT_LENGTH)}…` : data.text
  return (
    <div role="status" className={why ? classes.error : classes.help} data-live-result>
      {why
        ? t`This cannot be read: ${why}`
        : result
          ? t`With sample values: ${result}`
          : t`With sample values: nothing`}
    </div>
  )
}
