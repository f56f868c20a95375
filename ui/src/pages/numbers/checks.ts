// What the check of a number found, in a sentence, and what to do about it.
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

export interface Finding {
  says: MessageDescriptor
  remedy: MessageDescriptor
}

export const checkNames: Record<string, MessageDescriptor> = {
  token: msg`Access token`,
  number: msg`Phone number id`,
  waba: msg`WhatsApp Business account`,
  secret: msg`App secret`,
  app_mode: msg`App is live`,
  subscription: msg`Account sends to the app`,
  callback: msg`Webhook address`,
  signed_message: msg`First signed message`,
  recipient: msg`Allowed recipients`,
}

export const findings: Record<string, Finding> = {
  required: {
    says: msg`The app secret is missing.`,
    remedy: msg`Copy it from App settings, Basic, App secret, and write it here under “Change details”.`,
  },
  token_rejected: {
    says: msg`Meta does not accept this access token.`,
    remedy: msg`It was revoked, has ended or was not copied whole. Make a new one for the system user in Business settings, System users, Generate token.`,
  },
  token_temporary: {
    says: msg`This access token is temporary: the number falls silent when it ends.`,
    remedy: msg`The token of the API setup page lives one day. Make a permanent one in Business settings, System users, Generate token, with “Never” as its end.`,
  },
  token_scope: {
    says: msg`The access token lacks the permission {scope}.`,
    remedy: msg`Generate it again and tick whatsapp_business_messaging and whatsapp_business_management.`,
  },
  number_not_found: {
    says: msg`This access token sees no number with this phone number id.`,
    remedy: msg`Copy the phone number id from API setup (not the number itself), and give the system user access to the WhatsApp account.`,
  },
  account_not_found: {
    says: msg`This access token does not see this WhatsApp Business account.`,
    remedy: msg`Copy the account id from API setup, and assign the WhatsApp account to the system user in Business settings.`,
  },
  number_other_account: {
    says: msg`The number belongs to another WhatsApp Business account.`,
    remedy: msg`Phone number id and account id must stand on the same API setup page. Copy both again.`,
  },
  app_secret_rejected: {
    says: msg`This app secret belongs to another app.`,
    remedy: msg`Copy the secret of the app that the access token was made for: App settings, Basic, App secret.`,
  },
  app_in_development: {
    says: msg`Not known yet whether the app is live. In development mode Meta delivers no messages from real customers.`,
    remedy: msg`Switch the app to “Live” at the top of its dashboard. The first message that arrives settles it.`,
  },
  not_subscribed: {
    says: msg`The WhatsApp account does not send its messages to this app.`,
    remedy: msg`The program subscribes it by itself with a token that has whatsapp_business_management. Check the token, then check again.`,
  },
  callback_https: {
    says: msg`The address of this program is not HTTPS: Meta delivers nowhere else.`,
    remedy: msg`Set FLUSSO_TLS_DOMAIN to your domain, or put a proxy with HTTPS in front and set FLUSSO_PUBLIC_URL.`,
  },
  callback_failed: {
    says: msg`Meta could not confirm the webhook address.`,
    remedy: msg`It must be reachable from the internet. Open it from your phone without Wi-Fi; look at firewall and domain, then check again.`,
  },
  callback_other: {
    says: msg`Meta delivers the messages of this app to another address: {url}`,
    remedy: msg`If that system is no longer used, enter the callback URL and verify token below in WhatsApp, Configuration, Webhook.`,
  },
  callback_fields: {
    says: msg`The webhook is set, but not subscribed to “messages”.`,
    remedy: msg`In WhatsApp, Configuration, Webhook fields, subscribe to “messages”.`,
  },
  no_signed_message: {
    says: msg`No signed message has arrived from Meta yet.`,
    remedy: msg`Send a WhatsApp message to the number from any phone. This line turns by itself.`,
  },
  recipient_not_allowed: {
    says: msg`This is Meta's test number, and the recipient is not on its list.`,
    remedy: msg`Add the phone under API setup, To, Manage phone number list.`,
  },
  meta_unreachable: {
    says: msg`Meta cannot be reached from this server now.`,
    remedy: msg`Look whether the server may go out to graph.facebook.com, then check again.`,
  },
  meta_refused: {
    says: msg`Meta refused the question: {reason}`,
    remedy: msg`Check the ids and the token, then check again.`,
  },
  account_violation: {
    says: msg`Meta says that this account broke its rules ({type}).`,
    remedy: msg`Open Business settings, Account quality, read which message it was about, and ask for a review if it is wrong.`,
  },
  account_restricted: {
    says: msg`Meta has restricted this account ({type}).`,
    remedy: msg`Open Business settings, Account quality: it says what is not allowed, until when, and how to ask for a review.`,
  },
  account_disabled: {
    says: msg`Meta has disabled this account: nothing can be sent.`,
    remedy: msg`Open Business settings, Account quality, and ask for a review.`,
  },
  account_deleted: {
    says: msg`The WhatsApp account was deleted or disconnected from the app: nothing can be sent.`,
    remedy: msg`Connect the account to the app again in Business settings, or remove this number here.`,
  },
  account_alert: {
    says: msg`Meta has a notice for this account: {reason}`,
    remedy: msg`Open WhatsApp Manager, Overview, to see what it asks for.`,
  },
  account_review_rejected: {
    says: msg`Meta's review of this account did not pass.`,
    remedy: msg`Open Business settings, Security centre, see what is missing, and ask for another review.`,
  },
  number_flagged: {
    says: msg`People block or report this number: Meta has lowered its quality.`,
    remedy: msg`Send only to people who expect it, and make it easy to stop. If the quality stays low, Meta lowers how many people you may write to.`,
  },
  number_name_rejected: {
    says: msg`Meta rejected the display name of this number: {reason}`,
    remedy: msg`Choose another display name in WhatsApp Manager, Phone numbers.`,
  },
  number_security: {
    says: msg`A security setting of this number was changed at Meta.`,
    remedy: msg`If it was not you, look at WhatsApp Manager, Phone numbers, Two-step verification.`,
  },
}
