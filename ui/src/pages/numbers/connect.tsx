import { useLingui } from '@lingui/react/macro'
import { Button, Group, PasswordInput, Radio, Stack, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, intention, useFieldErrors } from '@/api'
import type { Channel } from '@/api/types'
import { Page } from '@/kit'
import { ProblemLine } from '../common/problem-line'
import classes from './numbers.module.css'

type Today = '' | 'app' | 'other' | 'new'

/** From Meta's dashboard to a connected number, step by step. */
export default function ConnectPage() {
  const { t } = useLingui()
  const [today, setToday] = useState<Today>('')
  return (
    <Page
      title={t`Connect a WhatsApp number`}
      note={t`You need a Meta app with the product WhatsApp, and a quarter of an hour.`}
    >
      <div className={classes.column}>
        <section className={classes.panel}>
          <h2>{t`Before you begin`}</h2>
          <Radio.Group
            label={t`Is this number in the WhatsApp app on a phone today?`}
            value={today}
            onChange={(value) => setToday(value as Today)}
          >
            <Stack gap={8} mt={8}>
              <Radio value="app" label={t`Yes, in WhatsApp or WhatsApp Business`} />
              <Radio value="new" label={t`No, it is a new number or Meta's test number`} />
              <Radio value="other" label={t`It is connected to another system`} />
            </Stack>
          </Radio.Group>
          {today === 'app' && (
            <div className={classes.warn} role="status">
              <IconAlertTriangle size={20} aria-hidden />
              <span>{t`It will stop working in the app there: a number lives either in the app or here. Chats in the app are not taken over. Keep a copy of what you need, delete the account in the app, then add the number at Meta. If you are not sure, begin with Meta's test number.`}</span>
            </div>
          )}
          {today === 'other' && (
            <div className={classes.warn} role="status">
              <IconAlertTriangle size={20} aria-hidden />
              <span>{t`An app delivers its messages to one address. Once the callback URL is changed, the other system gets nothing any more.`}</span>
            </div>
          )}
        </section>
        {today && (
          <>
            <section className={classes.panel}>
              <h2>{t`In Meta's dashboard`}</h2>
              <p>
                {t`Meta's dashboard has a section “WhatsApp Flows”: those are forms inside a chat, not these flows. You do not need it.`}
              </p>
              <ol>
                <li>{t`On developers.facebook.com open your app, or create one of type “Business”, and add the product WhatsApp.`}</li>
                <li>{t`WhatsApp, API setup: choose the number under “From” and copy the phone number id and the WhatsApp Business account id below.`}</li>
                <li>{t`App settings, Basic: copy the app id and the app secret.`}</li>
                <li>{t`Business settings, System users: add one with the role “Admin”, assign it the app and the WhatsApp account, and generate a token that never ends, with whatsapp_business_messaging and whatsapp_business_management. The token on the API setup page lives only one day.`}</li>
              </ol>
            </section>
            <ConnectForm />
          </>
        )}
      </div>
    </Page>
  )
}

const EMPTY = { name: '', phone_number_id: '', waba_id: '', app_id: '', access_token: '', app_secret: '' }
type Field = keyof typeof EMPTY

function ConnectForm() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const field = useFieldErrors()
  const [key, setKey] = useState(intention)
  const [form, setForm] = useState(EMPTY)
  const create = useMutation({
    mutationFn: () => {
      const { app_id, ...rest } = form
      return api.post<Channel>('/channels', { ...rest, ...(app_id.trim() && { app_id }) }, { idempotencyKey: key })
    },
    onSuccess: (channel) => {
      void queries.invalidateQueries({ queryKey: ['channels'] })
      void navigate({ to: `/numbers/${channel.id}` as never })
    },
    // What is sent next is another intention.
    onError: () => setKey(intention()),
  })
  const props = (name: Field, label: string) => ({
    label,
    value: form[name],
    error: field(create.error, `/${name}`),
    autoComplete: 'off',
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setForm({ ...form, [name]: event.currentTarget.value }),
  })
  return (
    <form
      className={classes.panel}
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate()
      }}
    >
      <h2>{t`What you copied`}</h2>
      <TextInput
        {...props('name', t`Name`)}
        placeholder={t`Shop`}
        description={t`How you call this number here.`}
        maxLength={100}
      />
      <div className={classes.pair}>
        <TextInput
          {...props('phone_number_id', t`Phone number id`)}
          inputMode="numeric"
          placeholder="106540352242922"
        />
        <TextInput
          {...props('waba_id', t`WhatsApp Business account id`)}
          inputMode="numeric"
          placeholder="102290129340398"
        />
      </div>
      <TextInput {...props('app_id', t`App id`)} inputMode="numeric" />
      <PasswordInput
        visibilityToggleButtonProps={{ 'aria-label': t`Show what is written` }}
        {...props('access_token', t`Permanent access token`)}
        description={t`Kept encrypted, and never shown again.`}
      />
      <PasswordInput
        visibilityToggleButtonProps={{ 'aria-label': t`Show what is written` }}
        {...props('app_secret', t`App secret`)}
        description={t`Proves that a message really comes from Meta. Kept encrypted.`}
      />
      <ProblemLine error={create.error} />
      <Group>
        <Button type="submit" loading={create.isPending}>{t`Connect and check`}</Button>
        <Button variant="default" onClick={() => void navigate({ to: '/numbers' as never })}>{t`Cancel`}</Button>
      </Group>
    </form>
  )
}
