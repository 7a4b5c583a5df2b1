import { isDeepStrictEqual } from 'node:util';
import { taskKey } from '@taskfold/contract';
import { type Committed, placedKey } from './database.ts';
import type { Reference } from './reference.ts';
import { Violation } from './world.ts';

/**
 * Holds what is committed of a partition against the fold of its log up to the checkpoint: tasks, timeline and dead
 * letters are exactly those, each once; changes have rising positions and revisions, and end with the newest of
 * every visible task.
 *
 * @throws Violation
 */
export function checkPartition(partition: number, committed: Committed, reference: Reference): void {
  const row = committed.rows[partition];
  if (row === undefined) throw new Violation(`partition ${partition} has no checkpoint`);
  const expected = reference.upTo(row.nextOffset);
  const same = (what: string, actual: unknown, wanted: unknown) => {
    if (isDeepStrictEqual(actual, wanted)) return;
    const texts = [actual, wanted].map((value) => JSON.stringify(value));
    throw new Violation(
      `partition ${partition}, folded up to ${row.nextOffset}: ${what} are ${texts[0]}, but the fold of the log has ${texts[1]}`,
    );
  };

  /** What a swap adds to a task's revision, counted where the log had come to an offset. */
  const corrected = (key: string, offset: number) =>
    committed.corrections.filter((one) => one.key === key && one.offset <= offset).length;

  const timeline = committed.timeline.filter((entry) => entry.partition === partition);
  same(
    'timeline entries',
    timeline.map(({ offset, disposition, revision }) => `${offset} ${disposition} r${revision}`),
    expected.timeline.map(
      ({ key, offset, disposition, revision }) =>
        `${offset} ${disposition} r${revision + corrected(key, offset)}`,
    ),
  );
  const deadLetters = committed.deadLetters.filter(({ record }) => record.partition === partition);
  same(
    'dead letters',
    deadLetters.map(({ record }) => record.offset),
    expected.deadOffsets,
  );
  const revisionOf = (key: string, revision: number) => revision + corrected(key, row.nextOffset);
  for (const [key, state] of expected.tasks) {
    const revision = revisionOf(key, state.revision);
    same(`the parts of ${key}`, committed.tasks.get(placedKey(partition, key)), { ...state, revision });
  }

  for (const [key, recordKeys] of expected.recordKeys) {
    const stored = committed.records.get(placedKey(partition, key));
    same(`the records of ${key}`, [...(stored?.keys() ?? [])].sort(), recordKeys);
  }

  const changes = committed.changes.filter((change) => change.partition === partition);
  const positions = changes.map(({ position }) => position);
  // With a gap where commits were lost, or were never known to have happened: others may have seen what was there.
  same(
    'positions of changes',
    positions,
    [...new Set(positions)].sort((left, right) => left - right),
  );
  same('the positions that are given', (positions.at(-1) ?? -1) + 1, row.nextPosition);
  const newest = new Map<string, number>();
  for (const { tenantId, taskId, revision } of changes) {
    const key = taskKey({ tenantId, taskId });
    if (revision <= (newest.get(key) ?? 0))
      throw new Violation(`a change of ${key} goes back to ${revision}`);
    newest.set(key, revision);
  }
  const visible = [...expected.tasks].filter(([, { creation }]) => creation !== null);
  same(
    'newest changes',
    [...newest].sort(),
    visible.map(([key, { revision }]) => [key, revisionOf(key, revision)] as const).sort(),
  );
}
