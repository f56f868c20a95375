export { ActionButton, ActionItems } from './action-items'
export { act, actionById, actions } from './actions'
export { Canvas } from './canvas'
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
export { hueOf, KindIcon } from './kind-icon'
export { Library } from './library'
export { Outline } from './outline'
export { Palette } from './palette'
export { keysText, useShortcuts } from './shortcuts'
export { triggerSummary } from './trigger-card'
