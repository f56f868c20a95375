import { useLingui } from '@lingui/react/macro'
import { IconChevronRight } from '@tabler/icons-react'
import type { StepDoc } from '@/api/types'
import { KindIcon, useEdited, useEditor, useFacts } from '@/canvas'
import { ProblemDot } from '@/canvas/step-card'
import { outline, START, stepById, triggerSummary } from '@/doc'
import { LineText } from '@/form'
import { Bubble, Chat, ChatNotice } from '@/kit'
import { chipName } from './chip-name'
import classes from './flow-list.module.css'
import { previewBubbles } from './preview'

// Deeper than this a phone has no room left for the words.
const MAX_DEPTH = 4

/** The whole flow to be read from top to bottom, as the customer meets it: the natural way on a phone. */
export function FlowList({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useLingui()
  const { kinds } = useEditor()
  const doc = useEdited((state) => state.doc)
  const context = useEdited((state) => state.context)
  const { issues } = useFacts()
  return (
    <ol className={classes.list}>
      {outline(doc, context).map((item, index) => {
        const step = stepById(doc, item.id)
        const kind = step && kinds.get(step.kind)
        const start = item.id === START
        const name = start ? t`When it runs` : (step?.name ?? '')
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a step may be told twice
            key={index}
            className={classes.item}
            style={{ marginInlineStart: Math.min(item.depth, MAX_DEPTH) * 12 }}
          >
            {item.via && <span className={classes.via}>{item.via}</span>}
            {item.loose && <span className={classes.via}>{t`Nothing leads here`}</span>}
            <button type="button" className={classes.head} onClick={() => onOpen(item.id)}>
              <KindIcon icon={kind?.icon ?? 'bolt'} group={start ? 'triggers' : kind?.group} size={28} />
              <span className={classes.name}>{item.again ? t`back to ${name}` : name}</span>
              <ProblemDot issues={item.again ? [] : issues.filter((issue) => issue.step === item.id)} />
              <IconChevronRight size={16} aria-hidden />
            </button>
            {start &&
              doc.triggers.map((trigger) => (
                <p key={trigger.id} className={classes.trigger}>
                  {triggerSummary(trigger, kinds.get(trigger.kind), context.words)}
                </p>
              ))}
            {step && !item.again && <Said step={step} />}
          </li>
        )
      })}
    </ol>
  )
}

/** What the customer gets from one step. */
function Said({ step }: { step: StepDoc }) {
  const { kinds, catalog } = useEditor()
  const doc = useEdited((state) => state.doc)
  const words = useEdited((state) => state.context.words)
  const bubbles = previewBubbles(kinds.get(step.kind), step.config, words)
  if (bubbles.length === 0) return null
  const chip = (expression: string) => chipName(expression, catalog.variables, [doc])
  return (
    <div className={classes.said}>
      <Chat>
        {bubbles.map((bubble, index) => {
          const key = `${index}`
          if (bubble.content) {
            return <Bubble key={key} content={bubble.content} direction="out" side="left" chip={chip} />
          }
          return (
            <ChatNotice key={key}>
              <LineText pieces={bubble.notice ?? []} chip={chip} stepName={(id) => stepById(doc, id)?.name} />
            </ChatNotice>
          )
        })}
      </Chat>
    </div>
  )
}
