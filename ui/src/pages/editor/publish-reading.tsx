import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, useErrorText } from '@/api'
import type { FlowTest, Page, PlayedTurn, Replayed } from '@/api/types'
import { useEditor } from '@/canvas'
import { LoadingShape } from '@/kit'
import classes from './editor.module.css'
import { SaidCompare } from './said-compare'

// Enough to see what changes, and played within a second or two.
const CONVERSATIONS = 40
const SHOWN = 5

interface ReadingProps {
  /** The draft is saved: it may be played. */
  ready: boolean
  /** An earlier version that becomes the next one. */
  version?: number
  next: number
  /** Nothing is live that could be read now. */
  first: boolean
  tests: FlowTest[]
}

interface Other {
  id: string
  name: string
  turns: PlayedTurn[]
  cut: boolean
}

/** What customers would read otherwise: the latest conversations and the saved tests, held again. */
export function ReadingChanges({ ready, version, next, first, tests }: ReadingProps) {
  const { t } = useLingui()
  const { flowId } = useEditor()
  const sentence = useErrorText()
  const past = useQuery({
    queryKey: ['replay', flowId, version ?? 'draft'],
    queryFn: () =>
      api.post<Page<Replayed>>(`/flows/${flowId}/replay`, {
        limit: CONVERSATIONS,
        against: 'live',
        ...(version && { version }),
      }),
    enabled: ready && !first,
    gcTime: 0,
    staleTime: 0,
  })
  if (first && tests.length === 0) return null
  const items = past.data?.items ?? []
  const others: Other[] = items
    .filter((one) => !one.same)
    .map((one) => ({
      id: one.run_id,
      name: one.contact || t`Somebody without a name`,
      turns: one.turns,
      cut: Boolean(one.error),
    }))
  const failing: Other[] = tests
    .filter((one) => one.last && !one.last.passed)
    .map((one) => ({ id: one.id, name: one.name, turns: one.last?.turns ?? [], cut: Boolean(one.last?.error) }))
  const total = items.length
  const changed = others.length
  return (
    <section aria-label={t`What customers will read differently`}>
      <Text fw={550} size="sm">{t`What customers will read differently`}</Text>
      {!first && past.isPending && (
        <div role="status" aria-label={t`The latest conversations are held again`}>
          <LoadingShape rows={2} />
        </div>
      )}
      {past.isError && (
        <Text size="sm" role="alert">
          {t`The latest conversations could not be held again.`} {sentence(past.error).text}{' '}
          <Button variant="subtle" size="compact-sm" onClick={() => void past.refetch()}>{t`Try again`}</Button>
        </Text>
      )}
      {past.data && (
        <Text size="sm" role="status">
          {total === 0
            ? t`Nobody has been in this flow yet: there is no conversation to compare.`
            : others.length === 0
              ? plural(total, {
                  one: 'The latest conversation would read the same.',
                  other: 'The latest # conversations would read the same.',
                })
              : plural(total, {
                  one: `${changed} of # conversation would change.`,
                  other: `${changed} of # conversations would change.`,
                })}
        </Text>
      )}
      <Conversations list={others} before={t`Now`} after={t`In version ${next}`} />
      {failing.length > 0 && (
        <>
          <Text size="sm" mt="xs">
            {plural(failing.length, {
              one: 'In # saved test the customer would read something else:',
              other: 'In # saved tests the customer would read something else:',
            })}
          </Text>
          <Conversations list={failing} before={t`Expected`} after={t`In version ${next}`} />
        </>
      )}
    </section>
  )
}

function Conversations({ list, before, after }: { list: Other[]; before: string; after: string }) {
  const { t } = useLingui()
  const [all, setAll] = useState(false)
  const shown = all ? list : list.slice(0, SHOWN)
  const more = list.length - shown.length
  return (
    <>
      {shown.map((one) => (
        <details key={one.id} className={classes.other}>
          <summary>{one.name}</summary>
          <SaidCompare turns={one.turns} before={before} after={after} label={one.name} />
          {one.cut && (
            <Text size="sm">{t`From here on it goes another way: later answers of this person no longer fit.`}</Text>
          )}
        </details>
      ))}
      {more > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t`Show ${more} more`}
        </Button>
      )}
    </>
  )
}
