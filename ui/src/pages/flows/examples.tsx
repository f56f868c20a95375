import { useLingui } from '@lingui/react/macro'
import { Group } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { api } from '@/api'
import type { Flow } from '@/api/types'
import { Bubble, Chat } from '@/kit'
import { useAct } from '../common/use-act'
import classes from './flows.module.css'

interface Example {
  id: string
  name: string
  note: string
  says: string
  options?: string[]
}

/** The flows to begin with, as the server has them. */
function useExamples(): Example[] {
  const { t } = useLingui()
  return [
    {
      id: 'lead',
      name: t`Lead capture`,
      note: t`Asks for the name and the topic, then for what each topic needs, and keeps it with the contact.`,
      says: t`What is your name?`,
    },
    {
      id: 'appointment',
      name: t`Appointment request`,
      note: t`Asks what to book, which day and which part of it, and where to send the confirmation.`,
      says: t`What would you like to book?`,
      options: [t`First visit`, t`Follow-up`],
    },
    {
      id: 'order_status',
      name: t`Order status`,
      note: t`Asks your shop's program where an order is, tells the customer, and hands over what it does not find.`,
      says: t`What is your order number?`,
    },
    {
      id: 'support',
      name: t`Support menu`,
      note: t`Answers the usual questions from a menu, and hands over what is left.`,
      says: t`How can we help you?`,
      options: [t`Opening hours`, t`My order`],
    },
    {
      id: 'faq',
      name: t`Questions and answers`,
      note: t`A list of topics with their answers; any other question goes to a person.`,
      says: t`What would you like to know?`,
      options: [t`Where we are`, t`Delivery`],
    },
    {
      id: 'survey',
      name: t`Satisfaction survey`,
      note: t`Asks how it was, thanks who is happy, and marks who should be called back.`,
      says: t`How was your visit?`,
      options: [t`Great`, t`So-so`],
    },
    {
      id: 'opt_in',
      name: t`Opt-in`,
      note: t`Asks whether somebody wants your offers, and keeps the answer as their consent.`,
      says: t`Would you like to hear about our offers?`,
      options: [t`Yes, please`, t`No, thanks`],
    },
    {
      id: 'ad',
      name: t`Ad landing`,
      note: t`Greets who comes from an ad that opens WhatsApp, asks what they want, and hands over.`,
      says: t`Welcome: here are 10 % off your first order.`,
      options: [t`I want to order`],
    },
  ]
}

/** Flows to begin with: the first page that a new owner sees, and a page of its own later. */
export function Examples({ own }: { own?: ReactNode }) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const act = useAct()
  const [busy, setBusy] = useState<string>()
  const examples = useExamples()
  const choose = async (example: Example) => {
    if (busy) return
    setBusy(example.id)
    await act(
      async () => {
        const flow = await api.post<Flow>('/flows', {
          name: example.name,
          example: example.id,
          language: i18n.locale,
        })
        await navigate({ to: `/flows/${flow.id}/edit` as never, search: { test: true } as never })
      },
      { refresh: [['flows']] },
    )
    setBusy(undefined)
  }
  return (
    <>
      <div className={classes.intro}>
        <h2>{t`Begin with an example`}</h2>
        <p>{t`It opens in the editor with the test phone beside it. Nothing is sent to anybody until you publish.`}</p>
      </div>
      <div className={classes.examples}>
        {examples.map((example) => (
          <button
            key={example.id}
            type="button"
            className={classes.example}
            aria-disabled={busy !== undefined}
            onClick={() => void choose(example)}
          >
            <div className={classes.chat} aria-hidden>
              <Chat>
                <Bubble
                  direction="out"
                  side="left"
                  content={
                    example.options
                      ? {
                          type: 'buttons',
                          text: example.says,
                          options: example.options.map((title) => ({ id: title, title })),
                        }
                      : { type: 'text', text: example.says }
                  }
                />
              </Chat>
            </div>
            <h3>{example.name}</h3>
            <p>{example.note}</p>
            <Group gap={4} className={classes.try ?? ''}>
              {t`Open this example`}
              <IconArrowRight size={16} aria-hidden />
            </Group>
          </button>
        ))}
      </div>
      {own && <Group gap="sm">{own}</Group>}
    </>
  )
}
