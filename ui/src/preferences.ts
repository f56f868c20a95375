import type { Me } from '@/api'
import { activate, pickLanguage } from '@/locales'

type Scheme = 'light' | 'dark' | 'auto'
let applyScheme: (scheme: Scheme) => void = () => undefined

/** The provider that owns the colour scheme hands its setter over. */
export function onScheme(apply: (scheme: Scheme) => void): void {
  applyScheme = apply
}

/** Language and theme of the signed-in person. */
export async function preferences(me: Me): Promise<void> {
  applyScheme(me.theme || 'auto')
  await activate(pickLanguage([me.language, ...navigator.languages]))
}
