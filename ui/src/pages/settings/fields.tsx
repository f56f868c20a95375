import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, contactFieldsQuery, useFieldErrors } from '@/api'
import type { ContactField } from '@/api/types'
import { Confirm, ErrorState, LoadingShape } from '@/kit'
import { useFieldTypes } from '../common/field-types'
import { ProblemLine } from '../common/problem-line'
import { useAct } from '../common/use-act'
import { NewField } from '../contacts/fields'
import classes from './settings.module.css'
import { Tags } from './tags'

/** Custom fields of contacts, and the tags of contacts and conversations. */
export function FieldsAndTags() {
  return (
    <>
      <Fields />
      <Tags scope="contact" />
      <Tags scope="conversation" />
    </>
  )
}

const { queryKey: KEY } = contactFieldsQuery

function Fields() {
  const { t } = useLingui()
  const fields = useQuery(contactFieldsQuery)
  const types = useFieldTypes()
  const [editing, setEditing] = useState<ContactField>()
  const [deleting, setDeleting] = useState<ContactField>()
  return (
    <section className={classes.panel} aria-label={t`Custom fields`}>
      <h2>{t`Custom fields`}</h2>
      <p>{t`What you keep of a contact beside name, phone and email. A flow that saves an answer makes the field it needs.`}</p>
      {fields.isPending && <LoadingShape rows={3} />}
      {fields.isError && !fields.data && <ErrorState error={fields.error} onRetry={() => void fields.refetch()} />}
      {fields.data?.items.length === 0 && <p>{t`No field yet.`}</p>}
      {fields.data?.items.map((one) => (
        <div key={one.key} className={classes.line}>
          <div>
            <strong style={{ fontWeight: 550 }}>{one.label}</strong>
            <div className={classes.small}>
              {types.find((type) => type.value === one.type)?.label ?? one.type} · <code>{one.key}</code> ·{' '}
              <span className="num">
                {plural(one.count ?? 0, { one: '# contact has a value', other: '# contacts have a value' })}
              </span>
            </div>
          </div>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t`Change ${one.label}`}
            onClick={() => setEditing(one)}
          >{t`Change`}</Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t`Delete ${one.label}`}
            onClick={() => setDeleting(one)}
          >{t`Delete`}</Button>
        </div>
      ))}
      <NewField />
      {editing && <ChangeField key={editing.key} field={editing} onClose={() => setEditing(undefined)} />}
      {deleting && <DeleteField key={deleting.key} field={deleting} onClose={() => setDeleting(undefined)} />}
    </section>
  )
}

interface FieldDialogProps {
  field: ContactField
  onClose: () => void
}

function ChangeField({ field, onClose }: FieldDialogProps) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const errorOf = useFieldErrors()
  const types = useFieldTypes()
  const [label, setLabel] = useState(field.label)
  const [type, setType] = useState(field.type)
  const save = useMutation({
    mutationFn: () => api.patch(`/contact-fields/${field.key}`, { label: label.trim(), type }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: KEY })
      onClose()
    },
  })
  const count = field.count ?? 0
  return (
    <Modal opened onClose={onClose} title={t`Change “${field.label}”`} closeButtonProps={{ 'aria-label': t`Close` }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Stack>
          <TextInput
            label={t`Name of the field`}
            data-autofocus
            maxLength={100}
            value={label}
            error={errorOf(save.error, '/label')}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <Select
            label={t`Kind of value`}
            data={types}
            value={type}
            allowDeselect={false}
            onChange={(next) => setType(next ?? field.type)}
          />
          {type !== field.type && count > 0 && (
            <Text size="sm" c="var(--warning)">
              {plural(count, {
                one: 'The value of # contact stays as it is written; conditions read it as the new kind.',
                other: 'The values of # contacts stay as they are written; conditions read them as the new kind.',
              })}
            </Text>
          )}
          <ProblemLine error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
            <Button type="submit" disabled={!label.trim()} loading={save.isPending}>{t`Save`}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function DeleteField({ field, onClose }: FieldDialogProps) {
  const { t } = useLingui()
  const act = useAct()
  const [values, setValues] = useState(false)
  const count = field.count ?? 0
  return (
    <Confirm
      opened
      danger
      title={t`Delete “${field.label}”?`}
      action={values ? t`Delete the field and its values` : t`Delete the field`}
      onClose={onClose}
      onConfirm={async () => {
        await act(() => api.del(`/contact-fields/${field.key}`, { values }), {
          done: t`The field is deleted.`,
          refresh: [KEY, ['contacts'], ['contact']],
        })
      }}
    >
      <Stack gap="sm">
        <span>{t`Nobody can fill it in any more. Flows that use it show a problem before their next version.`}</span>
        {count > 0 && (
          <Checkbox
            label={plural(count, {
              one: 'Also delete what # contact has in it. This cannot be undone.',
              other: 'Also delete what # contacts have in it. This cannot be undone.',
            })}
            checked={values}
            onChange={(event) => setValues(event.currentTarget.checked)}
          />
        )}
      </Stack>
    </Confirm>
  )
}
