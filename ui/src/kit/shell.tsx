import { useLingui } from '@lingui/react/macro'
import { Tooltip } from '@mantine/core'
import {
  IconAddressBook,
  IconBrandWhatsapp,
  IconHelpCircle,
  IconMessages,
  IconRouteAltLeft,
  IconSettings,
  IconTemplate,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { connectLive, type LiveState } from '@/api/live'
import { useMe } from '@/api/queries'
import classes from './shell.module.css'
import './shell-touch.css'
import { TimeZone } from './time'

function useLive(): LiveState {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  useEffect(() => connectLive(client, setState), [client])
  return state
}

export interface ShellTool {
  label: string
  icon: typeof IconSettings
  open: boolean
  onToggle: () => void
}

/** Left navigation and the page beside it; on a phone it stands below. The editor folds it to its icons. */
export function Shell({ tools = [], children }: { tools?: ShellTool[]; children: ReactNode }) {
  const { t } = useLingui()
  const me = useMe()
  const live = useLive()
  const narrow = useRouterState({ select: (state) => /^\/flows\/[^/]+\/edit/.test(state.location.pathname) })
  // A person's way has an address of its own and belongs to a flow.
  const onWay = useRouterState({ select: (state) => state.location.pathname.startsWith('/runs/') })
  const places = [
    { to: '/flows', label: t`Flows`, icon: IconRouteAltLeft },
    { to: '/conversations', label: t`Conversations`, icon: IconMessages },
    { to: '/contacts', label: t`Contacts`, icon: IconAddressBook },
    { to: '/templates', label: t`Templates`, icon: IconTemplate },
    { to: '/numbers', label: t`Numbers`, icon: IconBrandWhatsapp },
    { to: '/settings', label: t`Settings`, icon: IconSettings },
  ]
  const item = (to: string, label: string, Mark: typeof IconSettings) => (
    <Tooltip key={to} label={label} position="right" disabled={!narrow}>
      <Link
        to={to}
        className={classes.link}
        aria-label={label}
        {...(onWay && to === '/flows' && { 'aria-current': 'page', 'data-status': 'active' })}
      >
        <Mark size={20} aria-hidden />
        <span className={classes.label}>{label}</span>
      </Link>
    </Tooltip>
  )
  return (
    <TimeZone.Provider value={me.time_zone || undefined}>
      <div className={`${classes.shell} ${narrow ? classes.narrow : ''}`}>
        <a className={classes.skip} href="#main">{t`Skip to content`}</a>
        <nav className={classes.nav} aria-label={t`Main`}>
          <Link to="/flows" className={classes.brand} aria-label="Flusso">
            <img src="/icon.svg" width={24} height={24} alt="" />
            <span className={classes.label}>Flusso</span>
          </Link>
          {places.map((place) => item(place.to, place.label, place.icon))}
          <span className={classes.grow} />
          {tools.map(({ label, icon: Mark, open, onToggle }) => (
            <Tooltip key={label} label={label} position="right" disabled={!narrow}>
              <button type="button" className={classes.link} aria-label={label} aria-pressed={open} onClick={onToggle}>
                <Mark size={20} aria-hidden />
                <span className={classes.label}>{label}</span>
              </button>
            </Tooltip>
          ))}
          {item('/help', t`Help`, IconHelpCircle)}
        </nav>
        <main id="main" className={classes.main} tabIndex={-1}>
          {me.insecure_http && (
            <div className={classes.warning} role="status">
              {t`This page is served without HTTPS: passwords and messages can be read on the way. Set FLUSSO_TLS_DOMAIN or put a proxy in front.`}
            </div>
          )}
          {live === 'lost' && (
            <div className={classes.warning} role="status">
              {t`Connection to the server lost. What you see may be old; it comes back by itself.`}
            </div>
          )}
          {children}
        </main>
      </div>
    </TimeZone.Provider>
  )
}
