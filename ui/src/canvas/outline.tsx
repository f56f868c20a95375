import { useLingui } from '@lingui/react/macro'
import { outline, START, stepById } from '@/doc'
import { useEdited, useEditor, useFacts } from './editor-context'
import { KindIcon } from './kind-icon'
import classes from './outline.module.css'
import { ProblemDot } from './step-card'

/** The same flow as a list: for reading, and for those who do not use the canvas. */
export function Outline() {
  const { t } = useLingui()
  const { store, view, viewport, kinds } = useEditor()
  const doc = useEdited((state) => state.doc)
  const context = useEdited((state) => state.context)
  const selection = useEdited((state) => state.selection)
  const { issues } = useFacts()
  const open = (id: string) => {
    store.select([id])
    view.setState({ line: undefined })
    viewport.current?.reveal(id)
  }
  return (
    <ol className={classes.list}>
      {outline(doc, context).map((item, index) => {
        const step = stepById(doc, item.id)
        const kind = step && kinds.get(step.kind)
        const name = item.id === START ? t`Trigger` : (step?.name ?? '')
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may be told twice
          <li key={index} style={{ paddingInlineStart: item.depth * 16 }}>
            <button
              type="button"
              className={classes.item}
              aria-current={selection.includes(item.id)}
              onClick={() => open(item.id)}
              onDoubleClick={() => view.setState({ panel: 'step', focusField: item.id })}
            >
              <KindIcon icon={kind?.icon ?? 'bolt'} group={kind?.group} size={22} />
              <span className={classes.words}>
                {item.via && <small>{item.via}</small>}
                {item.again ? t`back to ${name}` : name}
                {item.loose && <small>{t`Nothing leads here`}</small>}
              </span>
              <ProblemDot issues={item.again ? [] : issues.filter((issue) => issue.step === item.id)} />
            </button>
          </li>
        )
      })}
    </ol>
  )
}
