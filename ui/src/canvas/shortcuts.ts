import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useEffect } from 'react'
import { act, actions } from './actions'
import type { Editor } from './editor-context'
import { copyToClipboard, pasteText } from './perform'

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform)

/** `mod+shift+z` for a key press. */
export function chord(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  mac: boolean,
): string {
  const key = event.key.toLowerCase()
  const mod = mac ? event.metaKey : event.ctrlKey
  // The sign itself says that shift was held: "+" and not "shift+=".
  const shift = event.shiftKey && (key.length > 1 || /[a-z]/.test(key))
  return [mod && 'mod', event.altKey && 'alt', shift && 'shift', key].filter(Boolean).join('+')
}

/** Digits above the letters come as signs with shift held; their place is what counts. */
function chords(event: KeyboardEvent): string[] {
  const plain = chord(event, isMac())
  const digit = /^Digit(\d)$/.exec(event.code)
  return digit && event.shiftKey ? [plain, `shift+${digit[1]}`] : [plain]
}

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="textbox"], [role="listbox"]'
// These work while typing too: the document's undo is the only one.
const WHILE_TYPING = new Set(['undo', 'redo', 'palette', 'find', 'close'])

/** How a shortcut is written for the person. */
export function keysText(keys: string | undefined): string {
  if (!keys) return ''
  const names: Record<string, string> = {
    enter: i18n._(msg`Enter`),
    delete: i18n._(msg`Del`),
    backspace: '⌫',
    escape: 'Esc',
    ...(isMac() ? { mod: '⌘', shift: '⇧', alt: '⌥' } : { mod: 'Ctrl', shift: i18n._(msg`Shift`), alt: 'Alt' }),
  }
  return keys
    .split('+')
    .map(
      (part) =>
        names[part] ?? (part.length === 1 ? part.toUpperCase() : (part[0]?.toUpperCase() ?? '') + part.slice(1)),
    )
    .join(isMac() ? '' : '+')
}

/** Shortcuts of the registered actions, and the clipboard. */
export function useShortcuts(editor: Editor): void {
  useEffect(() => {
    const elsewhere = (target: EventTarget | null) =>
      target instanceof Element && (!target.isConnected || target.closest('[role="dialog"], [data-own-keys]') !== null)
    const typing = (target: EventTarget | null) => target instanceof Element && target.closest(TYPING) !== null

    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || elsewhere(event.target)) return
      const pressed = chords(event)
      const action = actions.find((a) => a.keys?.some((keys) => pressed.includes(keys)))
      // An open list of choices closes first.
      const open = event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true'
      if (open && action?.id === 'close') return
      // A sign that can be typed is a shortcut only on the canvas itself.
      const bare = pressed.some((keys) => keys.length === 1)
      if (!action || (typing(event.target) && (bare || !WHILE_TYPING.has(action.id)))) return
      // A press on its empty ground gives the focus to whatever holds the canvas.
      const onCanvas =
        event.target instanceof Element &&
        (event.target.closest('.react-flow') || event.target.querySelector('.react-flow'))
      if (bare && !onCanvas) return
      // Enter and the arrows belong to whatever button has the focus.
      const button = event.target instanceof Element && event.target.closest('button, a, [role="button"], summary')
      if (button && (action.id === 'edit' || action.id.startsWith('walk'))) return
      if (!action.can(editor)) return
      event.preventDefault()
      action.perform(editor)
    }
    const onCopy = (event: ClipboardEvent) => {
      if (typing(event.target) || elsewhere(event.target) || String(getSelection()) !== '') return
      const { selection } = editor.store.getState()
      if (selection.length === 0) return
      event.clipboardData?.setData('text/plain', copyToClipboard(editor))
      event.preventDefault()
    }
    const onCut = (event: ClipboardEvent) => {
      onCopy(event)
      if (event.defaultPrevented) act(editor, 'delete')
    }
    const onPaste = (event: ClipboardEvent) => {
      if (typing(event.target) || elsewhere(event.target)) return
      pasteText(editor, event.clipboardData?.getData('text/plain') ?? '')
    }
    window.addEventListener('keydown', onKey)
    window.addEventListener('copy', onCopy)
    window.addEventListener('cut', onCut)
    window.addEventListener('paste', onPaste)
    return () => {
      window.removeEventListener('keydown', onKey)
      window.removeEventListener('copy', onCopy)
      window.removeEventListener('cut', onCut)
      window.removeEventListener('paste', onPaste)
    }
  }, [editor])
}
