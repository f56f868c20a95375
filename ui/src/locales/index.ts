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

// The next page is asked for in this language before it is known who reads it; scripts/start.js knows the name.
const KEPT = 'flusso.language'

/** The language of the last page in this browser. */
export function lastLanguage(): string | undefined {
  try {
    return localStorage.getItem(KEPT) ?? undefined
  } catch {
    return undefined
  }
}

let wanted: Language | undefined

/** The language of the last call counts, however long each takes to load. */
export async function activate(language: Language): Promise<void> {
  wanted = language
  if (i18n.locale === language) return
  const { messages } = await catalogues[language]()
  if (wanted !== language) return
  i18n.loadAndActivate({ locale: language, messages })
  document.documentElement.lang = language
  try {
    localStorage.setItem(KEPT, language)
  } catch {
    // A browser may refuse to keep anything.
  }
}
