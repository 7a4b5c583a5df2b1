/** A record as it lies in the log. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** When the broker took it (or, by the topic's configuration, when the producer made it), since the Unix epoch. */
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Where a header came more than once, its first value. */
  readonly headers: Readonly<Record<string, Buffer | undefined>>;
}

/** A record to be published. */
export interface OutgoingRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string | Buffer>>;
  /** Where it must lie; by its key when absent. */
  readonly partition?: number;
}
