// Everything a person can do in the editor, once: menus, shortcuts, toolbar and palette all call these.
import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { duplicate, groupSteps, groupsOf, setMode, tidyUp, ungroup } from '@/doc'
import { roomForBoth } from '@/kit/shell-size'
import type { Editor } from './editor-context'
import {
  always,
  copyToClipboard,
  focusCard,
  go,
  groupsChosen,
  NUDGE,
  named,
  nudge,
  one,
  openLibrary,
  panelShown,
  pasteText,
  remove,
  selected,
  shown,
  some,
  stepNamed,
  walk,
} from './perform'

export interface Action {
  id: string
  label: MessageDescriptor
  /** As in `mod+shift+z`; mod is Ctrl, or Cmd on a Mac. */
  keys?: string[]
  /** Whether it makes sense now. */
  can: (editor: Editor) => boolean
  perform: (editor: Editor) => void
  /** `step`: one step back. `none`: nothing of the document changes. */
  undo: 'step' | 'none'
  /** Left out of the palette: only meaningful where it is pressed. */
  silent?: boolean
}

export const actions: Action[] = [
  {
    id: 'undo',
    label: msg`Undo`,
    keys: ['mod+z'],
    can: (editor) => editor.store.getState().history.past.length > 0,
    perform: (editor) => editor.store.undo(),
    undo: 'none',
  },
  {
    id: 'redo',
    label: msg`Redo`,
    keys: ['mod+shift+z', 'mod+y'],
    can: (editor) => editor.store.getState().history.future.length > 0,
    perform: (editor) => editor.store.redo(),
    undo: 'none',
  },
  { id: 'add', label: msg`Add a step`, keys: ['a'], can: always, perform: openLibrary, undo: 'step' },
  {
    id: 'edit',
    label: msg`Edit this step`,
    keys: ['enter'],
    can: one,
    perform: (editor) => editor.view.setState({ panel: 'step', focusField: editor.store.getState().selection[0] }),
    undo: 'none',
  },
  {
    id: 'rename',
    label: msg`Rename`,
    keys: ['f2'],
    can: (editor) => one(editor) && some(editor),
    perform: (editor) => editor.view.setState({ panel: 'step', focusField: `name:${selected(editor)[0]}` }),
    undo: 'step',
  },
  {
    id: 'duplicate',
    label: msg`Duplicate`,
    keys: ['mod+d'],
    can: some,
    perform: (editor) => {
      const ids = selected(editor)
      editor.store.run({ label: 'duplicate' }, (doc, context) => duplicate(doc, context, ids))
    },
    undo: 'step',
  },
  { id: 'copy', label: msg`Copy`, can: some, perform: copyToClipboard, undo: 'none' },
  {
    id: 'paste',
    label: msg`Paste`,
    can: always,
    perform: (editor) => pasteText(editor),
    undo: 'step',
  },
  {
    id: 'cut',
    label: msg`Cut`,
    can: some,
    perform: (editor) => {
      copyToClipboard(editor)
      remove(editor)
    },
    undo: 'step',
  },
  {
    id: 'connect',
    label: msg`Connect to…`,
    keys: ['c'],
    can: one,
    perform: (editor) => {
      const [from] = editor.store.getState().selection
      if (from !== undefined) editor.view.setState({ connecting: { from } })
    },
    undo: 'step',
  },
  {
    id: 'follow',
    label: msg`Go where it leads`,
    keys: ['g'],
    can: (editor) => one(editor) && (stepNamed(editor) ?? (editor.visit && named(editor, 'flow'))) !== undefined,
    perform: (editor) => {
      const to = stepNamed(editor)
      const flow = named(editor, 'flow')
      if (to !== undefined) go(editor, to)
      else if (flow !== undefined) editor.visit?.(flow)
    },
    undo: 'none',
  },
  {
    id: 'group',
    label: msg`Group the steps`,
    keys: ['mod+g'],
    can: some,
    perform: (editor) => {
      const ids = selected(editor)
      const name = i18n._(msg`Group ${groupsOf(editor.store.getState().doc).length + 1}`)
      editor.store.run({ label: 'group' }, (doc, context) => groupSteps(doc, context, ids, name))
    },
    undo: 'step',
  },
  {
    id: 'ungroup',
    label: msg`Dissolve the group`,
    keys: ['mod+shift+g'],
    can: (editor) => groupsChosen(editor).length > 0,
    perform: (editor) => {
      const ids = groupsChosen(editor)
      editor.store.run({ label: 'ungroup' }, (doc) => ungroup(doc, ids))
    },
    undo: 'step',
  },
  {
    id: 'find',
    label: msg`Find in this flow`,
    keys: ['mod+f', '/'],
    can: always,
    perform: (editor) => editor.view.setState((view) => ({ find: view.find ?? '' })),
    undo: 'none',
  },
  {
    id: 'delete',
    label: msg`Delete`,
    keys: ['delete', 'backspace'],
    can: (editor) => some(editor) || editor.view.getState().line !== undefined,
    perform: remove,
    undo: 'step',
  },
  {
    id: 'select-all',
    label: msg`Select all steps`,
    keys: ['mod+a'],
    can: always,
    perform: (editor) => editor.store.select(editor.store.getState().doc.steps.map((step) => step.id)),
    undo: 'none',
  },
  {
    id: 'tidy',
    label: msg`Tidy up`,
    keys: ['shift+t'],
    can: (editor) => editor.store.getState().doc.layout?.mode === 'free',
    perform: (editor) => editor.store.run({ label: 'tidy' }, tidyUp),
    undo: 'step',
  },
  {
    id: 'mode',
    label: msg`Automatic or free layout`,
    can: always,
    perform: (editor) => {
      const free = editor.store.getState().doc.layout?.mode === 'free'
      editor.store.run({ label: 'mode' }, (doc) => setMode(doc, free ? 'auto' : 'free', shown(editor)))
    },
    undo: 'step',
  },
  {
    id: 'fit',
    label: msg`Show the whole flow`,
    keys: ['shift+1'],
    can: always,
    perform: (editor) => editor.viewport.current?.fit(),
    undo: 'none',
  },
  {
    id: 'fit-selection',
    label: msg`Show the chosen steps`,
    keys: ['shift+2'],
    can: some,
    perform: (editor) => editor.viewport.current?.fitTo(selected(editor)),
    undo: 'none',
  },
  {
    id: 'actual-size',
    label: msg`Actual size`,
    keys: ['shift+0'],
    can: always,
    perform: (editor) => editor.viewport.current?.actualSize(),
    undo: 'none',
  },
  {
    id: 'zoom-in',
    label: msg`Zoom in`,
    keys: ['mod+=', '+'],
    can: always,
    perform: (editor) => editor.viewport.current?.zoomIn(),
    undo: 'none',
  },
  {
    id: 'zoom-out',
    label: msg`Zoom out`,
    keys: ['mod+-', '-'],
    can: always,
    perform: (editor) => editor.viewport.current?.zoomOut(),
    undo: 'none',
  },
  panel('outline', msg`Flow as a list`),
  panel('problems', msg`Problems`),
  panel('settings', msg`Flow settings`),
  panel('versions', msg`Versions`),
  panel('people', msg`People in this flow`),
  {
    id: 'test',
    label: msg`Test`,
    keys: ['t'],
    can: always,
    perform: (editor) => {
      // A panel that covers the phone gives way to it.
      if (!roomForBoth() && panelShown(editor)) editor.view.setState({ testing: true, panel: undefined })
      else editor.view.setState((view) => ({ testing: !view.testing }))
    },
    undo: 'none',
  },
  {
    id: 'test-from',
    label: msg`Test from here`,
    can: (editor) => one(editor) && some(editor),
    perform: (editor) =>
      editor.view.setState({
        testing: true,
        testFrom: selected(editor)[0],
        ...(!roomForBoth() && { panel: undefined }),
      }),
    undo: 'none',
  },
  {
    id: 'try',
    label: msg`Try on my WhatsApp`,
    can: always,
    perform: (editor) => editor.view.setState({ trying: true }),
    undo: 'none',
  },
  {
    id: 'share',
    label: msg`Show it to somebody`,
    can: always,
    perform: (editor) => editor.view.setState({ sharing: true }),
    undo: 'none',
  },
  {
    id: 'publish',
    label: msg`Publish`,
    can: always,
    perform: (editor) => editor.view.setState({ publishing: true }),
    undo: 'none',
  },
  {
    id: 'palette',
    label: msg`Commands`,
    keys: ['mod+k'],
    can: always,
    perform: (editor) => editor.view.setState({ palette: true }),
    undo: 'none',
    silent: true,
  },
  {
    id: 'shortcuts',
    label: msg`Keyboard shortcuts`,
    keys: ['?'],
    can: always,
    perform: (editor) => editor.view.setState({ shortcuts: true }),
    undo: 'none',
  },
  {
    id: 'close',
    label: msg`Close the panel`,
    keys: ['escape'],
    can: always,
    perform: (editor) => {
      const view = editor.view.getState()
      if (view.library) editor.view.setState({ library: undefined })
      else if (view.find !== undefined) editor.view.setState({ find: undefined })
      else if (view.panel) {
        editor.view.setState({ panel: undefined })
        focusCard(editor)
      } else editor.store.select([])
    },
    undo: 'none',
    silent: true,
  },
  ...(['up', 'down', 'left', 'right'] as const).flatMap((way): Action[] => [
    {
      id: `walk-${way}`,
      label: msg`Go along the flow`,
      keys: [`arrow${way}`],
      can: always,
      perform: (editor) => walk(editor, way),
      undo: 'none',
      silent: true,
    },
    {
      id: `move-${way}`,
      label: msg`Move the step`,
      keys: [`alt+arrow${way}`],
      can: some,
      perform: (editor) =>
        nudge(
          editor,
          way === 'left' ? -NUDGE : way === 'right' ? NUDGE : 0,
          way === 'up' ? -NUDGE : way === 'down' ? NUDGE : 0,
        ),
      undo: 'step',
      silent: true,
    },
  ]),
]

function panel(name: 'outline' | 'problems' | 'settings' | 'versions' | 'people', label: MessageDescriptor): Action {
  return {
    id: name,
    label,
    can: always,
    perform: (editor) => editor.view.setState((view) => ({ panel: view.panel === name ? undefined : name })),
    undo: 'none',
  }
}

const byId = new Map(actions.map((action) => [action.id, action]))

export function actionById(id: string): Action {
  const action = byId.get(id)
  if (!action) throw new Error(`no action ${id}`)
  return action
}

/** Does it if it makes sense now. */
export function act(editor: Editor, id: string): void {
  const action = actionById(id)
  if (action.can(editor)) action.perform(editor)
}
