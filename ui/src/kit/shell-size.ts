// How much room there is: one place says where a phone ends and where a wide screen begins.
import { useMediaQuery } from '@mantine/hooks'

// The same number stands in the style sheets: a media query cannot read a variable.
const PHONE = '(max-width: 640px)'
// Below this the editor's bar does not fit in one row.
const COMPACT = '(max-width: 1100px)'
// Above this there is room for a panel and the test phone beside it.
const BOTH = '(min-width: 1280px)'

// Known from the first picture on: a page does not change its shape after it was seen.
const at = { getInitialValueInEffect: false }

export const usePhoneSized = (): boolean => useMediaQuery(PHONE, false, at)
export const useCompact = (): boolean => useMediaQuery(COMPACT, false, at)
export const useRoomForBoth = (): boolean => useMediaQuery(BOTH, true, at)

/** Asked once, outside of what is drawn. */
export const roomForBoth = (): boolean => typeof window.matchMedia !== 'function' || window.matchMedia(BOTH).matches
