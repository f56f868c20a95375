import { useLingui } from '@lingui/react/macro'
import { Button, Group, NumberInput, Popover, Select, Stack, TagsInput, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api, useFieldErrors } from '@/api'
import type { ContactField } from '@/api/types'
import { slug } from '@/doc/keys'
import { useFieldTypes } from '../common/field-types'
import { ProblemLine } from '../common/problem-line'
import { useValueText } from '../common/values'

interface FieldInputProps {
  field: ContactField
  value: unknown
  error: ReactNode
  onChange: (value: unknown) => void
}

/** A custom field as its type wants it. */
export function FieldInput({ field, value, error, onChange }: FieldInputProps) {
  const { t } = useLingui()
  const valueText = useValueText()
  const { label, type } = field
  if (type === 'number') {
    return (
      <NumberInput
        label={label}
        value={typeof value === 'number' ? value : ''}
        error={error}
        onChange={(next) => onChange(typeof next === 'number' ? next : null)}
      />
    )
  }
  if (type === 'boolean') {
    return (
      <Select
        label={label}
        data={[
          { value: 'true', label: t`Yes` },
          { value: 'false', label: t`No` },
        ]}
        value={typeof value === 'boolean' ? String(value) : null}
        clearable
        error={error}
        onChange={(next) => onChange(next === null ? null : next === 'true')}
      />
    )
  }
  if (type === 'list') {
    return (
      <TagsInput
        label={label}
        value={Array.isArray(value) ? value.map(String) : []}
        error={error}
        onChange={(next) => onChange(next.length > 0 ? next : null)}
      />
    )
  }
  return (
    <TextInput
      label={label}
      type={type === 'date' ? 'date' : 'text'}
      value={type === 'date' ? valueText(value).slice(0, 10) : valueText(value)}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  )
}

/** Declares a custom field for every contact. */
export function NewField() {
  const { t } = useLingui()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const [open, setOpen] = useState(false)
  const [label, setLabel] = useState('')
  const [type, setType] = useState('text')
  const types = useFieldTypes()
  const create = useMutation({
    mutationFn: () => api.post('/contact-fields', { key: slug(label), label: label.trim(), type }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['contacts', 'fields'] })
      setOpen(false)
      setLabel('')
    },
  })
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => setOpen(!open)}
        >
          {t`Add a custom field`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm" w={260}>
          <TextInput
            label={t`Name of the field`}
            value={label}
            maxLength={100}
            data-autofocus
            error={field(create.error, '/key') ?? field(create.error, '/label')}
            onChange={(event) => setLabel(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              if (label.trim()) create.mutate()
            }}
          />
          <Select
            label={t`Kind of value`}
            data={types}
            value={type}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(next) => setType(next ?? 'text')}
          />
          <ProblemLine error={create.error} />
          <Group justify="flex-end">
            <Button
              size="compact-md"
              disabled={!label.trim()}
              loading={create.isPending}
              onClick={() => create.mutate()}
            >{t`Add`}</Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
