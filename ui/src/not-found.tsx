import { useLingui } from '@lingui/react/macro'
import { Button, Center, Stack, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTitle } from '@/kit'

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useLingui()
  const title = t`There is nothing at this address.`
  useTitle(title)
  return (
    <Center p="lg" mih="min(100dvh, 480px)">
      <Stack align="center" gap="md">
        <img src="/icon.svg" width={40} height={40} alt="" />
        <Title order={1} fz="xl" lh="xl" ta="center" textWrap="balance">
          {title}
        </Title>
        <Button component={Link} to="/">
          {t`Go to flows`}
        </Button>
      </Stack>
    </Center>
  )
}
