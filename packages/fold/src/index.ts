export { emptyState } from './empty-state.ts';
export { fold } from './fold.ts';
export { MAX_USAGE_LINES } from './joins/usage-lines.ts';
export {
  type KnownContent,
  type KnownRecords,
  knownAs,
  ledgerKey,
  NO_RECORDS,
  usageKey,
} from './known-records.ts';
export {
  addDecimals,
  canonicalDecimal,
  compareDecimals,
  subtractDecimals,
  sumDecimals,
} from './money/decimal.ts';
export { isOverRefunded, type LedgerSums, netCharged } from './money/ledger-sums.ts';
export { creditsToUsd, printCredits } from './money/print.ts';
export { renderLedgerEntry } from './render/ledger-entry.ts';
export { EXPANDABLE_PARTS, type ExpandablePart, renderSummary } from './render/summary.ts';
export { type RenderOptions, renderTask } from './render/task.ts';
export { renderUsageRecord } from './render/usage.ts';
export {
  type AddedRecord,
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
  type LedgerTotals,
  MAX_STAGES,
  type Output,
  type Progress,
  type ShownLine,
  type TaskError,
  type TaskState,
  type UsageLine,
  type UsageRecord,
  type UsageTotals,
  type Warning,
} from './state.ts';
export { usageDigest } from './usage-digest.ts';
export type { TaskView } from './view.ts';
export { shownPercent, viewOf } from './view-of.ts';
