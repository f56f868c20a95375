// What lies over the canvas without being part of the flow: numbers, one person's way, and whether it may be changed.
import { createContext, useContext } from 'react'
import type { Did, StepNumbers } from '@/api/types-people'
import type { LineDifference } from '@/doc'

export interface Overlay {
  /** Nothing can be added, moved or deleted. */
  readOnly?: boolean
  numbers?: ReadonlyMap<string, StepNumbers>
  /** How many came in, for the trigger card. */
  contacts?: number
  called?: number
  /** A number was pressed. */
  open?: (step: string, did: Did, path?: string) => void
  /** Beside another version: the connections that are not in both. */
  lines?: readonly LineDifference[]
  /** One person's way: steps passed so far and paths taken, as `step:exit`. */
  way?: { steps: ReadonlySet<string>; paths: ReadonlySet<string> }
}

const none: Overlay = {}
const OverlayContext = createContext<Overlay>(none)
export const OverlayProvider = OverlayContext.Provider
export const useOverlay = (): Overlay => useContext(OverlayContext)
