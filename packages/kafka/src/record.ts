/** A record as it lies in the log. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** When the broker took it (or, by the topic's configuration, when the producer made it), since the Unix epoch. */
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
  /** Of a record with more headers than are read; absent or null otherwise. */
  readonly headersLeftOut?: LeftOutHeaders | null;
}

/**
 * By their names. A header may have no value, which counts as if it were not there, but is republished as it came. Of one
 * that came more than once, its first value.
 */
export type RecordHeaders = Readonly<Record<string, Buffer | null | undefined>>;

/** How many headers a record has, and bytes of them, where some were left out because of these bounds. */
export interface LeftOutHeaders {
  readonly count: number;
  readonly bytes: number;
  readonly maxCount: number;
  readonly maxBytes: number;
}

/** A record to be published. */
export interface OutgoingRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string | Buffer | null>>;
  /** Where it must lie; by its key when absent. */
  readonly partition?: number;
  /** Its time since the Unix epoch, where the topic does not set it by itself; the present when absent. */
  readonly timestampMs?: number;
}
