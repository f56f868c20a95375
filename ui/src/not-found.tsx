import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Page } from '@/kit'

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useLingui()
  return (
    <Page title={t`There is nothing at this address.`}>
      <div>
        <Button component={Link} to="/">
          {t`Go to flows`}
        </Button>
      </div>
    </Page>
  )
}
