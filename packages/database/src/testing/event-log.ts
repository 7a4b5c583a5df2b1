import { instantFromMilliseconds, type TaskEvent, taskKey } from '@taskfold/contract';
import { emptyState, fold, type KnownContent, knownAs, type TaskState } from '@taskfold/fold';
import type { Pool } from 'pg';
import { createCheckpoints } from '../checkpoints/create-checkpoints.ts';
import type { ChangeEntry, NewRecord, TimelineEntry } from '../chunk/entries.ts';
import { createProjectionStore } from '../chunk/projection-store.ts';
import { recordKeysOf } from '../chunk/record-keys.ts';
import { createMonthKeeper } from '../months/month-keeper.ts';

export interface TestEventLog {
  /** Folds events into the database as one chunk of one partition, and resolves with the offset after the last. */
  append(events: readonly TaskEvent[], partition?: number): Promise<number>;
}

/**
 * Stands in for log and processor where a test needs tasks in the database: the fold and the statements are the real ones.
 *
 * @param pool of a user who may write
 */
export async function testEventLog(
  pool: Pool,
  { topic = 'task.events', partitionCount = 3 } = {},
): Promise<TestEventLog> {
  const of = { projection: 'main', topic };
  await createCheckpoints(pool, { ...of, partitionCount, partitioner: 'murmur2' });
  const store = createProjectionStore({ pool, ...of });
  const keeper = createMonthKeeper(pool);

  return {
    async append(events, partition = 0) {
      const recordTime = instantFromMilliseconds(Date.now());
      await keeper.ensure([recordTime]);
      const chunk = await store.transaction(async (transaction) => {
        const row = await transaction.lockCheckpoint(partition);
        if (row === null) throw new Error(`there is no partition ${partition}`);
        const keys = [...new Set(events.map(taskKey))].sort();
        const { states: before } = await transaction.loadStates(partition, keys);
        const after = new Map<string, TaskState>();
        const loaded = await transaction.loadRecords(partition, recordKeysOf(events));
        const known = new Map([...loaded].map(([key, ofTask]) => [key, new Map(ofTask)]));
        const records: NewRecord[] = [];
        const timeline = events.map((event, index): TimelineEntry => {
          const key = taskKey(event);
          const state = after.get(key) ?? before.get(key) ?? emptyState(event.tenantId, event.taskId);
          const ofTask = known.get(key) ?? new Map<string, KnownContent>();
          const result = fold(state, event, recordTime, ofTask);
          after.set(key, result.state);
          if (result.added !== null) {
            records.push({ tenantId: event.tenantId, taskId: event.taskId, record: result.added });
            known.set(key, ofTask.set(...knownAs(result.added)));
          }
          return {
            tenantId: event.tenantId,
            taskId: event.taskId,
            partition,
            offset: row.nextOffset + index,
            recordTime,
            eventTime: event.time,
            source: event.source,
            eventId: event.id,
            type: event.type === 'unknown' ? event.originalType : event.type,
            disposition: result.disposition,
            reason: result.reason,
            changed: result.changed,
            revision: result.state.revision,
          };
        });
        // Of a task that no event has changed yet there is no row.
        const changed = [...after].filter(([key, state]) => state.revision > 0 && state !== before.get(key));
        const changes = changed
          .filter(([, state]) => state.creation !== null)
          .map(
            ([, { tenantId, taskId, revision }], index): ChangeEntry => ({
              tenantId,
              taskId,
              revision,
              partition,
              position: row.nextPosition + index,
            }),
          );
        await transaction.write(partition, {
          tasks: changed.map(([key, state]) => ({ before: before.get(key) ?? null, after: state })),
          records,
          timeline,
          changes,
          deadLetters: [],
          rekeyed: [],
        });
        const nextOffset = row.nextOffset + events.length;
        await transaction.advanceCheckpoint(partition, {
          nextOffset,
          nextPosition: row.nextPosition + changes.length,
          writer: 'test',
          lastRecord: null,
        });
        return { kind: 'applied', nextOffset };
      });
      return chunk.nextOffset;
    },
  };
}
