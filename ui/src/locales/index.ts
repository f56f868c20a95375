// Which language a person reads, and loading its catalogue (lazy: one file a language).
import { i18n, type Messages } from '@lingui/core'

export const LANGUAGES = ['en', 'it'] as const
export type Language = (typeof LANGUAGES)[number]

const catalogues: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import('./compiled/en'),
  it: () => import('./compiled/it'),
}

/** The first of these that we speak: the person's own choice, then what the browser asks for. */
export function pickLanguage(wanted: (string | undefined)[]): Language {
  for (const tag of wanted) {
    const base = tag?.toLowerCase().split('-')[0]
    const found = LANGUAGES.find((language) => language === base)
    if (found) return found
  }
  return 'en'
}

export async function activate(language: Language): Promise<void> {
  if (i18n.locale === language) return
  const { messages } = await catalogues[language]()
  i18n.loadAndActivate({ locale: language, messages })
  document.documentElement.lang = language
}
