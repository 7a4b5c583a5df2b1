export { callbackBody } from './callbacks/callback-body.ts';
export { type DueDelivery, deliveriesDue, loggedDelivery } from './callbacks/deliveries-due.ts';
export { deliveryId } from './callbacks/delivery-id.ts';
export { emptyState } from './empty-state.ts';
export { changedGroups, OPTIONAL_GROUPS } from './facts/changed-groups.ts';
export type { FactGroup } from './facts/fact.ts';
export { printUsageLines, readUsageLines } from './facts/json-facts.ts';
export { stateOf } from './facts/state-of.ts';
export { FACT_COLUMNS, factsOf, SHOWN_COLUMNS, type ShownFacts, type TaskFacts } from './facts/task-facts.ts';
export { type VisibleTask, visible } from './facts/visible-task.ts';
export { fold } from './fold.ts';
export {
  type KnownContent,
  type KnownRecords,
  knownAs,
  ledgerKey,
  NO_RECORDS,
  usageKey,
} from './known-records.ts';
export { canonicalDecimal, subtractDecimals, sumDecimals } from './money/decimal.ts';
export { printCredits } from './money/print.ts';
export { type LoggedAttempt, renderCallbackAttempt } from './render/callback-attempt.ts';
export { renderLedgerEntry } from './render/ledger-entry.ts';
export { metadataOf } from './render/parts.ts';
export { renderSummary, renderTask } from './render/task.ts';
export { renderUsageRecord } from './render/usage.ts';
export type {
  AddedRecord,
  Changed,
  Disposition,
  FoldResult,
  IgnoredReason,
  LedgerEntry,
  TaskState,
  UsageRecord,
} from './state.ts';
export { withoutContent } from './strip-content.ts';
export { usageDigest } from './usage-digest.ts';
