import { useLingui } from '@lingui/react/macro'
import { Select, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { ApiError, useFieldErrors } from '@/api'
import type { Account, ConsentWords } from '@/api/types'
import { LANGUAGE_CODES, useNames } from '@/kit/names'
import classes from './settings.module.css'

interface ConsentWordsFieldsProps {
  account: Account
  error: unknown
  onChange: (change: Partial<Account>) => void
}

/** Words of one's own, then those of each language. */
export function ConsentWordsFields({ account, error, onChange }: ConsentWordsFieldsProps) {
  const { t } = useLingui()
  const field = useFieldErrors()
  const names = useNames('language', LANGUAGE_CODES)
  const [added, setAdded] = useState<string[]>([])
  const given = account.consent_words
  const called = (code: string) => names.find((one) => one.value === code)?.label ?? code
  const codes = [...new Set([...Object.keys(given), ...added])].sort((a, b) => called(a).localeCompare(called(b)))
  const put = (code: string, change: Partial<ConsentWords>) =>
    onChange({ consent_words: { ...given, [code]: { ...wordsOf(given, code), ...change } } })
  // A word that is too long is told with its place in the list.
  const wrong = (path: string) => {
    const first = error instanceof ApiError ? error.errors.find((one) => one.path.startsWith(path)) : undefined
    return first ? field(error, first.path) : undefined
  }
  return (
    <>
      <fieldset className={classes.words}>
        <legend>{t`Words of your own`}</legend>
        <TagsInput
          label={t`Stop words`}
          value={account.stop_words}
          error={wrong('/stop_words')}
          onChange={(stop_words) => onChange({ stop_words })}
        />
        <TagsInput
          label={t`Start words`}
          value={account.start_words}
          error={wrong('/start_words')}
          onChange={(start_words) => onChange({ start_words })}
        />
      </fieldset>
      {codes.map((code) => {
        const language = called(code)
        const words = wordsOf(given, code)
        return (
          <fieldset key={code} className={classes.words}>
            <legend>{language}</legend>
            <TagsInput
              aria-label={t`Stop words: ${language}`}
              placeholder={words.stop.length === 0 ? t`Stop words` : ''}
              value={words.stop}
              error={wrong(`/consent_words/${code}/stop`)}
              onChange={(stop) => put(code, { stop })}
            />
            <TagsInput
              aria-label={t`Start words: ${language}`}
              placeholder={words.start.length === 0 ? t`Start words` : ''}
              value={words.start}
              error={wrong(`/consent_words/${code}/start`)}
              onChange={(start) => put(code, { start })}
            />
          </fieldset>
        )
      })}
      <Select
        w={220}
        aria-label={t`Another language`}
        placeholder={t`Another language`}
        data={names.filter((one) => !codes.includes(one.value))}
        value={null}
        searchable
        onChange={(code) => code && setAdded([...added, code])}
      />
    </>
  )
}

const wordsOf = (given: Record<string, ConsentWords>, code: string): ConsentWords => ({
  stop: given[code]?.stop ?? [],
  start: given[code]?.start ?? [],
})
