import { SHOWN_COLUMNS, type ShownFacts } from '@taskfold/fold';

const KEYS = `unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[]) WITH ORDINALITY
    AS k(tenant_id, task_id, revision, updated_at, ordinal)`;
const PLACED_KEYS = `unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[], $5::int[]) WITH ORDINALITY
    AS k(tenant_id, task_id, revision, updated_at, kafka_partition, ordinal)`;
// A revision never has two contents, and a correction has a revision of its own. The time is compared as well for databases
// that were brought back from a copy: what was lost may have come again with as many events, but not at the same moment.
const CHANGED = `LEFT JOIN LATERAL (SELECT ${SHOWN_COLUMNS.map((name) => `t.${name}`).join(', ')}) changed
    ON (t.revision, t.updated_at) IS DISTINCT FROM (k.revision, k.updated_at)`;
/** $1 and $2 the keys, $3 and $4 what is known of each. */
export const SELECT_TASKS = `SELECT k.ordinal::int AS ordinal, changed.*
  FROM ${KEYS}
  JOIN tasks t USING (tenant_id, task_id)
  ${CHANGED}`;
/** The same of tasks whose partition is known: $5. */
export const SELECT_PLACED_TASKS = `SELECT k.ordinal::int AS ordinal, changed.*
  FROM ${PLACED_KEYS}
  JOIN tasks t USING (tenant_id, task_id, kafka_partition)
  ${CHANGED}`;

/**
 * The same with how far the task's partition is, as the very same statement sees it; $5 and $6 name the projection and its topic.
 * Nothing from a server that is no standby any more.
 */
export const SELECT_TASKS_AT_REPLICA = `SELECT k.ordinal::int AS ordinal, c.kafka_partition AS held_partition,
    c.next_offset AS held_offset, c.next_position AS held_position, changed.*
  FROM ${KEYS}
  JOIN tasks t USING (tenant_id, task_id)
  JOIN checkpoints c ON c.projection = $5 AND c.topic = $6 AND c.kafka_partition = t.kafka_partition
  ${CHANGED}
  WHERE pg_is_in_recovery()`;

/** Without columns where the task is as it was known. */
export type AnswerRow = { readonly ordinal: number } & (
  | ShownFacts
  | { readonly [Name in keyof ShownFacts]: null }
);

export type ReplicaRow = AnswerRow & {
  readonly held_partition: number;
  readonly held_offset: number;
  readonly held_position: number;
};
