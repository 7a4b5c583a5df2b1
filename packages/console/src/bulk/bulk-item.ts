/** One of many that something may be done to. */
export interface BulkItem {
  readonly id: string;
  /** Why nothing is asked for, as it follows “left out: ”; null where something is. */
  readonly skipped: string | null;
}
