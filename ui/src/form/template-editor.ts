// The text field with variable chips: CodeMirror with each {{ }} drawn as one unbreakable piece.
import { defaultKeymap } from '@codemirror/commands'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  MatchDecorator,
  placeholder as placeholderText,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from '@codemirror/view'
import { expressionsIn, parseChip, placeOf } from './expressions'

export interface ChipStyle {
  className: string
  label: (path: string) => string
  /** Reads "edit variable" to those who do not see it. */
  name: (label: string) => string
}

class Chip extends WidgetType {
  private readonly expression: string
  private readonly style: ChipStyle

  constructor(expression: string, style: ChipStyle) {
    super()
    this.expression = expression
    this.style = style
  }

  override eq(other: Chip): boolean {
    return other.expression === this.expression && other.style === this.style
  }

  toDOM(): HTMLElement {
    const parts = parseChip(this.expression)
    const label = parts ? this.style.label(parts.path) : this.expression
    const chip = document.createElement('span')
    chip.className = this.style.className
    chip.dataset.chip = ''
    if (!parts) chip.dataset.raw = ''
    chip.textContent = label
    chip.title = this.expression
    chip.setAttribute('role', 'button')
    chip.setAttribute('aria-label', this.style.name(label))
    return chip
  }

  override ignoreEvent(): boolean {
    return false
  }
}

function chips(style: ChipStyle): Extension {
  const decorator = new MatchDecorator({
    regexp: /\{\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\}/g,
    decoration: (match) => Decoration.replace({ widget: new Chip((match[1] ?? '').trim(), style) }),
  })
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet
      constructor(view: EditorView) {
        this.decorations = decorator.createDeco(view)
      }
      update(update: ViewUpdate) {
        this.decorations = decorator.updateDeco(update, this.decorations)
      }
    },
    {
      decorations: (plugin) => plugin.decorations,
      provide: (plugin) => EditorView.atomicRanges.of((view) => view.plugin(plugin)?.decorations ?? Decoration.none),
    },
  )
}

const theme = (line: boolean, lines: number) =>
  EditorView.theme({
    '&': { fontSize: 'var(--field-size, 14px)', backgroundColor: 'transparent', color: 'var(--text)' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': {
      fontFamily: 'var(--font)',
      lineHeight: '20px',
      minHeight: line ? '34px' : `${lines * 20 + 16}px`,
      maxHeight: line ? 'none' : '280px',
      overflow: line ? 'hidden' : 'auto',
    },
    '.cm-content': { padding: line ? '7px 0' : '8px 0', caretColor: 'var(--text)' },
    '.cm-line': { padding: '0 10px' },
    '.cm-placeholder': { color: 'var(--muted)' },
    '.cm-cursor': { borderLeftColor: 'var(--text)' },
    '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'color-mix(in srgb, var(--accent) 24%, transparent) !important',
    },
  })

// Who goes on typing after the braces knows what to write: the list comes to those who stop.
const BRACES_MS = 250

export interface TemplateEditorOptions {
  parent: HTMLElement
  value: string
  line: boolean
  lines: number
  label: string
  id: string
  placeholder: string
  style: ChipStyle
  onChange: (text: string) => void
  /** `{{` was typed, and nothing after it. */
  onBraces: () => void
  onChip: (at: { from: number; to: number; expression: string; rect: DOMRect }) => void
}

export class TemplateEditor {
  readonly view: EditorView
  private readonly styling = new Compartment()

  constructor(options: TemplateEditorOptions) {
    const { line } = options
    this.view = new EditorView({
      parent: options.parent,
      state: EditorState.create({
        doc: options.value,
        extensions: [
          this.styling.of(chips(options.style)),
          drawSelection(),
          // A text longer than its field wraps, as the bubble does; one line scrolls sideways.
          line ? [] : EditorView.lineWrapping,
          keymap.of(line ? [{ key: 'Enter', run: () => true }, ...defaultKeymap] : defaultKeymap),
          line ? EditorState.transactionFilter.of((tr) => (tr.newDoc.lines > 1 ? [] : tr)) : [],
          placeholderText(options.placeholder),
          theme(line, options.lines),
          EditorView.contentAttributes.of({
            'aria-label': options.label,
            'aria-multiline': String(!line),
            id: options.id,
            spellcheck: 'true',
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged || (update.focusChanged && !update.view.hasFocus)) clearTimeout(this.stopped)
            if (!update.docChanged || this.quiet) return
            options.onChange(update.state.doc.toString())
            const { head } = update.state.selection.main
            const typing = update.transactions.some((tr) => tr.isUserEvent('input.type'))
            if (typing && update.state.sliceDoc(Math.max(0, head - 2), head) === '{{') {
              this.stopped = setTimeout(options.onBraces, BRACES_MS)
            }
          }),
          EditorView.domEventHandlers({
            click: (event, view) => {
              const chip = (event.target as HTMLElement).closest('[data-chip]')
              if (!chip) return false
              const at = view.posAtDOM(chip)
              const all = expressionsIn(view.state.doc.toString())
              const found = all.find(({ from }) => from === at) ?? all.find(({ from, to }) => from <= at && at <= to)
              if (!found) return false
              options.onChip({ ...found, rect: chip.getBoundingClientRect() })
              return true
            },
          }),
        ],
      }),
    })
  }

  private quiet = false
  private stopped: ReturnType<typeof setTimeout> | undefined

  /** The value from outside (undo, another field): told to nobody. */
  set(value: string): void {
    const now = this.view.state.doc.toString()
    if (now === value) return
    this.quiet = true
    this.view.dispatch({ changes: { from: 0, to: now.length, insert: value } })
    this.quiet = false
  }

  restyle(style: ChipStyle): void {
    this.view.dispatch({ effects: this.styling.reconfigure(chips(style)) })
  }

  insert(text: string): void {
    const { from, to } = this.view.state.selection.main
    this.view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length } })
    this.view.focus()
  }

  /** Writes a variable where the cursor is; what was typed of it before is part of it. */
  insertVariable(text: string): void {
    const { state } = this.view
    const { from, to } = state.selection.main
    const { back, on, insert } = placeOf(state.sliceDoc(0, from), state.sliceDoc(to), text)
    const begin = from - back
    this.view.dispatch({ changes: { from: begin, to: to + on, insert }, selection: { anchor: begin + insert.length } })
    this.view.focus()
  }

  replace(from: number, to: number, text: string): void {
    this.view.dispatch({ changes: { from, to, insert: text } })
  }

  /** Puts WhatsApp's marks around what is chosen. */
  wrap(mark: string): void {
    const { from, to } = this.view.state.selection.main
    this.view.dispatch({
      changes: [
        { from, insert: mark },
        { from: to, insert: mark },
      ],
      selection: { anchor: from + mark.length, head: to + mark.length },
    })
    this.view.focus()
  }

  destroy(): void {
    clearTimeout(this.stopped)
    this.view.destroy()
  }
}
