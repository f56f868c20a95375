import { Text } from '@mantine/core'
import { ApiError, useErrorText } from '@/api'

/** Why a form was not taken. What stands at its fields already is not told twice. */
export function ProblemLine({ error }: { error: unknown }) {
  const sentence = useErrorText()
  if (error === undefined || error === null) return null
  if (error instanceof ApiError && error.code === 'validation_failed' && error.errors.length > 0) return null
  return (
    <Text role="alert" size="sm" c="var(--problem)">
      {sentence(error).text}
    </Text>
  )
}
