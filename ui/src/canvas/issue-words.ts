import { useIssueText } from '@/api/issues'
import type { Issue } from '@/api/types'
import { exitsAt } from '@/doc'
import { useEditor } from './editor-context'

/** The sentence of a problem; a path is called in it as the reader's card calls it, not as the check found it. */
export function useIssueWords(): (issue: Issue) => string {
  const { store } = useEditor()
  const text = useIssueText()
  return (issue) => {
    const { params, step } = issue
    const exit = params?.exit
    if (!exit || !step) return text(issue)
    const { doc, context } = store.getState()
    const label = exitsAt(doc, step, context).find(({ id }) => id === exit)?.label
    return text(label ? { ...issue, params: { ...params, label } } : issue)
  }
}
