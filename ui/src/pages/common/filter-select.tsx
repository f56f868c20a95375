import { Select } from '@mantine/core'

interface FilterSelectProps {
  label: string
  /** What stands there while nothing is left out: "Every tag". */
  every: string
  choices: readonly (string | { value: string; label: string })[]
  /** Nothing: every one. */
  value: string
  width: number
  onChange: (value: string) => void
}

/** A filter of many choices: one is found by typing, and all of them are the first choice. */
export function FilterSelect({ label, every, choices, value, width, onChange }: FilterSelectProps) {
  return (
    <Select
      w={width}
      aria-label={label}
      data={[
        { value: '', label: every },
        ...choices.map((one) => (typeof one === 'string' ? { value: one, label: one } : one)),
      ]}
      value={value}
      searchable
      allowDeselect={false}
      // What is typed takes the place of what is chosen.
      onFocus={(event) => event.currentTarget.select()}
      onChange={(next) => onChange(next ?? '')}
    />
  )
}
