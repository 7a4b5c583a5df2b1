export { type Redriven, redriveDeadLetter } from './redrive.ts';
export { type Settled, settleDeadLetters } from './settle-all.ts';
export { letterShown, recordShown, summaryShown } from './shown.ts';
export { countDeadLetters } from './store/count-dead-letters.ts';
export {
  type DeadLetterPosition,
  type DeadLetterRecord,
  type DeadLetterSummary,
  headersOf,
} from './store/dead-letter.ts';
export {
  type DeadLetterCursor,
  type DeadLetterFilters,
  type DeadLetterPage,
  listDeadLetters,
} from './store/list-dead-letters.ts';
export { type DeadLetter, readDeadLetter } from './store/read-dead-letter.ts';
export { discardDeadLetter, type SettledDeadLetter } from './store/settle-dead-letter.ts';
