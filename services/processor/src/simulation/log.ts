import type { LogBatch, LogRecord, OutgoingRecord } from '@taskfold/kafka';

type Entry = LogRecord | 'control';

/** One partition's log: records and control records, the first of which may have been deleted. */
export interface SimulatedLog {
  readonly low: number;
  readonly high: number;
  append(record: OutgoingRecord): void;
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

  return {
    get low() {
      return low;
    },
    get high() {
      return entries.length;
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
        headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
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
      for (const entry of old) {
        clock += 1000;
        entries.push(entry === 'control' ? entry : { ...entry, offset: entries.length, timestampMs: clock });
      }
    },
    fetch(asked, most) {
      const begin = asked < low || asked > entries.length ? low : asked;
      const end = Math.min(entries.length, begin + most);
      if (begin >= end) return null;
      const records = entries.slice(begin, end).filter((entry) => entry !== 'control');
      return {
        topic: TOPIC,
        partition,
        records,
        fetchOffset: begin,
        nextOffset: end,
        highWatermark: entries.length,
        undecodable: null,
      };
    },
  };
}
