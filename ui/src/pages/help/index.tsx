import { useLingui as useI18n } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import { Anchor, Button, Kbd } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { flowNamesQuery, useMe } from '@/api'
import { actions } from '@/canvas/actions'
import { keysText } from '@/canvas/shortcuts'
import { Page } from '@/kit'
import classes from './help.module.css'

/** How it works, on one page. */
export default function HelpPage() {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const me = useMe()
  const words: [string, string][] = [
    [t`Flow`, t`A conversation that you draw once and that Flusso holds with everybody who enters it.`],
    [t`Trigger`, t`What lets somebody in: a message, certain words, an ad, or you.`],
    [t`Step`, t`One thing that happens: a message, a question, a condition, a wait.`],
    [t`Path`, t`A way out of a step. “Otherwise” is taken when no other one fits.`],
    [
      t`Draft and version`,
      t`You work on the draft. Publishing makes a version of it; who is inside goes on in the one they began with.`,
    ],
    [t`Variable`, t`What was answered or is known, to be used in later texts.`],
    [
      t`Demo number`,
      t`A phone inside this program, to try published flows without WhatsApp. Meta's “test number” is something else.`,
    ],
    [
      t`Try on my WhatsApp`,
      t`A code puts the draft on one phone for 30 minutes; everybody else stays on what is published.`,
    ],
    [t`24-hour window`, t`WhatsApp lets a business write freely for 24 hours after each message of the person.`],
    [t`Take over`, t`You answer yourself; the flows are silent in that conversation until you give it back.`],
  ]
  // Arrow keys are one action a direction: the first stands for all.
  const seen = new Set<string>()
  const shortcuts = actions
    .filter((action) => action.keys?.length)
    .flatMap((action) => {
      const label = i18n._(action.label.id, {}, { message: action.label.message ?? '' })
      if (seen.has(label)) return []
      seen.add(label)
      const arrows = action.keys?.[0]?.includes('arrow')
      const keys = arrows
        ? [keysText(action.keys?.[0]).replace(/Arrow\w+/, t`arrow keys`)]
        : (action.keys ?? []).map(keysText)
      return [{ label, keys }]
    })
  return (
    <Page title={t`Help`}>
      <div className={classes.column}>
        <section className={classes.panel}>
          <h2>{t`How it works`}</h2>
          <ol>
            <li>
              {t`Make a flow: begin with an example or an empty one.`}{' '}
              <Anchor component={Link} to={'/flows' as never}>{t`Flows`}</Anchor>
            </li>
            <li>{t`Draw it: a trigger on top, steps below, time runs down. Everything is saved as you go, and everything can be undone.`}</li>
            <li>{t`Press Test: the phone beside the canvas plays the draft. Nothing leaves this program.`}</li>
            <li>{t`Publish: from then on it answers on the demo number, and on the WhatsApp numbers that you ticked.`}</li>
            <li>
              {t`Connect a WhatsApp number when you are ready for customers.`}{' '}
              <Anchor component={Link} to={'/numbers' as never}>{t`Numbers`}</Anchor>
            </li>
            <li>
              {t`Look after people: under every message stands what it did, and why nothing answered.`}{' '}
              <Anchor component={Link} to={'/conversations' as never}>{t`Conversations`}</Anchor>
            </li>
          </ol>
        </section>
        <Around />
        <section className={classes.panel}>
          <h2>{t`On a phone or a tablet`}</h2>
          <ul>
            <li>{t`One finger moves the canvas, two make it larger or smaller. A (+) stands on every connection.`}</li>
            <li>{t`On a phone, “Read as a list” shows the whole flow from top to bottom, as the customer reads it. Press a step to change it.`}</li>
            <li>{t`Test, Publish and Pause stand in the menu with the three dots.`}</li>
          </ul>
        </section>
        <section className={classes.panel}>
          <h2>{t`Words`}</h2>
          <dl>
            {words.map(([word, meaning]) => (
              <div key={word} style={{ display: 'contents' }}>
                <dt>{word}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section className={classes.panel}>
          <h2>{t`Keys in the editor`}</h2>
          <table className={classes.keys}>
            <tbody>
              {shortcuts.map(({ label, keys }) => (
                <tr key={label}>
                  <td>{label}</td>
                  <td>
                    {keys.map((key, index) => (
                      <span key={key}>
                        {index > 0 && ' '}
                        <Kbd>{key}</Kbd>
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <section className={classes.panel}>
          <h2>{t`For programmers`}</h2>
          <p>
            {t`Everything that can be done here can be done through the API.`}{' '}
            <Anchor href="/api/docs" target="_blank" rel="noreferrer">{t`API documentation`}</Anchor>
            {' · '}
            <Anchor component={Link} to={'/settings' as never} search={{ tab: 'keys' } as never}>
              {t`API keys`}
            </Anchor>
          </p>
        </section>
        <div className={classes.foot}>{t`Flusso ${me.version}`}</div>
      </div>
    </Page>
  )
}

/** The tour begins in the flow that was changed last. */
function Around() {
  const { t } = useLingui()
  const { data } = useQuery(flowNamesQuery)
  const [flow] = (data?.items ?? [])
    .filter((one) => one.state !== 'archived')
    .sort((a, b) => b.updated_at.localeCompare(a.updated_at))
  return (
    <section className={classes.panel}>
      <h2>{t`Show me around`}</h2>
      <p>{t`Five short hints that show what is where in the editor. You can leave at any moment.`}</p>
      <div className={classes.button}>
        {flow ? (
          <Button
            variant="default"
            component={Link}
            to={`/flows/${flow.id}/edit` as never}
            search={{ around: true } as never}
          >{t`Show me around`}</Button>
        ) : (
          <Button variant="default" component={Link} to={'/flows' as never}>{t`Make a flow first`}</Button>
        )}
      </div>
    </section>
  )
}
