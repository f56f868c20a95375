import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Group, TextInput, Tooltip } from '@mantine/core'
import { IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useStore } from 'zustand'
import { api, useFieldErrors } from '@/api'
import type { FlowTest, Page } from '@/api/types'
import { useEditor } from '@/canvas'
import { Confirm, EmptyState, ErrorState, LoadingShape, Pill, RelativeTime } from '@/kit'
import { ProblemLine } from '../common/problem-line'
import { useAct } from '../common/use-act'
import classes from './editor.module.css'
import { SaidCompare } from './said-compare'
import { useSession } from './session-context'
import { scriptOf, type TestConversation } from './test-conversation'
import phone from './test-panel.module.css'

/** Conversations that the flow must be able to hold; they are played before every publish. */
export function SavedTests({ talk }: { talk: TestConversation }) {
  const { t } = useLingui()
  const { flowId } = useEditor()
  const session = useSession()
  const queries = useQueryClient()
  const act = useAct()
  const key = ['flow', flowId, 'tests']
  const [deleting, setDeleting] = useState<FlowTest>()
  const tests = useQuery({ queryKey: key, queryFn: () => api.get<Page<FlowTest>>(`/flows/${flowId}/tests`) })
  // What is played is what is saved: the last words are saved first.
  const run = useMutation({
    mutationFn: async (id?: string) => {
      await session.flush()
      return api.post(`/flows/${flowId}/tests/${id ? `${id}/` : ''}run`)
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: key }),
  })
  const items = tests.data?.items ?? []
  return (
    <div className={phone.tests}>
      <SaveTest talk={talk} onSaved={() => void queries.invalidateQueries({ queryKey: key })} />
      {items.length > 0 && (
        <Group>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlayerPlay size={14} />}
            loading={run.isPending}
            onClick={() => run.mutate(undefined)}
          >{t`Run all tests`}</Button>
        </Group>
      )}
      <ProblemLine error={run.error} />
      {tests.isPending && <LoadingShape rows={3} />}
      {tests.isError && !tests.data && <ErrorState error={tests.error} onRetry={() => void tests.refetch()} />}
      {tests.data && items.length === 0 && (
        <EmptyState
          text={t`No test yet. Talk to the flow, then save the conversation: before every publish it is held again.`}
        />
      )}
      {items.map((one) => (
        <TestCard
          key={one.id}
          test={one}
          busy={run.isPending}
          onRun={() => run.mutate(one.id)}
          onDelete={() => setDeleting(one)}
        />
      ))}
      <Confirm
        opened={deleting !== undefined}
        danger
        title={t`Delete the test “${deleting?.name ?? ''}”?`}
        action={t`Delete the test`}
        onClose={() => setDeleting(undefined)}
        onConfirm={async () => {
          if (deleting) await act(() => api.del(`/flows/${flowId}/tests/${deleting.id}`), { refresh: [key] })
        }}
      >
        {t`The conversation is no longer checked before you publish.`}
      </Confirm>
    </div>
  )
}

function SaveTest({ talk, onSaved }: { talk: TestConversation; onSaved: () => void }) {
  const { t } = useLingui()
  const { flowId } = useEditor()
  const field = useFieldErrors()
  const [name, setName] = useState('')
  const state = useStore(talk.store)
  const save = useMutation({
    mutationFn: () => api.post(`/flows/${flowId}/tests`, { name: name.trim(), script: scriptOf(state) }),
    onSuccess: () => {
      setName('')
      onSaved()
    },
  })
  return (
    <form
      className={classes.row}
      style={{ alignItems: 'flex-end' }}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <TextInput
        flex={1}
        miw={0}
        size="xs"
        // Longer than the field in Italian: it has the room above the button too.
        styles={{ label: { whiteSpace: 'nowrap' } }}
        label={t`Save this conversation as a test`}
        placeholder={t`Name of the test`}
        maxLength={100}
        value={name}
        error={field(save.error, '/name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        type="submit"
        size="xs"
        fz="sm"
        flex="none"
        variant="default"
        disabled={!name.trim() || state.turns.length === 0 || state.busy}
        loading={save.isPending}
      >{t`Save as test`}</Button>
      <ProblemLine error={save.error} />
    </form>
  )
}

interface TestCardProps {
  test: FlowTest
  busy: boolean
  onRun: () => void
  onDelete: () => void
}

function TestCard({ test, busy, onRun, onDelete }: TestCardProps) {
  const { t } = useLingui()
  const { last, name } = test
  return (
    <article className={classes.version}>
      <div className={classes.cardHead}>
        <strong style={{ flex: 1 }}>{name}</strong>
        {last ? (
          <Pill tone={last.passed ? 'good' : 'problem'}>{last.passed ? t`Passes` : t`Fails`}</Pill>
        ) : (
          <Pill tone="quiet">{t`Not run yet`}</Pill>
        )}
        <Tooltip label={t`Run`}>
          <ActionIcon aria-label={t`Run ${name}`} disabled={busy} onClick={onRun}>
            <IconPlayerPlay size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t`Delete`}>
          <ActionIcon aria-label={t`Delete ${name}`} onClick={onDelete}>
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      {last && (
        <span className={classes.small}>
          {t`Last run`} <RelativeTime at={last.at} />
        </span>
      )}
      {last?.error && (
        <span>{t`The conversation could not be held to its end: the flow no longer waits where it went on.`}</span>
      )}
      {last && !last.passed && last.turns.length > 0 && (
        <SaidCompare turns={last.turns} before={t`Expected`} after={t`Now`} label={t`${name}: expected and now`} />
      )}
    </article>
  )
}
