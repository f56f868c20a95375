import { useLingui } from '@lingui/react/macro'
import { Drawer, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { TemplateInfo } from '@/api/types'
import { Bubble, Chat, Pill } from '@/kit'
import { type Blank, blankKey, blanksOf, filled } from './fill'
import classes from './templates.module.css'
import { inWords, useTemplateStates } from './words'

/** The bubble that the customer would get; values can be tried, nothing is sent. */
export function TemplatePreview({ template, onClose }: { template: TemplateInfo | undefined; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Drawer
      opened={template !== undefined}
      onClose={onClose}
      position="right"
      size={420}
      title={template?.name ?? ''}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {template && <Inside key={template.id} template={template} />}
    </Drawer>
  )
}

function Inside({ template }: { template: TemplateInfo }) {
  const { t } = useLingui()
  const states = useTemplateStates()
  const [values, setValues] = useState<Record<string, string>>({})
  const blanks = blanksOf(template)
  const state = states[template.status]
  const called = (blank: Blank) => {
    if (blank.part === 'header') return t`Header: ${blank.name}`
    if (blank.part === 'button') return t`Button “${blank.name}”`
    return t`Text: ${blank.name}`
  }
  const reason = template.reason && template.reason !== 'NONE' ? inWords(template.reason) : ''
  return (
    <Stack>
      <div>
        <Pill tone={state?.tone ?? 'plain'}>{state?.label ?? inWords(template.status)}</Pill>
        {state?.note && <p className={classes.small}>{state.note}</p>}
        {reason && <p className={classes.small}>{t`Meta's reason: ${reason}`}</p>}
      </div>
      <div className={classes.phone}>
        <Chat label={t`What the customer gets`}>
          <Bubble content={filled(template, values)} direction="out" side="left" />
        </Chat>
      </div>
      {blanks.length === 0 ? (
        <Text size="sm" c="dimmed">{t`It has no variables: everybody gets the same text.`}</Text>
      ) : (
        <section aria-label={t`Variables`}>
          <h3 className={classes.part}>{t`Variables`}</h3>
          <p className={classes.small}>{t`A step fills them in for each contact. Try values here: nothing is sent.`}</p>
          <Stack gap="xs" mt={8}>
            {blanks.map((blank) => {
              const key = blankKey(blank)
              return (
                <TextInput
                  key={key}
                  label={called(blank)}
                  value={values[key] ?? ''}
                  onChange={(event) => setValues({ ...values, [key]: event.currentTarget.value })}
                />
              )
            })}
          </Stack>
        </section>
      )}
    </Stack>
  )
}
