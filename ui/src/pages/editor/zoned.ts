// A wall clock of a time zone, as date fields give it, and the moment it means.

const MINUTE_MS = 60_000

/** The wall clock of a zone at a moment: "2026-03-29T09:30". */
export function wallClock(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '00'
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** The moment at which that zone's wall clock shows this; nothing when it cannot be read. */
export function momentOf(wall: string, timeZone: string): number | undefined {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) ? Date.parse(`${wall}:00Z`) : Number.NaN
  if (Number.isNaN(asUtc)) return undefined
  const offset = (at: number) => Date.parse(`${wallClock(at, timeZone)}:00Z`) - Math.floor(at / MINUTE_MS) * MINUTE_MS
  // The offset at the first guess may be that of the other side of a change of the clocks.
  return asUtc - offset(asUtc - offset(asUtc))
}
