import { createKafkaClient } from '@taskfold/kafka';
import { createTestTopic, testConnection } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorsOnDatabase } from '../testing/operators-on-database.ts';

const topic = await createTestTopic({ partitions: 3 });
const { ask, log, pool } = operatorsOnDatabase({ TOPIC_EVENTS: topic.name });
const ANN = { actor: 'ann', reason: 'the producer is mended' };
const SECRET = 'a-secret-prompt';
const path = (offset: number | string, more = '') =>
  `/operator/dead-letters/${topic.name}/2/${offset}${more}`;

beforeAll(async () => {
  await pool().query(
    `INSERT INTO dead_letters (topic, kafka_partition, log_offset, record_time, code, message, tenant_id, task_id,
       key, value, headers)
     SELECT $1, 2, n, now(), CASE WHEN n < 3 THEN 'invalid_json' ELSE 'too_large' END, 'no JSON', 'acme', 'task_' || n,
       convert_to('task_' || n, 'UTF8'), convert_to($2, 'UTF8'), '{"a": "AP8=", "b": null}'
     FROM generate_series(0, 6) AS n`,
    [topic.name, SECRET],
  );
});
afterAll(() => topic.drop());

interface List {
  readonly data: readonly { readonly offset: number }[];
  readonly next_cursor: string | null;
}

describe('the list of dead letters', () => {
  it('comes page by page, filtered, without a byte of them', async () => {
    const offsets: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await ask('GET', `/operator/dead-letters?limit=3${cursor && `&cursor=${cursor}`}`);
      expect(JSON.stringify(page.body)).not.toContain('base64');
      const { data, next_cursor } = page.body as List;
      offsets.push(...data.map(({ offset }) => offset));
      cursor = next_cursor;
    }
    expect(offsets).toEqual([6, 5, 4, 3, 2, 1, 0]);
    for (const [query, count] of [
      ['code=invalid_json', 3],
      ['task_id=task_4&tenant_id=acme', 1],
      ['tenant_id=other', 0],
      ['status=redriven', 0],
      [`topic=${topic.name}&partition=2`, 7],
      ['partition=1', 0],
    ] as const) {
      const { body } = await ask('GET', `/operator/dead-letters?${query}`);
      expect((body as List).data.length, query).toBe(count);
    }
  });

  it('refuses what it does not know', async () => {
    for (const query of [
      'status=lost',
      'code=lost',
      'limit=501',
      'partition=-1',
      'odd=1',
      'status=open&status=open',
    ]) {
      expect(await ask('GET', `/operator/dead-letters?${query}`), query).toMatchObject({ status: 422 });
    }
    const { body } = await ask('GET', '/operator/dead-letters?limit=1');
    const { next_cursor: signed } = body as List;
    for (const query of [
      'cursor=x',
      `cursor=${Buffer.from(JSON.stringify(['2026-11-25T08:00:00.000000Z', topic.name, 2, 3])).toString('base64url')}`,
      `code=invalid_json&cursor=${signed}`,
    ]) {
      expect(await ask('GET', `/operator/dead-letters?${query}`), query).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid_cursor' } },
      });
    }
  });
});

it('shows one, and its bytes where they are asked for', async () => {
  const bare = await ask('GET', path(0));
  expect(bare).toMatchObject({
    status: 200,
    body: { offset: 0, status: 'open', code: 'invalid_json', audit: [] },
  });
  expect(bare.body).not.toHaveProperty('record');
  expect(await ask('GET', path(0, '?include=payload'))).toMatchObject({
    body: {
      record: {
        key_base64: Buffer.from('task_0').toString('base64'),
        value_base64: Buffer.from(SECRET).toString('base64'),
        headers_base64: { a: 'AP8=', b: null },
      },
    },
  });
  expect(log()).not.toContain(SECRET);
  expect(log()).not.toContain(Buffer.from(SECRET).toString('base64'));
  expect(await ask('GET', path(0, '?include=all'))).toMatchObject({ status: 422 });
  expect(await ask('GET', path(77))).toMatchObject({
    status: 404,
    body: { error: { code: 'dead_letter_not_found' } },
  });
  expect(await ask('GET', path('x'))).toMatchObject({ status: 422 });
});

it('redrives one into the log, once, and notes who did and why', async () => {
  const redriven = await ask('POST', path(1, '/redrive'), ANN);
  expect(redriven).toMatchObject({
    status: 200,
    body: {
      status: 'redriven',
      published: { topic: topic.name, offset: 0 },
      audit: [{ actor: 'ann', action: 'dead_letter.redriven', details: { reason: ANN.reason, offset: 0 } }],
    },
  });
  expect(await ask('POST', path(1, '/redrive'), ANN)).toMatchObject({
    status: 409,
    body: { error: { code: 'dead_letter_settled', details: { status: 'redriven' } } },
  });
  expect(await ask('POST', path(77, '/redrive'), ANN)).toMatchObject({ status: 404 });
  expect(await ask('POST', path(2, '/redrive'), {})).toMatchObject({ status: 422 });
  const logger = createLogger({ service: 'test', level: 'silent' });
  const kafka = createKafkaClient({ ...testConnection(), logger });
  const ends = await kafka.admin().offsets(topic.name);
  expect(ends.reduce((sum, { high }) => sum + high, 0)).toBe(1);
  await kafka.close();
});

it('discards one, and redrives it all the same later, unless its bytes are gone', async () => {
  expect(await ask('POST', path(3, '/discard'), ANN)).toMatchObject({
    status: 200,
    body: {
      status: 'discarded',
      audit: [{ action: 'dead_letter.discarded', details: { reason: ANN.reason } }],
    },
  });
  expect(await ask('POST', path(3, '/discard'), ANN)).toMatchObject({
    status: 409,
    body: { error: { code: 'dead_letter_settled', details: { status: 'discarded' } } },
  });
  expect(await ask('POST', path(3, '/redrive'), ANN)).toMatchObject({ body: { status: 'redriven' } });
  await pool().query(
    'UPDATE dead_letters SET pruned_at = now(), key = NULL, value = NULL, headers = NULL WHERE log_offset = 4',
  );
  expect(await ask('POST', path(4, '/redrive'), ANN)).toMatchObject({
    status: 409,
    body: { error: { code: 'dead_letter_pruned' } },
  });
});
