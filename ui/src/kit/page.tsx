import { type ReactNode, useEffect } from 'react'
import classes from './page.module.css'

export interface PageProps {
  title: string
  /** One sentence under the title, where it helps. */
  note?: ReactNode
  /** The one primary action. */
  action?: ReactNode
  /** Controls that narrow what is shown; their values live in the address. */
  filters?: ReactNode
  children: ReactNode
}

/** The scaffold of every page. */
export function Page({ title, note, action, filters, children }: PageProps) {
  useTitle(title)
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div className={classes.words}>
          <h1 className={classes.title}>{title}</h1>
          {note && <div className={classes.note}>{note}</div>}
        </div>
        {action}
      </header>
      {filters && <div className={classes.filters}>{filters}</div>}
      {children}
    </div>
  )
}

/** The browser tab's title. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Flusso`
  }, [title])
}
