import { COPY_FROM_ROWS } from './append-rows.ts';
import type { ChunkWrites } from './entries.ts';
import { type Statement, statementOf } from './statement.ts';
import { insertChanges, printChanges } from './write-changes.ts';
import { INSERT_TIMELINE, printTimeline } from './write-timeline.ts';

const INSERT = `WITH events AS (${INSERT_TIMELINE}), ${insertChanges(2)}`;

/** Whether a chunk holds so few events that its round trips to the database cost more than its rows. */
export function isSmall({ timeline, changes }: ChunkWrites): boolean {
  return timeline.length < COPY_FROM_ROWS && changes.length > 0;
}

/** The timeline and the changes of a small chunk in one statement, which wakes those who follow changes. */
export function* writeEvents({ timeline, changes }: ChunkWrites): Generator<Statement> {
  yield statementOf('insert_events', INSERT, [printTimeline(timeline), printChanges(changes)]);
}
