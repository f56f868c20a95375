import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '@/kit'

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useLingui()
  return (
    <EmptyState
      text={t`There is nothing at this address.`}
      action={
        <Button component={Link} to="/">
          {t`Go to flows`}
        </Button>
      }
    />
  )
}
