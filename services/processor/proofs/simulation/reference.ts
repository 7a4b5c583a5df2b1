import { instantFromMilliseconds, taskKey } from '@taskfold/contract';
import {
  type Disposition,
  emptyState,
  fold,
  type KnownContent,
  type KnownRecords,
  knownAs,
  NO_RECORDS,
  type TaskState,
} from '@taskfold/fold';
import { decodeRecord, type LogRecord } from '@taskfold/kafka';
import { UNFOLDABLE, UNREADABLE } from './decoder.ts';
import { REFUSED } from './workload.ts';

/** What must be stored once everything below an offset is folded. */
interface Expected {
  /** By `<tenant>/<task>`, of tasks that have a row. */
  readonly tasks: ReadonlyMap<string, TaskState>;
  /** The usage records and ledger entries of each task that any event names, by the keys that the fold knows them by. */
  readonly recordKeys: ReadonlyMap<string, readonly string[]>;
  /** In the order of the log. */
  readonly timeline: readonly ExpectedEntry[];
  readonly deadOffsets: readonly number[];
}

interface ExpectedEntry {
  readonly key: string;
  readonly offset: number;
  readonly disposition: Disposition;
  readonly revision: number;
}

/** The fold of one partition's log, event by event, that shares nothing with the processor but the fold itself. */
export interface Reference {
  /** @param record null for a control record */
  append(record: LogRecord | null): void;
  upTo(offset: number): Expected;
  /** Records below the offset that become dead letters. */
  deadBelow(offset: number): number;
}

const DEAD_IDS = [REFUSED, UNREADABLE, UNFOLDABLE];

type Outcome =
  | { readonly kind: 'control' }
  | { readonly kind: 'dead' }
  | {
      readonly kind: 'event';
      readonly key: string;
      readonly state: TaskState;
      readonly records: KnownRecords;
      readonly entry: ExpectedEntry;
    };

export function createReference(partitionCount: number): Reference {
  const outcomes: Outcome[] = [];
  const latest = new Map<string, TaskState>();
  const records = new Map<string, KnownRecords>();

  function outcomeOf(record: LogRecord | null): Outcome {
    if (record === null) return { kind: 'control' };
    const decoded = decodeRecord(record, { partitionCount, partitioner: 'murmur2' });
    if (decoded.kind !== 'event' || DEAD_IDS.some((id) => decoded.event.id.startsWith(id))) {
      return { kind: 'dead' };
    }
    const { event } = decoded;
    const key = taskKey(event);
    const before = latest.get(key) ?? emptyState(event.tenantId, event.taskId);
    const recordTime = instantFromMilliseconds(record.timestampMs);
    const known = records.get(key) ?? NO_RECORDS;
    const { state, disposition, added } = fold(before, event, recordTime, known);
    latest.set(key, state);
    if (added !== null) records.set(key, new Map<string, KnownContent>(known).set(...knownAs(added)));
    const { revision } = state;
    return {
      kind: 'event',
      key,
      state,
      records: records.get(key) ?? NO_RECORDS,
      entry: { key, offset: record.offset, disposition, revision },
    };
  }

  return {
    append: (record) => void outcomes.push(outcomeOf(record)),
    upTo(offset) {
      const tasks = new Map<string, TaskState>();
      const recordKeys = new Map<string, readonly string[]>();
      const timeline: ExpectedEntry[] = [];
      const deadOffsets: number[] = [];
      for (const [index, outcome] of outcomes.slice(0, offset).entries()) {
        if (outcome.kind === 'dead') deadOffsets.push(index);
        if (outcome.kind !== 'event') continue;
        if (outcome.state.revision > 0) tasks.set(outcome.key, outcome.state);
        recordKeys.set(outcome.key, [...outcome.records.keys()].sort());
        timeline.push(outcome.entry);
      }
      return { tasks, recordKeys, timeline, deadOffsets };
    },
    deadBelow: (offset) => outcomes.slice(0, offset).filter(({ kind }) => kind === 'dead').length,
  };
}
