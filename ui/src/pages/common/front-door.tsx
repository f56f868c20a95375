import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useTitle } from '@/kit'
import classes from './front-door.module.css'

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]'])

/** What is sent from here can be read on the way. */
export const insecure = (location: Pick<Location, 'protocol' | 'hostname'>): boolean =>
  location.protocol === 'http:' && !LOCAL.has(location.hostname)

/** The frame of the pages before somebody is signed in. */
export function FrontDoor({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  const { t } = useLingui()
  useTitle(title)
  return (
    <main className={classes.door}>
      <div className={classes.inner}>
        <div className={classes.brand}>
          <img src="/icon.svg" width={28} height={28} alt="" />
          Flusso
        </div>
        {insecure(window.location) && (
          <div className={classes.warning} role="status">
            {t`This page is served without HTTPS: your password can be read on the way. Set FLUSSO_TLS_DOMAIN to your domain and certificates come by themselves, or put a proxy with HTTPS in front.`}
          </div>
        )}
        <section className={classes.card}>
          <div>
            <h1>{title}</h1>
            {note && <p className={classes.note}>{note}</p>}
          </div>
          {children}
        </section>
      </div>
    </main>
  )
}
