import { useLingui } from '@lingui/react/macro'
import type { Catalog, FlowDocument } from '@/api/types'
import { exitsOf } from '@/doc/rules'
import { useCatalogWords } from '@/form/durations'
import type { Behind } from './people-drawer'

/** Says whose number was pressed. */
export function useBehindTitle(document: FlowDocument | undefined, catalog: Catalog | undefined) {
  const { t } = useLingui()
  const words = useCatalogWords()
  return ({ step: id, did, path }: Behind): string => {
    const step = document?.steps.find((one) => one.id === id)
    const name = step?.name ?? ''
    if (!id) return t`Who came in`
    switch (did) {
      case 'entered':
        return t`Who came to “${name}”`
      case 'left': {
        const kind = catalog?.items.find((one) => one.kind === step?.kind)
        const label = step && exitsOf(kind, step.config, words).find((one) => one.id === path)?.label
        return label ? t`Who left “${name}” by “${label}”` : t`Who went on from “${name}”`
      }
      case 'ended':
        return t`Whose way ended at “${name}”`
      default:
        return t`Who waits at “${name}” now`
    }
  }
}
