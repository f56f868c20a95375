import { useLingui } from '@lingui/react'

/** Names of countries or languages in the reader's language, in its order. */
export function useNames(type: 'region' | 'language', codes: readonly string[]) {
  const { i18n } = useLingui()
  const names = new Intl.DisplayNames([i18n.locale], { type, fallback: 'code' })
  return codes
    .map((code) => ({ value: code, label: standing(names.of(code) ?? code, i18n.locale) }))
    .sort((a, b) => a.label.localeCompare(b.label, i18n.locale))
}

/** Italian writes languages small; a name that stands alone begins with a capital like everything around it. */
const standing = (name: string, locale: string) => name.slice(0, 1).toLocaleUpperCase(locale) + name.slice(1)

// Countries with a telephone code of their own.
export const COUNTRIES =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FO FR GA GB GD GE GF GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NZ OM PA PE PF PG PH PK PL PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WS XK YE ZA ZM ZW'.split(
    ' ',
  )
export const LANGUAGE_CODES =
  'ar bg cs da de el en es et fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sq sr sv th tr uk vi zh'.split(
    ' ',
  )

/** Every time zone that the browser knows. */
export const timeZones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
