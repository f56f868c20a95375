// A sentence for every error code that the server or this client can say. A code without one is still told,
// with the code to quote.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { ApiError } from './client'

export const errorSentences: Record<string, MessageDescriptor> = {
  // Of this client.
  offline: msg`The server cannot be reached. What you wrote is kept; try again in a moment.`,
  server_unavailable: msg`The server could not do this now. Try again in a moment.`,
  unexpected: msg`Something did not work as expected.`,
  flow_gone: msg`This flow does not exist any more.`,
  // Of the server.
  internal: msg`Something went wrong on the server. Nothing was changed; try again.`,
  bad_request: msg`The server could not read this request.`,
  validation_failed: msg`Some fields need another look.`,
  not_signed_in: msg`Sign in first.`,
  session_expired: msg`Your session has ended. Sign in again.`,
  bad_credentials: msg`Email and password do not match.`,
  bad_api_key: msg`This API key is not valid or was revoked.`,
  bad_signature: msg`The signature does not match.`,
  bad_verify_token: msg`The verify token does not match any number.`,
  forbidden: msg`Your role does not allow this.`,
  bad_origin: msg`This request came from another site.`,
  not_found: msg`This is not here any more.`,
  no_route: msg`There is nothing at this address.`,
  method_not_allowed: msg`This cannot be done at this address.`,
  unsupported_media_type: msg`This kind of content is not read here.`,
  too_large: msg`This is too large: the limit is {limit}.`,
  too_many_requests: msg`Too many requests. Try again in {seconds} seconds.`,
  too_many_logins: msg`Too many tries. Try again in {seconds} seconds.`,
  unavailable: msg`The server is starting or stopping. Try again in a moment.`,
  if_match_required: msg`The server needs to know what this change is based on. Reload the page.`,
  draft_conflict: msg`Somebody else saved this flow in the meantime.`,
  idempotency_mismatch: msg`This was asked for before in another way. Reload the page.`,
  idempotency_in_progress: msg`This is being done already.`,
  idempotency_bad_key: msg`The server could not read this request.`,
  setup_done: msg`The first owner exists already. Sign in instead.`,
  setup_bad_token: msg`This setup link is not valid any more. Run “flusso setup-link” for a new one.`,
  setup_needed: msg`There is no owner yet. Open the setup link first.`,
  wrong_password: msg`The current password is wrong.`,
  last_owner: msg`There must be at least one owner.`,
  email_taken: msg`Somebody with this email address exists already.`,
  name_taken: msg`This name is taken already.`,
  not_yourself: msg`You cannot do this to your own account.`,
  query_too_broad: msg`This asks for more than can be answered at once. Narrow it down.`,
  bad_cursor: msg`The list changed meanwhile. Reload it.`,
  media_type: msg`WhatsApp cannot send files of this kind.`,
  media_gone: msg`This file is not stored any more.`,
  link_gone: msg`This link has ended or was withdrawn.`,
  address_private: msg`This address is inside your network. To allow it, set FLUSSO_ALLOW_PRIVATE.`,
  not_a_flow: msg`This file holds no flow. Choose a file that Export has written.`,
  newer_flow: msg`This file was made for a newer version of the program. Update this one first.`,
  document_invalid: msg`The flow could not be read. It was not saved.`,
  draft_too_large: msg`The flow is too large: the limit is {limit}.`,
  has_problems: msg`The flow still has problems to solve before it can be published.`,
  flow_not_published: msg`This flow was never published.`,
  flow_paused: msg`This flow is paused.`,
  flow_archived: msg`This flow is archived.`,
  flow_in_use: msg`There are {count} contacts in this flow.`,
  trial_over: msg`This trial has ended. Start a new one.`,
  trial_no_number: msg`No WhatsApp number is connected yet. Connect one to try the draft on a phone.`,
  tests_fail: msg`Saved tests fail on this draft ({count}). Mend them, or give a reason to publish anyway.`,
  nothing_to_publish: msg`The draft is the same as what is live.`,
  contact_busy: msg`This contact is in a flow already.`,
  flow_name_taken: msg`A flow with this name exists already.`,
  simulation_state: msg`The test conversation cannot go on from here. Start again.`,
  run_ended: msg`This contact has left the flow already.`,
  no_such_path: msg`The step where this contact stands has no such path.`,
  step_gone: msg`The published version does not have the step where this contact stands.`,
  person_has_it: msg`Somebody of the team has this conversation: the flow stays silent.`,
  channel_not_ready: msg`This number is not connected.`,
  channel_taken: msg`This number is connected already.`,
  channel_check_failed: msg`Meta did not accept these details.`,
  channel_built_in: msg`The demo number cannot be changed or removed.`,
  window_closed: msg`The 24-hour window is closed: only a template can be sent.`,
  contact_no_address: msg`This contact has no WhatsApp address.`,
  opted_out: msg`This contact does not want messages.`,
  message_may_have_arrived: msg`It is not known whether this message arrived. Sent again, the customer may read it twice.`,
  message_not_failed: msg`Only a message that failed can be sent again.`,
  meta_refused: msg`Meta refused this: {reason}.`,
  meta_unreachable: msg`Meta cannot be reached at the moment.`,
}

