import { instantFromMilliseconds } from '@taskfold/contract';
import { type Disposition, emptyState, fold, type TaskState } from '@taskfold/fold';
import { decodeRecord, type LogRecord } from '@taskfold/kafka';
import { UNFOLDABLE, UNREADABLE } from './decoder.ts';
import { REFUSED } from './workload.ts';

/** What must be stored once everything below an offset is folded. */
interface Expected {
  /** By `<tenant>/<task>`, of tasks that have a row. */
  readonly tasks: ReadonlyMap<string, TaskState>;
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
      readonly entry: ExpectedEntry;
    };

export function createReference(partitionCount: number): Reference {
  const outcomes: Outcome[] = [];
  const latest = new Map<string, TaskState>();

  function outcomeOf(record: LogRecord | null): Outcome {
    if (record === null) return { kind: 'control' };
    const decoded = decodeRecord(record, { partitionCount, partitioner: 'murmur2' });
    if (decoded.kind !== 'event' || DEAD_IDS.some((id) => decoded.event.id.startsWith(id))) {
      return { kind: 'dead' };
    }
    const { event } = decoded;
    const key = `${event.tenantId}/${event.taskId}`;
    const before = latest.get(key) ?? emptyState(event.tenantId, event.taskId);
    const { state, disposition } = fold(before, event, instantFromMilliseconds(record.timestampMs));
    latest.set(key, state);
    const { revision } = state;
    return { kind: 'event', key, state, entry: { key, offset: record.offset, disposition, revision } };
  }

  return {
    append: (record) => void outcomes.push(outcomeOf(record)),
    upTo(offset) {
      const tasks = new Map<string, TaskState>();
      const timeline: ExpectedEntry[] = [];
      const deadOffsets: number[] = [];
      for (const [index, outcome] of outcomes.slice(0, offset).entries()) {
        if (outcome.kind === 'dead') deadOffsets.push(index);
        if (outcome.kind !== 'event') continue;
        if (outcome.state.revision > 0) tasks.set(outcome.key, outcome.state);
        timeline.push(outcome.entry);
      }
      return { tasks, timeline, deadOffsets };
    },
    deadBelow: (offset) => outcomes.slice(0, offset).filter(({ kind }) => kind === 'dead').length,
  };
}
