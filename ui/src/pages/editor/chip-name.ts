import type { FlowDocument } from '@/api/types'
import { labelOf, parseChip } from '@/form'

type Known = Parameters<typeof labelOf>[0]

/** What a `{{ variable }}` is called where nobody edits it: an answer by its step, the rest as the lists name it. */
export function chipName(expression: string, variables: Known, docs: (FlowDocument | undefined)[]): string {
  const path = parseChip(expression)?.path
  if (!path) return '…'
  const [space, key = path] = path.split('.')
  const step = space === 'step' && docs.flatMap((doc) => doc?.steps ?? []).find((one) => one.key === key)
  return step ? step.name : labelOf(variables, path)
}