/** What may be wrong with one field. */
export const fieldSentences: Record<string, MessageDescriptor> = {
  required: msg`This is needed.`,
  too_short: msg`Write at least {min} characters.`,
  too_long: msg`Write at most {max} characters.`,
  too_small: msg`The smallest value is {min}.`,
  too_big: msg`The greatest value is {max}.`,
  too_few: msg`Give at least {min}.`,
  too_many: msg`Give at most {max}.`,
  malformed: msg`This cannot be used as it is.`,
  wrong_type: msg`This is not of the right kind.`,
  not_one_of: msg`Choose one of: {values}.`,
  not_unique: msg`This is there twice.`,
  taken: msg`This is taken already.`,
  unknown: msg`This does not exist.`,
  unexpected: msg`This is not known here.`,
  bad_email: msg`This is no email address.`,
  bad_phone: msg`This is no phone number. Write it with + and the country code.`,
  bad_url: msg`This is no web address.`,
  weak_password: msg`Choose a password of at least {min} characters that is not easy to guess.`,
  token_rejected: msg`Meta does not accept this access token.`,
  token_temporary: msg`This access token ends soon. Make a permanent one for a system user.`,
  token_scope: msg`The access token lacks the permission {scope}.`,
  number_not_found: msg`This phone number id does not belong to the account of the access token.`,
  account_not_found: msg`This account id does not belong to the access token.`,
  app_secret_rejected: msg`This is not the secret of the app that the access token belongs to.`,
  not_subscribed: msg`The account does not send its messages to this app yet.`,
  number_other_account: msg`This number belongs to another WhatsApp account.`,
  callback_https: msg`Meta delivers only to an address with https.`,
  callback_failed: msg`Meta could not reach this program at its public address.`,
  callback_other: msg`Meta delivers the messages to another address.`,
  callback_fields: msg`Meta does not deliver messages yet: subscribe to the field “messages”.`,
  no_signed_message: msg`No message has arrived from Meta yet.`,
  recipient_not_allowed: msg`This recipient has to be added to the allowed numbers at Meta first.`,
  app_in_development: msg`The app is in development mode: Meta sends only test messages.`,
}

/** The sentence for one field of a refused form; `path` as the API tells it, `/name`. */
export function useFieldErrors(): (error: unknown, path: string) => string | undefined {
  const { i18n } = useLingui()
  return (error, path) => {
    const found = error instanceof ApiError ? error.errors.find((e) => e.path === path) : undefined
    if (!found) return undefined
    const sentence = fieldSentences[found.code]
    return sentence ? i18n._(sentence.id, found.params ?? {}, { message: sentence.message ?? '' }) : found.code
  }
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
