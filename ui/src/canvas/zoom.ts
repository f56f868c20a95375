import { type ReactFlowState, useStore } from '@xyflow/react'

// Below this the words on a card cannot be read: it becomes a plain box.
const PLAIN_BELOW = 0.4
const plain = (state: ReactFlowState) => state.transform[2] < PLAIN_BELOW

/** True while the canvas is seen from far. */
export const usePlain = (): boolean => useStore(plain)
