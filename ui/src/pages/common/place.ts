import type { Content } from '@/api/types'

/** The location that a customer of a test sends: a real one, so that links to a map lead somewhere. */
export const aPlace: Content = {
  type: 'location',
  location: { latitude: 45.4642, longitude: 9.1916, name: 'Piazza del Duomo', address: 'Milano' },
}
