import type { LogBatch, LogRecord, OutgoingRecord } from '@taskfold/kafka';

type Entry = LogRecord | 'control';

/** One partition's log: records and control records, the first of which may have been deleted. */
export interface SimulatedLog {
  readonly low: number;
  readonly high: number;
  append(record: OutgoingRecord): void;
  /** Records of one batch that no consumer can decode. At most one batch of a log is so. */
  appendUndecodable(records: readonly OutgoingRecord[]): void;
  /** Offset of the first record of the batch that cannot be decoded; null where there is none. */
  readonly undecodableFrom: number | null;
  /** What the end of a producer's transaction leaves. */
  appendControl(): void;
  /** @param low the first offset that is kept */
  deleteBelow(low: number): void;
  /** The topic is deleted and made anew; producers publish this many of its entries again. */
  recreate(again: number): void;
  /** Null at the end of the log. Outside of the log it begins at the earliest offset without a word, as kafkajs does. */
  fetch(offset: number, most: number): LogBatch | null;
}

export const TOPIC = 'task.events';
const FIRST_TIMESTAMP = Date.UTC(2026, 10, 24, 12);

/** @param onAppend told of every entry, null for a control record, until the topic is made anew */
export function createLog(partition: number, onAppend: (entry: LogRecord | null) => void): SimulatedLog {
  let entries: Entry[] = [];
  let low = 0;
  let clock = FIRST_TIMESTAMP;
  let isFirst = true;
  /** The batch that cannot be decoded: its first offset, and that behind its last one. */
  let broken: { readonly from: number; readonly end: number } | null = null;

  return {
    get low() {
      return low;
    },
    get high() {
      return entries.length;
    },
    get undecodableFrom() {
      return broken?.from ?? null;
    },
    appendUndecodable(records) {
      const from = entries.length;
      for (const record of records) this.append(record);
      broken ??= { from, end: entries.length };
    },
    append({ key, value, headers }) {
      clock += 1000;
      const record: LogRecord = {
        topic: TOPIC,
        partition,
        offset: entries.length,
        timestampMs: clock,
        key,
        value,
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, text]) => [name, text === null ? null : Buffer.from(text)]),
        ),
      };
      entries.push(record);
      if (isFirst) onAppend(record);
    },
    appendControl() {
      entries.push('control');
      if (isFirst) onAppend(null);
    },
    deleteBelow(offset) {
      low = Math.max(low, offset);
    },
    recreate(again) {
      const old = entries.slice(0, again);
      entries = [];
      low = 0;
      isFirst = false;
      broken = null;
      for (const entry of old) {
        clock += 1000;
        entries.push(entry === 'control' ? entry : { ...entry, offset: entries.length, timestampMs: clock });
      }
    },
    fetch(asked, most) {
      const begin = asked < low || asked > entries.length ? low : asked;
      const wanted = Math.min(entries.length, begin + most);
      if (begin >= wanted) return null;
      const stop = broken !== null && begin < broken.end ? Math.max(begin, broken.from) : wanted;
      const end = Math.min(wanted, stop);
      const records = entries.slice(begin, end).filter((entry) => entry !== 'control');
      return {
        topic: TOPIC,
        partition,
        records,
        fetchOffset: begin,
        nextOffset: end,
        highWatermark: entries.length,
        undecodable: wanted > stop ? { offset: stop, reason: 'The simulation broke it.' } : null,
      };
    },
  };
}
