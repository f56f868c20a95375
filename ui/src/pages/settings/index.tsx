import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Page, useUrlState } from '@/kit'
import { AccountSettings } from './account'
import { ApiKeys } from './api-keys'
import { FieldsAndTags } from './fields'
import { Problems } from './problems'
import { Profile } from './profile'
import { Sessions } from './sessions'
import classes from './settings.module.css'

type Tab = 'profile' | 'account' | 'fields' | 'keys' | 'sessions' | 'problems'

export default function SettingsPage() {
  const { t } = useLingui()
  const [tab] = useUrlState<Tab>('tab', 'profile')
  const tabs: { id: Tab; label: string }[] = [
    { id: 'profile', label: t`You` },
    { id: 'account', label: t`Your business` },
    { id: 'fields', label: t`Fields and tags` },
    { id: 'keys', label: t`API keys` },
    { id: 'sessions', label: t`Your sign-ins` },
    { id: 'problems', label: t`Problems on the server` },
  ]
  const current = tabs.some((one) => one.id === tab) ? tab : 'profile'
  return (
    <Page title={t`Settings`}>
      <div className={classes.layout}>
        <nav className={classes.tabs} aria-label={t`Settings`}>
          {tabs.map(({ id, label }) => (
            <Link
              key={id}
              to={'/settings' as never}
              search={(id === 'profile' ? {} : { tab: id }) as never}
              className={classes.tab}
              aria-current={current === id ? 'page' : undefined}
              activeOptions={{ exact: true, includeSearch: true }}
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className={classes.column}>
          {current === 'account' && <AccountSettings />}
          {current === 'fields' && <FieldsAndTags />}
          {current === 'keys' && <ApiKeys />}
          {current === 'sessions' && <Sessions />}
          {current === 'problems' && <Problems />}
          {current === 'profile' && <Profile />}
        </div>
      </div>
    </Page>
  )
}
