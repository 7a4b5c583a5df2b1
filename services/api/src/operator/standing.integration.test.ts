import { beforeAll, expect, it } from 'vitest';
import { operatorsOnDatabase } from '../testing/operators-on-database.ts';

const { ask, pool } = operatorsOnDatabase();

beforeAll(async () => {
  await pool().query(`
    INSERT INTO checkpoints (projection, topic, kafka_partition, next_offset, next_position, partition_count)
    SELECT 'main', 'task.events', p, 100, 90, 2 FROM generate_series(0, 1) AS p;
    INSERT INTO projection_lag (projection, topic, kafka_partition, lag_seconds, log_end_offset, noted_at, chunks_noted_at,
        chunks_written, chunk_p50_seconds, chunk_max_seconds, chunk_open_seconds)
      SELECT 'main', 'task.events', p, lag, log_end, at, at, 40, 0.00421234, 2.5, 0
      FROM (VALUES (0, 0, 100, now()), (1, 2, 130, now() - interval '90 seconds')) AS n(p, lag, log_end, at);
    INSERT INTO partition_halts (projection, topic, kafka_partition, reason, message, next_offset, halted_at)
      VALUES ('main', 'task.events', 1, 'lost', 'The log starts at offset 120.', 100, '2026-11-25T08:00:00Z');
    INSERT INTO relay_positions (topic, kafka_partition, next_position) VALUES ('task.updates', 0, 4);
    INSERT INTO leases (name, holder, expires_at)
      VALUES ('relay/task.updates', '11111111-1111-4111-8111-111111111111', now() + interval '10 seconds');
    INSERT INTO rekeyed_records (topic, kafka_partition, log_offset, record_time, tenant_id, task_id, source, event_id,
        cause, recognised, stored_at, published_at)
      SELECT 'task.events', n % 2, n, now(), 'acme', 'task_' || n, CASE WHEN n < 4 THEN '/worker' ELSE '/odd' END,
        'event_' || n, CASE WHEN n < 4 THEN 'wrong_partition' ELSE 'no_key' END,
        CASE WHEN n = 0 THEN '{crc32,fnv1a}'::text[] WHEN n < 4 THEN '{crc32}' ELSE '{}' END,
        '2026-11-25T08:00:00Z'::timestamptz + n * interval '1 minute', CASE WHEN n < 3 THEN now() END
      FROM generate_series(0, 4) AS n;
    INSERT INTO rebuilds (projection, topic, timeline_from) VALUES ('main', 'task.events', now())`);
});

it('shows where each partition stands, and that nobody folds by the age of the note', async () => {
  const { status, body } = await ask('GET', '/operator/partitions');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    object: 'list',
    data: [
      {
        ...{ topic: 'task.events', partition: 0, next_offset: 100, lag_records: 0, lag_seconds: 0 },
        chunks: { written: 40, p50_seconds: 0.0042, max_seconds: 2.5, open_seconds: 0 },
        halt: null,
      },
      { partition: 1, log_end_offset: 130, lag_records: 30, lag_seconds: expect.any(Number), chunks: null },
    ],
  });
  const [, behind] = (body as { data: { lag_seconds: number }[] }).data;
  expect(behind?.lag_seconds).toBeGreaterThanOrEqual(90);
});

it('shows the halts alone, with since when and what is to be done', async () => {
  expect(await ask('GET', '/operator/halts')).toMatchObject({
    body: {
      data: [
        {
          partition: 1,
          halt: {
            reason: 'lost',
            halted_at: '2026-11-25T08:00:00.000Z',
            message: 'The log starts at offset 120.',
          },
        },
      ],
    },
  });
  expect(await ask('GET', '/operator/halts?partition=1')).toMatchObject({ status: 422 });
});

it('shows who publishes updates, and how far the relay is', async () => {
  expect(await ask('GET', '/operator/relays')).toMatchObject({
    body: {
      data: [
        {
          topic: 'task.updates',
          lease: { holder: '11111111-1111-4111-8111-111111111111', epoch: 1, held: true },
          lag_changes: 0,
          lag_seconds: 0,
          partitions: [{ partition: 0, lag_changes: 0 }],
        },
      ],
    },
  });
});

it('shows rebuilds', async () => {
  expect(await ask('GET', '/operator/rebuilds?limit=1')).toMatchObject({
    body: {
      data: [{ rebuild_id: 1, state: 'replaying', swapped_at: null, corrected_tasks: null, progress: null }],
    },
  });
});

it('shows how far the second version of a rebuild is, as long as there is one', async () => {
  await pool().query(`SELECT taskfold_create_version('taskfold_standby', false)`);
  await pool().query(`
    INSERT INTO taskfold_standby.checkpoints (projection, topic, kafka_partition, next_offset, next_position, partition_count)
    VALUES ('main', 'task.events', 0, 120, 0, 2), ('main', 'task.events', 1, 60, 0, 2), ('other', 'task.events', 0, 9, 0, 2)`);
  // What the live version has not folded yet counts for neither.
  expect(await ask('GET', '/operator/rebuilds')).toMatchObject({
    body: { data: [{ progress: { folded: 160, live: 200 } }] },
  });
  await pool().query('DELETE FROM taskfold_standby.checkpoints WHERE kafka_partition = 1');
  expect(await ask('GET', '/operator/rebuilds')).toMatchObject({
    body: { data: [{ progress: { folded: 100, live: 200 } }] },
  });
  await pool().query(`SELECT taskfold_drop_version('taskfold_standby')`);
  expect(await ask('GET', '/operator/rebuilds')).toMatchObject({ body: { data: [{ progress: null }] } });
});

it('shows who publishes elsewhere than keys belong', async () => {
  expect(await ask('GET', '/operator/misplaced')).toMatchObject({
    body: {
      data: [
        { source: '/odd', cause: 'no_key', records: 1, unpublished: 1, recognised: {} },
        {
          source: '/worker',
          cause: 'wrong_partition',
          records: 4,
          unpublished: 1,
          recognised: { crc32: 4, fnv1a: 1 },
          first_at: '2026-11-25T08:00:00.000Z',
          last_at: '2026-11-25T08:03:00.000Z',
          last_partition: 1,
          last_offset: 3,
        },
      ],
    },
  });
});
