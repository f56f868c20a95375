import { type ReactFlowState, useStore } from '@xyflow/react'

// Below this the words on a card cannot be read.
export const FAR_BELOW = 0.4
const far = (state: ReactFlowState) => state.transform[2] < FAR_BELOW

/** True while the canvas is seen from far: cards are boxes with a name, and lines are lines. */
export const useFar = (): boolean => useStore(far)
