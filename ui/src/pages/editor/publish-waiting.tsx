import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Collapse, Radio, Stack, Text, Textarea } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import type { Waiting, WaitingAt } from '@/api/types'
import { affected } from './affected'
import classes from './editor.module.css'

interface WaitingChoiceProps {
  waiting: WaitingAt[]
  next: number
  value: Waiting
  onChange: (value: Waiting) => void
}

/** What becomes of the people who wait on steps that the new version changes. */
export function WaitingChoice({ waiting, next, value, onChange }: WaitingChoiceProps) {
  const { t } = useLingui()
  const [more, setMore] = useState(value !== 'finish')
  const { people, changed, leave, steps } = affected(waiting)
  if (people === 0) return null
  return (
    <div>
      <Text fw={550} size="sm">
        {t`People in this flow now`}
      </Text>
      <Text size="sm">
        {plural(people, { one: '# person is in it', other: '# people are in it' })}
        {changed > 0 &&
          `, ${plural(changed, { one: '# of them waits on a changed step', other: '# of them wait on changed steps' })}`}
        {'.'}
      </Text>
      {steps.length > 0 && (
        <ul className={classes.changes}>
          {steps.map((step) => (
            <li key={step.step} className="num">
              {step.name}: {step.count}
            </li>
          ))}
        </ul>
      )}
      <Radio.Group
        aria-label={t`People in this flow now`}
        value={value}
        onChange={(choice) => onChange(choice as Waiting)}
      >
        <Stack gap={8} mt={8}>
          <Radio
            value="finish"
            label={t`They finish the version they started`}
            description={t`Nothing changes for them in the middle of the conversation.`}
          />
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-expanded={more}
            style={{ alignSelf: 'flex-start' }}
            leftSection={
              <IconChevronRight size={14} style={{ transform: more ? 'rotate(90deg)' : undefined }} aria-hidden />
            }
            onClick={() => setMore(!more)}
          >
            {t`More choices`}
          </Button>
          <Collapse expanded={more}>
            <Stack gap={8}>
              <Radio
                value="move"
                label={t`They go on in version ${next}`}
                description={
                  leave > 0
                    ? plural(leave, {
                        one: 'Their answers stay. # person leaves the flow: the step they wait on is gone.',
                        other: 'Their answers stay. # people leave the flow: the steps they wait on are gone.',
                      })
                    : t`Their answers stay, and they wait at the same step as it is now.`
                }
              />
              <Radio
                value="end"
                label={plural(people, { one: '# person leaves the flow', other: '# people leave the flow' })}
                description={t`They get no message about it. What they write next starts flows again.`}
              />
            </Stack>
          </Collapse>
        </Stack>
      </Radio.Group>
    </div>
  )
}

interface FailingTestsProps {
  names: string[]
  reason: string
  onReason: (reason: string) => void
  field: RefObject<HTMLTextAreaElement | null>
}

/** Saved tests that fail on what would be published. Doing it anyway needs a reason that is kept. */
export function FailingTests({ names, reason, onReason, field }: FailingTestsProps) {
  const { t } = useLingui()
  if (names.length === 0) return null
  return (
    <div>
      <Text size="sm" c="var(--problem)" fw={550}>
        {plural(names.length, { one: '# saved test fails', other: '# saved tests fail' })}
      </Text>
      <ul className={classes.changes}>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <Textarea
        ref={field}
        mt={8}
        label={t`Why publish anyway`}
        description={t`It is kept with the version. The test panel shows what the customer would read instead.`}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => onReason(event.currentTarget.value)}
      />
    </div>
  )
}
