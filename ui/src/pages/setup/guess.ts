// What the browser tells of where somebody is.

// Zones of the countries whose language alone says little; others are told by the browser's language tag.
const ZONE_COUNTRIES: Record<string, string> = {
  'Europe/Rome': 'IT',
  'Europe/Vatican': 'IT',
  'Europe/San_Marino': 'SM',
  'Europe/London': 'GB',
  'Europe/Dublin': 'IE',
  'Europe/Zurich': 'CH',
  'Europe/Paris': 'FR',
  'Europe/Madrid': 'ES',
  'Europe/Berlin': 'DE',
  'Europe/Vienna': 'AT',
  'America/Sao_Paulo': 'BR',
  'Asia/Kolkata': 'IN',
  'Asia/Calcutta': 'IN',
}

/** The time zone of this computer; what the server suggests where the browser hides it. */
export function zoneGuess(fallback: string): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || fallback || 'UTC'
}

/** A person's place says more than the language of the browser: many set it to English. */
export function countryGuess(languages: readonly string[], zone: string, fallback: string): string {
  const place = ZONE_COUNTRIES[zone]
  if (place) return place
  for (const tag of languages) {
    const region = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?-([A-Z]{2})$/.exec(tag)?.[1]
    if (region) return region
  }
  return fallback
}
