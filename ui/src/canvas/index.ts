export { ActionButton, ActionItems } from './action-items'
export { act, actionById, actions } from './actions'
export { Canvas } from './canvas'
export { ConnectDialog, PathFields } from './connect-dialog'
export {
  createView,
  type Editor,
  EditorProvider,
  type Facts,
  FactsProvider,
  type PanelName,
  useEdited,
  useEditor,
  useFacts,
  useView,
} from './editor-context'
export { useIssueWords } from './issue-words'
export { hueOf, KindIcon } from './kind-icon'
export { Library } from './library'
export { Outline } from './outline'
export { type Overlay, OverlayProvider } from './overlay'
export { Palette } from './palette'
export { keysText, useShortcuts } from './shortcuts'
export { ShortcutsDialog } from './shortcuts-dialog'
export { FlowViewer } from './viewer'
