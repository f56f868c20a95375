import type { EffectResult } from '@/api/types'

/** What another program answered, to be read: JSON is kept as what it says, without the spaces it came with. */
export const answerText = ({ body, json }: EffectResult): string =>
  body || (json === undefined ? '' : JSON.stringify(json, null, 2))
