/** The day of a moment in a time zone, as a key that can be compared. */
export function dayOf(at: string | number, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-CA', { ...(timeZone && { timeZone }) }).format(new Date(at))
}
