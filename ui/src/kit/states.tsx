import { useLingui } from '@lingui/react/macro'
import { Button, Center, Code, Group, Skeleton, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useErrorText } from '@/api/errors'

// Under this a change of picture is felt as a flicker, not as waiting.
const PATIENCE_MS = 300

/** True once something has been going on for long enough to be shown. */
export function useSlow(busy: boolean): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!busy) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [busy])
  return slow
}

/** The shape of what comes. */
export function LoadingShape({ rows = 5 }: { rows?: number }) {
  const slow = useSlow(true)
  if (!slow) return null
  return (
    <Stack gap="sm" aria-busy>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <Skeleton key={row} height={20} radius="sm" width={`${90 - ((row * 13) % 40)}%`} />
      ))}
    </Stack>
  )
}

/** Nothing here yet: one sentence and one action. */
export function EmptyState({ icon, text, action }: { icon?: ReactNode; text: ReactNode; action?: ReactNode }) {
  return (
    <Center p="xl" mih={180}>
      <Stack align="center" gap="sm" maw={420}>
        {icon}
        <Text ta="center" c="dimmed" style={{ textWrap: 'balance' }}>
          {text}
        </Text>
        {action}
      </Stack>
    </Center>
  )
}

/** What a list of choices says when it has none: such a list holds nothing but choices. */
export function NoChoice({ children }: { children: ReactNode }) {
  return (
    <div role="option" aria-selected={false} aria-disabled tabIndex={-1}>
      {children}
    </div>
  )
}

// Trying again does not bring back what is gone, and nobody needs a code for it.
const GONE = 'not_found'
const FLOW_GONE = 'flow_gone'

/** What happened, what to do, and a code to quote. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useLingui()
  const { text, code } = useErrorText()(error)
  const gone = code === GONE || code === FLOW_GONE
  return (
    <Center p="xl" mih={180} role="alert">
      <Stack align="center" gap="sm" maw={460}>
        <Text ta="center" style={{ textWrap: 'balance' }}>
          {text}
        </Text>
        {!gone && (
          <Group gap="xs">
            <Text size="xs" c="dimmed">
              {t`Code to quote:`}
            </Text>
            <Code>{code}</Code>
          </Group>
        )}
        {code === GONE && <Button variant="default" onClick={() => history.back()}>{t`Back`}</Button>}
        {code === FLOW_GONE && (
          <Button variant="default" component={Link} to="/flows">
            {t`Go to flows`}
          </Button>
        )}
        {!gone && onRetry && <Button variant="default" onClick={onRetry}>{t`Try again`}</Button>}
      </Stack>
    </Center>
  )
}
