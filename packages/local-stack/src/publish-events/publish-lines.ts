import { MAX_EVENT_BYTES } from '@taskfold/contract';
import { type LogProducer, type OutgoingRecord, parseEventLine } from '@taskfold/kafka';
import type { Line } from '@taskfold/runtime';

const MAX_BATCH_RECORDS = 1_000;
/** Records of one partition travel as one message, which the topic limits to 2 MiB. */
const MAX_BATCH_BYTES = 1024 * 1024;

export interface PublishCounts {
  published: number;
  bad: number;
  /** The last line whose event is published, or that was left out. */
  line: number;
}

export interface PublishLinesOptions {
  readonly lines: AsyncIterable<readonly Line[]>;
  /** `undefined` only checks. */
  readonly producer: Pick<LogProducer, 'send'> | undefined;
  readonly topic: string;
  readonly counts: PublishCounts;
  readonly onBad: (line: number, problems: readonly string[]) => void;
  readonly signal: AbortSignal;
}

/**
 * Publishes the events in their order; the next lines are read when the broker has taken these. `counts` is kept up to date.
 *
 * @throws what the producer throws, and the signal's reason; `counts` then holds what is known to have arrived
 */
export async function publishLines({
  lines,
  producer,
  topic,
  counts,
  onBad,
  signal,
}: PublishLinesOptions): Promise<void> {
  let batch: OutgoingRecord[] = [];
  let bytes = 0;
  let lastLine = 0;

  async function flush(): Promise<void> {
    signal.throwIfAborted();
    if (batch.length > 0) await producer?.send(topic, batch, signal);
    counts.published += batch.length;
    counts.line = lastLine;
    batch = [];
    bytes = 0;
  }

  for await (const group of lines) {
    for (const { number, text } of group) {
      if (text !== undefined && text.trim() === '') continue;
      const parsed = text === undefined ? TOO_LONG : parseEventLine(text);
      if (parsed.kind === 'invalid') {
        counts.bad += 1;
        onBad(number, parsed.problems);
        lastLine = number;
        continue;
      }
      const size = parsed.record.value?.length ?? 0;
      if (batch.length >= MAX_BATCH_RECORDS || (batch.length > 0 && bytes + size > MAX_BATCH_BYTES))
        await flush();
      batch.push(parsed.record);
      bytes += size;
      lastLine = number;
    }
    await flush();
  }
}

const TOO_LONG = {
  kind: 'invalid',
  problems: [`The line is too long; an event has at most ${MAX_EVENT_BYTES} bytes.`],
} as const;
