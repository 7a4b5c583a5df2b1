import { createPool, createPrisma, type Prisma } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDeadLetter } from './read-dead-letter.ts';
import { discardDeadLetter, markRedriven } from './settle-dead-letter.ts';

const database = testDatabase();
let owner: Pool;
let pool: Pool;
let api: Prisma;
const position = (offset: number) => ({ topic: 'task.events', partition: 2, offset });

beforeAll(async () => {
  owner = createPool({ url: database.url, applicationName: 'test', max: 1 });
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
  api = createPrisma(pool);
  await owner.query(`
    INSERT INTO dead_letters (topic, kafka_partition, log_offset, record_time, code, message, key, value, headers)
    SELECT 'task.events', 2, log_offset, now(), 'invalid_json', 'no JSON', 'k', '\\xff00', '{"a": "AP8=", "b": null}'
    FROM generate_series(0, 4) AS log_offset`);
});
afterAll(() => Promise.all([owner.end(), pool.end()]));

test('of many that settle one at once, one does, and only that is noted', async () => {
  const settled = await Promise.all(
    Array.from({ length: 8 }, (_none, index) =>
      discardDeadLetter(api, position(0), { actor: `operator ${index}` }),
    ),
  );
  expect(settled.filter(({ kind }) => kind === 'settled')).toHaveLength(1);
  expect(settled).toContainEqual({ kind: 'settled_before', status: 'discarded' });
  const letter = await readDeadLetter(api, position(0));
  expect(letter).toMatchObject({
    status: 'discarded',
    record: {
      key: Buffer.from('k'),
      value: Buffer.from([0xff, 0x00]),
      headers: { a: Buffer.from([0, 255]), b: null },
    },
  });
  expect(letter?.audit).toHaveLength(1);
});

test('a discarded one may be redriven, a redriven one not discarded, and one that is not there neither', async () => {
  const published = { topic: 'task.events', partition: 1, offset: 99 };
  await discardDeadLetter(api, position(1), { actor: 'ann', reason: 'a test' });
  expect(await markRedriven(api, position(1), { actor: 'bob' }, published)).toEqual({ kind: 'settled' });
  expect(await discardDeadLetter(api, position(1), { actor: 'ann', reason: 'a test' })).toEqual({
    kind: 'settled_before',
    status: 'redriven',
  });
  expect((await readDeadLetter(api, position(1)))?.audit).toMatchObject([
    { actor: 'ann', action: 'dead_letter.discarded', details: { reason: 'a test' } },
    { actor: 'bob', action: 'dead_letter.redriven', details: published },
  ]);
  expect(await discardDeadLetter(api, position(77), { actor: 'ann' })).toEqual({ kind: 'not_found' });
  expect(await readDeadLetter(api, position(77))).toBeNull();
});

test('the API changes nothing else of a dead letter, nor the audit log', async () => {
  await expect(pool.query("UPDATE dead_letters SET value = 'x'")).rejects.toThrow('permission denied');
  await expect(pool.query('DELETE FROM dead_letters')).rejects.toThrow('permission denied');
  await expect(pool.query("UPDATE audit_log SET actor = 'eve'")).rejects.toThrow('permission denied');
  await expect(discardDeadLetter(api, position(2), { actor: '' })).rejects.toThrow('audit_log_actor_check');
  expect((await readDeadLetter(api, position(2)))?.status).toBe('open');
});
