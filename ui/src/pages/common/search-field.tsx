import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useUrlState } from '@/kit'

// Long enough that a word is not asked for letter by letter.
const PAUSE_MS = 250

/** A search that lives in the address. */
export function SearchField({
  label,
  name = 'q',
  width = 260,
}: {
  label: string
  name?: string
  width?: number | string
}) {
  const [value, setValue] = useUrlState<string>(name, '')
  const [text, setText] = useState(value)
  const written = useRef(value)
  // Going back, or a link, changes the search from outside.
  useEffect(() => {
    if (value !== written.current) {
      written.current = value
      setText(value)
    }
  }, [value])
  useEffect(() => {
    if (text === written.current) return
    const timer = setTimeout(() => {
      written.current = text
      setValue(text)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, setValue])
  return (
    <TextInput
      w={width}
      type="search"
      leftSection={<IconSearch size={16} />}
      placeholder={label}
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  )
}
