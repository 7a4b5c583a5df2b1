export { emptyState } from './empty-state.ts';
export { changedGroups, OPTIONAL_GROUPS } from './facts/changed-groups.ts';
export type { FactGroup } from './facts/fact.ts';
export { printLines, readLines } from './facts/json-facts.ts';
export { stateOf } from './facts/state-of.ts';
export { FACT_COLUMNS, factsOf, SHOWN_COLUMNS, type ShownFacts, type TaskFacts } from './facts/task-facts.ts';
export { type VisibleTask, visible } from './facts/visible-task.ts';
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
export { metadataOf } from './render/parts.ts';
export { renderSummary, renderTask } from './render/task.ts';
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
export { withoutContent } from './strip-content.ts';
export { usageDigest } from './usage-digest.ts';
