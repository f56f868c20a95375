// Loaded only when a step has a field of code.
import { defaultKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { defaultHighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'

interface CodeEditorProps {
  id: string
  label: string
  language: string
  value: string
  onChange: (value: string) => void
}

export default function CodeEditor({ id, label, language, value, onChange }: CodeEditorProps) {
  const holder = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const change = useRef(onChange)
  change.current = onChange
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once for a field
  useEffect(() => {
    if (!holder.current) return
    const made = new EditorView({
      parent: holder.current,
      doc: value,
      extensions: [
        lineNumbers(),
        keymap.of(defaultKeymap),
        EditorView.lineWrapping,
        language === 'json' ? [json(), syntaxHighlighting(defaultHighlightStyle)] : [],
        EditorView.contentAttributes.of({ 'aria-label': label, id }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) change.current(update.state.doc.toString())
        }),
        EditorView.theme({
          '&': { fontSize: '13px', color: 'var(--text)' },
          '.cm-scroller': { minHeight: '96px', maxHeight: '320px', overflow: 'auto' },
          '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--muted)', border: 'none' },
          '.cm-content': { caretColor: 'var(--text)' },
        }),
      ],
    })
    view.current = made
    return () => made.destroy()
  }, [])
  useEffect(() => {
    const now = view.current?.state.doc.toString()
    if (now !== undefined && now !== value)
      view.current?.dispatch({ changes: { from: 0, to: now.length, insert: value } })
  }, [value])
  return <div ref={holder} />
}
