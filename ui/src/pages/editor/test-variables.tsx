import { useLingui } from '@lingui/react/macro'
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import type { Json, VariableDoc } from '@/api/types'

export type Given = Record<string, Json>

/** What a variable is given as, from what was written; nothing: it is not given. */
export function givenOf(type: string, written: string): Json {
  if (written.trim() === '') return undefined
  if (type === 'boolean') return written === 'true'
  if (type === 'list')
    return written
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  return written
}

const writtenOf = (value: Json): string => (Array.isArray(value) ? value.join('\n') : String(value ?? ''))

interface Props {
  variables: VariableDoc[]
  given: Given
  onChange: (given: Given | undefined) => void
}

/** What whoever starts the flow gives it, as an API call or a list of people would. */
export function VariableFields({ variables, given, onChange }: Props) {
  const { t } = useLingui()
  const set = (key: string, value: Json) => {
    const { [key]: _, ...others } = given
    const next = value === undefined || value === '' ? others : { ...others, [key]: value }
    onChange(Object.keys(next).length > 0 ? next : undefined)
  }
  return variables.map(({ key, label, type }) => {
    const name = label || key
    const value = given[key]
    if (type === 'number') {
      const number = typeof value === 'number' ? value : ''
      return <NumberInput key={key} label={name} value={number} onChange={(next) => set(key, next)} />
    }
    if (type === 'boolean')
      return (
        <Select
          key={key}
          label={name}
          data={[
            { value: 'true', label: t`Yes` },
            { value: 'false', label: t`No` },
          ]}
          value={value === undefined ? null : String(value)}
          clearable
          comboboxProps={{ withinPortal: false }}
          onChange={(next) => set(key, givenOf(type, next ?? ''))}
        />
      )
    if (type === 'list')
      return (
        <Textarea
          key={key}
          label={name}
          description={t`One value a line.`}
          autosize
          minRows={2}
          maxRows={6}
          // What was written stands as it is until one leaves it: an empty line is a line to come.
          defaultValue={writtenOf(value)}
          onBlur={(event) => set(key, givenOf(type, event.currentTarget.value))}
        />
      )
    return (
      <TextInput
        key={key}
        type={type === 'date' ? 'date' : 'text'}
        label={name}
        value={writtenOf(value)}
        onChange={(event) => set(key, givenOf(type, event.currentTarget.value))}
      />
    )
  })
}
