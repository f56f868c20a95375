export { type Clip, readClip, tooLarge, tooLong } from './clip'
export * from './commands'
export { type Difference, differences, type LineDifference, type LineMark, lineDifferences, onlyWords } from './diff'
export { findSteps } from './find'
export {
  before,
  type Context,
  cardFor,
  connectionAt,
  exitsAt,
  layoutGraph,
  type OutlineItem,
  outline,
  stepById,
} from './graph'
export {
  changeGroup,
  frameOf,
  GROUP_COLORS,
  groupOf,
  groupSteps,
  groupsOf,
  ungroup,
} from './groups'
export type { History } from './history'
export { keep, type Reopened, reopen } from './keep'
export { makeId, slug } from './keys'
export { type Graph, START, tidy } from './layout'
export { type Clash, type Merged, merge } from './merge'
export {
  CARD_WIDTH,
  type Card,
  EXIT_ROW,
  fullPreview,
  PICTURE,
  type PreviewItem,
  triggerHeight,
  triggerRow,
  triggerSummary,
} from './preview'
export { repair } from './repair'
export {
  applies,
  type Duration,
  type Exit,
  fillLabel,
  isDuration,
  isRecord,
  labelPieces,
  type Piece,
  type Reference,
  schemaAt,
  valueAt,
  type Words,
} from './rules'
export { createEditor, type EditorState, type EditorStore } from './store'
export { copiedBubble, fillBlanks, templateBubble, variablesOf } from './template'
