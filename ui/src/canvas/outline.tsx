import { useLingui } from '@lingui/react/macro'
import { useRef } from 'react'
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
  const edit = (id: string) => view.setState({ panel: 'step', focusField: id })
  const rows = useRef<HTMLOListElement>(null)
  /** Up, down, to the ends: one press a row. */
  const walk = (key: string, from: number): boolean => {
    const all = [...(rows.current?.querySelectorAll('button') ?? [])]
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: all.length - 1 }[key]
    if (to === undefined) return false
    all[to]?.focus()
    return true
  }
  const row = ({ item, index, inner }: Branch) => {
    const step = stepById(doc, item.id)
    const kind = step && kinds.get(step.kind)
    const name = item.id === START ? t`Trigger` : (step?.name ?? '')
    return (
      <li key={index}>
        <button
          type="button"
          className={classes.item}
          aria-current={selection.includes(item.id)}
          onClick={() => open(item.id)}
          onDoubleClick={() => edit(item.id)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              open(item.id)
              edit(item.id)
            } else if (!walk(event.key, index)) return
            event.preventDefault()
          }}
        >
          <KindIcon icon={kind?.icon ?? 'bolt'} group={kind?.group} size={22} />
          <span className={classes.words}>
            {item.via && <small>{item.via}</small>}
            {item.again ? t`back to ${name}` : name}
            {item.loose && <small>{t`Nothing leads here`}</small>}
          </span>
          <ProblemDot issues={item.again ? [] : issues.filter((issue) => issue.step === item.id)} />
        </button>
        {inner.length > 0 && <ol className={`${classes.list} ${classes.inner}`}>{inner.map(row)}</ol>}
      </li>
    )
  }
  return (
    <ol ref={rows} className={classes.list}>
      {nested(outline(doc, context)).map(row)}
    </ol>
  )
}

type Item = ReturnType<typeof outline>[number]

interface Branch {
  item: Item
  index: number
  inner: Branch[]
}

/** A list in lists, so that how deep something stands is heard as well as seen. */
function nested(items: readonly Item[]): Branch[] {
  const top: Branch[] = []
  const above: Branch[] = []
  for (const [index, item] of items.entries()) {
    const branch = { item, index, inner: [] }
    above.length = Math.min(above.length, item.depth)
    ;(above.at(-1)?.inner ?? top).push(branch)
    above.push(branch)
  }
  return top
}
