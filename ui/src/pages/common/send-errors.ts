// Why a message was not sent or did not arrive: our own codes, and Meta's numbers that people meet.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'

const window = msg`The 24-hour window was closed: WhatsApp lets you write again when they write.`
const token = msg`WhatsApp does not accept the access token of this number any more. Check the number.`
const busy = msg`WhatsApp asks for a slower pace. Try again in a moment.`
const meta = msg`WhatsApp had a problem of its own. Try again in a moment.`
const unreachable = msg`This person cannot get the message: no WhatsApp, too old a version, or they blocked you.`
const account = msg`The WhatsApp account is limited or blocked by Meta. See its state in Meta's dashboard.`

export const sendSentences: Record<string, MessageDescriptor> = {
  channel_gone: msg`The number that it should go out from is not connected any more.`,
  contact_no_address: msg`This contact has no WhatsApp address.`,
  media_gone: msg`The file is not stored any more.`,
  outcome_unknown: msg`Not known whether it was sent: the line broke while sending.`,
  window_closed: window,
  opted_out: msg`This contact does not want messages.`,
  '190': token,
  '0': token,
  '10': msg`The access token lacks a permission. Check the number.`,
  '200': msg`The access token lacks a permission. Check the number.`,
  '100': msg`WhatsApp did not accept the message as it is.`,
  '4': busy,
  '80007': busy,
  '130429': busy,
  '131048': msg`Too many people blocked or reported your messages: WhatsApp holds some back.`,
  '131056': msg`Too many messages to this person in a short time.`,
  '1': meta,
  '2': meta,
  '131000': meta,
  '131016': meta,
  '131057': meta,
  '133004': meta,
  '131021': msg`A number cannot write to itself.`,
  '131026': unreachable,
  '131030': msg`This phone is not on the list of allowed recipients of Meta's test number.`,
  '131031': account,
  '368': account,
  '131042': msg`WhatsApp could not charge for the message. Check the payment method at Meta.`,
  '131045': msg`The number is not registered for sending. Check the number.`,
  '133010': msg`The number is not registered for sending. Check the number.`,
  '131047': window,
  '131049': msg`WhatsApp did not deliver it to keep the person from too many messages.`,
  '131050': msg`This person does not want marketing messages from you.`,
  '131051': msg`WhatsApp cannot send this kind of message.`,
  '131052': msg`The file that they sent could not be fetched.`,
  '131053': msg`WhatsApp could not take the file.`,
  '130472': msg`WhatsApp held it back as part of an experiment of its own.`,
}

const other = msg`WhatsApp refused the message.`

export function useSendErrorText(): (code: string) => string {
  const { i18n } = useLingui()
  return (code) => {
    const sentence = sendSentences[code] ?? other
    return i18n._(sentence.id, {}, { message: sentence.message ?? '' })
  }
}
