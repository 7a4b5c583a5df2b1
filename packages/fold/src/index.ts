export { emptyState } from './empty-state.ts';
export { fold } from './fold.ts';
export {
  addDecimals,
  canonicalDecimal,
  compareDecimals,
  subtractDecimals,
  sumDecimals,
} from './money/decimal.ts';
export { isOverRefunded, type LedgerSums, netCharged } from './money/ledger-sums.ts';
export { creditsToUsd, printCredits } from './money/print.ts';
export { EXPANDABLE_PARTS, type ExpandablePart, renderSummary } from './render/summary.ts';
export { type RenderOptions, renderTask } from './render/task.ts';
export {
  type CallbackProgress,
  type Changed,
  type Creation,
  DISPOSITIONS,
  type Disposition,
  type End,
  type EventKey,
  type FoldResult,
  IGNORED_REASONS,
  type IgnoredReason,
  type LedgerEntry,
  MAX_STAGES,
  type Output,
  type Progress,
  type TaskError,
  type TaskState,
  type UsageLine,
  type UsageRecord,
  type Warning,
} from './state.ts';
export type { TaskView } from './view.ts';
export { shownPercent, viewOf } from './view-of.ts';
