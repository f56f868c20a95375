import { useLingui } from '@lingui/react/macro'
import type { Tone } from '@/kit'

/** What Meta says of a template, in words, and how it stands. */
export function useTemplateStates(): Record<string, { label: string; tone: Tone; note: string }> {
  const { t } = useLingui()
  const waiting = t`Meta has not decided yet. Most decisions come within a day.`
  return {
    APPROVED: { label: t`May be sent`, tone: 'good', note: '' },
    PENDING: { label: t`Being reviewed`, tone: 'warning', note: waiting },
    IN_APPEAL: { label: t`Being reviewed again`, tone: 'warning', note: waiting },
    REJECTED: {
      label: t`Rejected`,
      tone: 'problem',
      note: t`It is not sent. Change it in WhatsApp Manager, or ask there for another review.`,
    },
    PAUSED: {
      label: t`Paused`,
      tone: 'problem',
      note: t`People blocked or reported it: WhatsApp sends it again after a while. Ask less often, or write it differently.`,
    },
    DISABLED: {
      label: t`Switched off by Meta`,
      tone: 'problem',
      note: t`It is not sent any more. Write another one in WhatsApp Manager.`,
    },
    LIMIT_EXCEEDED: {
      label: t`Too many templates`,
      tone: 'problem',
      note: t`The account has more templates than Meta allows. Delete some in WhatsApp Manager.`,
    },
    PENDING_DELETION: { label: t`Being deleted`, tone: 'quiet', note: t`It is not sent any more.` },
    DELETED: { label: t`Deleted`, tone: 'quiet', note: t`It is not sent any more.` },
    ARCHIVED: {
      label: t`Archived`,
      tone: 'quiet',
      note: t`It is not sent until it is brought back in WhatsApp Manager.`,
    },
  }
}

export function useTemplateCategories(): Record<string, string> {
  const { t } = useLingui()
  return {
    MARKETING: t({ message: `Marketing`, context: `template category` }),
    UTILITY: t`Service`,
    AUTHENTICATION: t`Sign-in code`,
  }
}

/** What Meta says that has no words here yet. */
export const inWords = (code: string): string => {
  const plain = code.toLowerCase().replaceAll('_', ' ')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}
