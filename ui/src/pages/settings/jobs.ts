import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'

/** What each kind of work is to people. */
export const jobNames: Record<string, MessageDescriptor> = {
  inbound: msg`Taking up a message that came in`,
  effect: msg`A call to another system`,
  effect_result: msg`Going on after a call to another system`,
  media_fetch: msg`Fetching a file that a customer sent`,
}
const other = msg`Work of the server`

export function useJobName(): (kind: string) => string {
  const { i18n } = useLingui()
  return (kind) => {
    const name = jobNames[kind] ?? other
    return i18n._(name.id, {}, { message: name.message ?? '' })
  }
}
