import { type Instant, instantFromMilliseconds, taskKey } from '@taskfold/contract';
import type {
  ChunkWrites,
  DeadLetterEntry,
  LoadedRecords,
  NewRecord,
  RekeyedEntry,
  TimelineEntry,
} from '@taskfold/database';
import {
  emptyState,
  type FoldResult,
  fold,
  type KnownContent,
  knownAs,
  NO_RECORDS,
  type TaskState,
} from '@taskfold/fold';
import type { Decoded, LogRecord } from '@taskfold/kafka';
import { isTraceparent } from '@taskfold/runtime';
import { rejectionOf } from '../failures/contain.ts';

export type DecodedRecord = { readonly record: LogRecord; readonly decoded: Decoded };

export interface Folded {
  readonly writes: ChunkWrites;
  /** The state of every task that the chunk names, whether or not it changed. */
  readonly states: ReadonlyMap<string, TaskState>;
}

/**
 * Folds event by event, in log order, and collects what is to be written. An event whose fold throws becomes a dead letter,
 * and its task stays as it was.
 *
 * @param before states of the tasks that are stored
 * @param firstPosition of the first change
 * @param pruned tasks that retention has removed, with their last revisions: their events are ignored
 * @param known what is stored of the usage records and ledger entries that the events name, by `<tenant>/<task>`
 * @param traceparent of the chunk; where it has none, changes carry on that of the last event that changed the task and has one
 */
export function foldRecords(
  records: readonly DecodedRecord[],
  before: ReadonlyMap<string, TaskState>,
  {
    partition,
    firstPosition,
    pruned = new Map(),
    known = new Map(),
    traceparent = null,
  }: {
    readonly partition: number;
    readonly firstPosition: number;
    readonly pruned?: ReadonlyMap<string, number>;
    readonly known?: LoadedRecords;
    readonly traceparent?: string | null;
  },
): Folded {
  const states = new Map<string, TaskState>();
  const timeline: TimelineEntry[] = [];
  const deadLetters: DeadLetterEntry[] = [];
  const rekeyed: RekeyedEntry[] = [];
  const added: NewRecord[] = [];
  /** With what this chunk adds, of the tasks to which it adds something. */
  const knownNow = new Map<string, Map<string, KnownContent>>();
  // Most producers trace nothing: then it is never made.
  let producers: Map<string, string> | null = null;
  for (const { record, decoded } of records) {
    if (decoded.kind === 'rejected') {
      const { code, message, tenantId, taskId } = decoded;
      deadLetters.push({ record, code, message, tenantId, taskId });
      continue;
    }
    const { event } = decoded;
    if (decoded.kind === 'misplaced') {
      const { tenantId, taskId, source, id: eventId } = event;
      const { cause, recognised } = decoded;
      rekeyed.push({ record, tenantId, taskId, source, eventId, cause, recognised });
      continue;
    }
    const key = taskKey(event);
    const state = states.get(key) ?? before.get(key) ?? emptyState(event.tenantId, event.taskId);
    const prunedRevision = pruned.get(key);
    let recordTime: Instant;
    let folded: FoldResult;
    try {
      recordTime = instantFromMilliseconds(record.timestampMs);
      folded =
        prunedRevision === undefined
          ? fold(state, event, recordTime, knownNow.get(key) ?? known.get(key) ?? NO_RECORDS)
          : ignorePruned(state);
    } catch (error) {
      deadLetters.push({ record, ...rejectionOf(event, error) });
      continue;
    }
    if (folded.added !== null) {
      added.push({ tenantId: event.tenantId, taskId: event.taskId, record: folded.added });
      const ofTask = knownNow.get(key) ?? new Map(known.get(key));
      knownNow.set(key, ofTask.set(...knownAs(folded.added)));
    }
    const { state: after, disposition, reason, changed } = folded;
    if (prunedRevision === undefined) states.set(key, after);
    const counts = after.revision > state.revision && traceparent === null;
    if (counts && event.traceparent !== undefined && isTraceparent(event.traceparent)) {
      producers ??= new Map();
      producers.set(key, event.traceparent);
    }
    timeline.push({
      tenantId: event.tenantId,
      taskId: event.taskId,
      partition,
      offset: record.offset,
      recordTime,
      eventTime: event.time,
      source: event.source,
      eventId: event.id,
      type: event.type === 'unknown' ? event.originalType : event.type,
      disposition,
      reason,
      changed,
      revision: prunedRevision ?? after.revision,
    });
  }
  const tasks = changedTasks(states, before);
  const changes = tasks
    .filter(({ before, after }) => after.creation !== null && after.revision > (before?.revision ?? 0))
    .map(({ after }, index) => ({
      tenantId: after.tenantId,
      taskId: after.taskId,
      revision: after.revision,
      partition,
      position: firstPosition + index,
      traceparent: traceparent ?? producers?.get(taskKey(after)) ?? null,
    }));
  return { writes: { tasks, records: added, timeline, changes, deadLetters, rekeyed }, states };
}

function ignorePruned(state: TaskState): FoldResult {
  return { state, disposition: 'ignored', reason: 'pruned', changed: null, added: null };
}

function changedTasks(
  states: ReadonlyMap<string, TaskState>,
  before: ReadonlyMap<string, TaskState>,
): ChunkWrites['tasks'] {
  return [...states]
    .map(([key, after]) => ({ key, before: stored(before.get(key)), after }))
    .filter(({ before, after }) => (before === null ? after.revision > 0 : after !== before))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ before, after }) => ({ before, after }));
}

/** A cached state may be of a task that no event has changed, and which therefore has no row. */
function stored(state: TaskState | undefined): TaskState | null {
  return state === undefined || state.revision === 0 ? null : state;
}
