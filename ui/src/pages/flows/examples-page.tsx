import { useLingui } from '@lingui/react/macro'
import { Page } from '@/kit'
import { Examples } from './examples'

/** The examples, for those who have flows already. */
export default function ExamplesPage() {
  const { t } = useLingui()
  return (
    <Page title={t`Examples`}>
      <Examples />
    </Page>
  )
}
