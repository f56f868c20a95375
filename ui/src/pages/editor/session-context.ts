import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Session, SessionState } from './session'

const SessionContext = createContext<Session | undefined>(undefined)
export const SessionProvider = SessionContext.Provider

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('a part of the editor outside of it')
  return session
}

export const useSaved = <T>(select: (state: SessionState) => T): T => useStore(useSession().state, select)
