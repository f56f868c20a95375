import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, tagsQuery, useFieldErrors } from '@/api'
import type { Tag } from '@/api/types'
import { Confirm, ErrorState, LoadingShape } from '@/kit'
import { ProblemLine } from '../common/problem-line'
import { useAct } from '../common/use-act'
import classes from './settings.module.css'

const REFRESH = [tagsQuery.queryKey, ['contacts'], ['contact'], ['conversations']]
const LONGEST_NAME = 100

/** The tags of contacts, or those of conversations. */
export function Tags({ scope }: { scope: Tag['scope'] }) {
  const { t } = useLingui()
  const act = useAct()
  const field = useFieldErrors()
  const queries = useQueryClient()
  const tags = useQuery(tagsQuery)
  const [name, setName] = useState('')
  const [renaming, setRenaming] = useState<Tag>()
  const [deleting, setDeleting] = useState<Tag>()
  const create = useMutation({
    mutationFn: () => api.post<Tag>('/tags', { scope, name: name.trim() }),
    onSuccess: () => {
      setName('')
      void queries.invalidateQueries({ queryKey: tagsQuery.queryKey })
    },
  })
  const own = tags.data?.items.filter((one) => one.scope === scope)
  const title = scope === 'contact' ? t`Contact tags` : t`Conversation tags`
  const inUse = (one: Tag) =>
    scope === 'contact'
      ? plural(one.count, { one: 'on # contact', other: 'on # contacts' })
      : plural(one.count, { one: 'on # conversation', other: 'on # conversations' })
  return (
    <section className={classes.panel} aria-label={title}>
      <h2>{title}</h2>
      {tags.isPending && <LoadingShape rows={3} />}
      {tags.isError && !tags.data && <ErrorState error={tags.error} onRetry={() => void tags.refetch()} />}
      {own?.length === 0 && <p>{t`No tags yet. A tag appears here as soon as a flow adds it.`}</p>}
      {own?.map((one) => (
        <div key={one.id} className={classes.line}>
          <div>
            <strong style={{ fontWeight: 550 }}>{one.name}</strong>
            <div className={`${classes.small} num`}>{inUse(one)}</div>
          </div>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t`Rename ${one.name}`}
            onClick={() => setRenaming(one)}
          >{t`Rename`}</Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t`Delete ${one.name}`}
            onClick={() => setDeleting(one)}
          >{t`Delete`}</Button>
        </div>
      ))}
      <form
        style={{ display: 'contents' }}
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <Group align="flex-end">
          <TextInput
            flex={1}
            label={t`Name of the new tag`}
            maxLength={LONGEST_NAME}
            value={name}
            error={field(create.error, '/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            disabled={!name.trim()}
            loading={create.isPending}
          >{t`Create tag`}</Button>
        </Group>
      </form>
      <ProblemLine error={create.error} />
      {renaming && <RenameTag key={renaming.id} tag={renaming} onClose={() => setRenaming(undefined)} />}
      <Confirm
        opened={deleting !== undefined}
        danger
        title={t`Delete the tag “${deleting?.name ?? ''}”?`}
        action={t`Delete the tag`}
        onClose={() => setDeleting(undefined)}
        onConfirm={async () => {
          if (deleting)
            await act(() => api.del(`/tags/${deleting.id}`), { done: t`The tag is deleted.`, refresh: REFRESH })
        }}
      >
        {deleting && deleting.count > 0
          ? t`It is taken away everywhere: ${inUse(deleting)}. A flow that adds it makes it again.`
          : t`Nobody has it now. A flow that adds it makes it again.`}
      </Confirm>
    </section>
  )
}

function RenameTag({ tag, onClose }: { tag: Tag; onClose: () => void }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const [name, setName] = useState(tag.name)
  const save = useMutation({
    mutationFn: () => api.patch(`/tags/${tag.id}`, { name: name.trim() }),
    onSuccess: () => {
      for (const queryKey of REFRESH) void queries.invalidateQueries({ queryKey })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={t`Rename “${tag.name}”`} closeButtonProps={{ 'aria-label': t`Close` }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Stack>
          <TextInput
            label={t`Name of the tag`}
            description={t`It changes wherever the tag is in use. Steps of your flows keep the old name.`}
            data-autofocus
            maxLength={LONGEST_NAME}
            value={name}
            error={field(save.error, '/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ProblemLine error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
            <Button type="submit" disabled={!name.trim()} loading={save.isPending}>{t`Rename`}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
