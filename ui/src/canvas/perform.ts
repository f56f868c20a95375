// What the actions do to the editor: choosing, walking, adding, copying.
import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import {
  connectionAt,
  copySteps,
  disconnect,
  exitsAt,
  groupOf,
  isRecord,
  move,
  paste,
  readClip,
  removeSteps,
  START,
  stepById,
  tooLarge,
  tooLong,
} from '@/doc'
import { toast } from '@/kit/toast'
import type { Editor } from './editor-context'

export const selected = (editor: Editor) => editor.store.getState().selection.filter((id) => id !== START)
export const one = (editor: Editor) => editor.store.getState().selection.length === 1
export const some = (editor: Editor) => selected(editor).length > 0
export const always = () => true
/** The step editor needs one step. */
export const panelShown = (editor: Editor) => {
  const { panel } = editor.view.getState()
  return panel !== undefined && (panel !== 'step' || one(editor))
}
export const NUDGE = 24

export const shown = (editor: Editor) => editor.viewport.current?.positions() ?? {}

export function openLibrary(editor: Editor): void {
  const { doc, selection, context } = editor.store.getState()
  const box = document.querySelector(`[data-id="${selection.at(-1)}"]`)?.getBoundingClientRect()
  const screen = box
    ? { x: box.left + box.width / 2, y: box.bottom }
    : { x: window.innerWidth / 2, y: window.innerHeight / 3 }
  const from = selection.at(-1) ?? lastStep(editor)
  const exits = exitsAt(doc, from, context)
  const open = exits.find((exit) => !connectionAt(doc, from, exit.id)) ?? exits[0]
  editor.view.setState({ library: open ? { from, exit: open.id, screen } : { screen } })
}

// The end of the main way: where a new step belongs when nothing is chosen.
function lastStep(editor: Editor): string {
  const { doc, context } = editor.store.getState()
  const seen = new Set<string>()
  let here = START
  while (!seen.has(here)) {
    seen.add(here)
    const next = exitsAt(doc, here, context)
      .map((exit) => connectionAt(doc, here, exit.id)?.to)
      .find((to) => to !== undefined && !seen.has(to))
    if (next === undefined) break
    here = next
  }
  return here
}

/** Goes along the connections: down to what follows, up to what leads here, sideways to what stands beside. */
export function walk(editor: Editor, way: 'up' | 'down' | 'left' | 'right'): void {
  const { doc, selection, context } = editor.store.getState()
  const at = selection.at(-1) ?? START
  const places = shown(editor)
  let next: string | undefined
  if (way === 'down') {
    next = exitsAt(doc, at, context)
      .map((exit) => connectionAt(doc, at, exit.id)?.to)
      .find((to) => to !== undefined)
  } else if (way === 'up') next = doc.connections.find((c) => c.to === at)?.from
  else {
    const here = places[at]
    const sign = way === 'left' ? -1 : 1
    const beside = Object.entries(places)
      .filter(([id, p]) => id !== at && here && (p.x - here.x) * sign > 0)
      .sort(([, a], [, b]) => distance(a, here) - distance(b, here))
    next = beside[0]?.[0]
  }
  if (selection.length === 0) next = START
  if (next === undefined) return
  editor.store.select([next])
  editor.viewport.current?.reveal(next)
}

const distance = (a: { x: number; y: number }, b: { x: number; y: number } | undefined) =>
  b ? Math.abs(a.x - b.x) + 3 * Math.abs(a.y - b.y) : Number.POSITIVE_INFINITY

export function nudge(editor: Editor, x: number, y: number): void {
  const places = shown(editor)
  const ids = selected(editor)
  const moved = Object.fromEntries(
    ids.flatMap((id) => {
      const p = places[id]
      return p ? [[id, { x: p.x + x, y: p.y + y }]] : []
    }),
  )
  editor.store.run({ label: 'move', merge: `move ${ids.join(' ')}` }, (doc) => move(doc, places, moved))
}

export function remove(editor: Editor): void {
  const { line } = editor.view.getState()
  const { selection } = editor.store.getState()
  if (line && selection.length === 0) {
    editor.store.run({ label: 'disconnect' }, (doc) => disconnect(doc, line.from, line.exit))
    editor.view.setState({ line: undefined })
    return
  }
  editor.store.run({ label: 'delete' }, (doc) => removeSteps(doc, selection))
  if (editor.view.getState().panel === 'step') editor.view.setState({ panel: undefined })
}

// The browser's clipboard needs a secure page; inside this tab copying works without.
let clipboard = ''

export function copyToClipboard(editor: Editor): string {
  const { doc } = editor.store.getState()
  clipboard = JSON.stringify(copySteps(doc, selected(editor)))
  void navigator.clipboard?.writeText(clipboard).catch(() => undefined)
  return clipboard
}

const refused = {
  nothing: msg`What you copied holds no steps of a flow. Nothing was changed.`,
  large: msg`This is more than one flow can hold. Nothing was changed.`,
}
const refuse = (why: keyof typeof refused) => toast.problem(i18n._(refused[why]))

/** Puts copied steps in: those of the text, or those last copied in this tab. */
export function pasteText(editor: Editor, text = ''): void {
  if (tooLong(text)) {
    refuse('large')
    return
  }
  // What was copied in this tab counts where the browser's clipboard cannot have it.
  const own = text.trim() === '' || !navigator.clipboard ? readClip(clipboard) : undefined
  const clip = readClip(text) ?? own
  if (!clip) {
    if (text.trim() !== '') refuse('nothing')
    return
  }
  editor.store.run({ label: 'paste' }, (doc, context) => {
    const pasted = paste(doc, context, clip, editor.viewport.current?.center())
    if (!tooLarge(pasted.doc)) return pasted
    refuse('large')
    return { doc }
  })
}

export const groupsChosen = (editor: Editor) => {
  const { doc } = editor.store.getState()
  return [...new Set(selected(editor).flatMap((id) => groupOf(doc, id)?.id ?? []))]
}

/** The step or flow that this step leads to by naming it: its schema says which field that is. */
export function named(editor: Editor, what: 'step' | 'flow'): string | undefined {
  const [id] = selected(editor)
  const step = id === undefined ? undefined : stepById(editor.store.getState().doc, id)
  const fields = Object.entries(editor.kinds.get(step?.kind ?? '')?.schema.properties ?? {})
  const field = fields.find(([, schema]) => schema['x-widget'] === what)?.[0]
  const to = field !== undefined && isRecord(step?.config) ? step.config[field] : undefined
  return typeof to === 'string' && to !== '' ? to : undefined
}
export const stepNamed = (editor: Editor): string | undefined => {
  const to = named(editor, 'step')
  return to !== undefined && stepById(editor.store.getState().doc, to) ? to : undefined
}

// The keyboard goes on where the panel was opened from.
export function focusCard(editor: Editor): void {
  const id = editor.store.getState().selection.at(-1)
  if (id !== undefined) document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`)?.focus()
}

export function go(editor: Editor, id: string): void {
  editor.store.select([id])
  editor.viewport.current?.reveal(id)
}
