// A sentence for every error code that the server or this client can say. A code without one is still told,
// with the code to quote.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { ApiError } from './client'

export const errorSentences: Record<string, MessageDescriptor> = {
  offline: msg`The server cannot be reached. What you wrote is kept; try again in a moment.`,
  server_unavailable: msg`The server could not do this now. Try again in a moment.`,
  unexpected: msg`Something did not work as expected.`,
  internal: msg`Something went wrong on the server. Nothing was changed; try again.`,
  unauthorized: msg`Your session has ended. Sign in again.`,
  bad_credentials: msg`Email and password do not match.`,
  throttled: msg`Too many tries. Wait a minute, then try again.`,
  forbidden: msg`Your role does not allow this.`,
  not_found: msg`This is not here any more.`,
  validation_failed: msg`Some fields need another look.`,
  draft_conflict: msg`Somebody else saved this flow in the meantime.`,
  document_invalid: msg`The flow could not be read. It was not saved.`,
  has_problems: msg`The flow still has problems to solve before it can be published.`,
  contact_busy: msg`This contact is in another flow now.`,
  window_closed: msg`The 24-hour window is closed: only a template can be sent.`,
  too_large: msg`This is too large.`,
  conflict: msg`This changed in the meantime. Reload and try again.`,
}

/** The sentence of an error, and the code to quote. */
export function useErrorText(): (error: unknown) => { text: string; code: string } {
  const { i18n } = useLingui()
  return (error) => {
    const code = error instanceof ApiError ? error.code : 'unexpected'
    const params = error instanceof ApiError ? error.params : {}
    const sentence = errorSentences[code] ?? errorSentences.unexpected
    return { text: sentence ? i18n._(sentence.id, params, { message: sentence.message ?? code }) : code, code }
  }
}
