import { createPool, type Pool } from '@taskfold/database';
import { partitionOf } from '@taskfold/kafka';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ForeignRecord, structured } from './clients/foreign-record.ts';
import { createPlatformaticProducer, type ForeignProducer } from './clients/platformatic.ts';
import { getTaskAt } from './harness/get-task.ts';
import { type System, startSystem } from './harness/system.ts';
import { POISON } from './histories/poison.ts';
import { wholeLife } from './histories/whole-life.ts';

const TENANT = 'acme';

let system: System;
let apiUrl: string;
let key: string;
let producer: ForeignProducer;
let pool: Pool;

beforeAll(async () => {
  system = await startSystem();
  const services = [system.startApi(), system.startProcessor({ MISPLACED: 'dead_letter' })] as const;
  key = await system.createKey(TENANT);
  const [api] = await Promise.all(services);
  apiUrl = api.url;
  producer = createPlatformaticProducer(system.kafka, system.topic);
  pool = createPool({ url: system.databaseUrl, applicationName: 'end-to-end', max: 1 });
});

afterAll(async () => {
  await producer?.close();
  await pool?.end();
  await system?.stop();
});

/** The poison between two events of a task in the same partition, which both must be served. */
async function publishAmongNeighbours(taskId: string, poison: ForeignRecord): Promise<void> {
  const [created, started] = wholeLife(TENANT, taskId);
  if (created === undefined || started === undefined) throw new Error('a life has a beginning');
  const partition = partitionOf(Buffer.from(taskId), system.partitions, 'murmur2');
  await producer.send([structured(created), { partition, ...poison }, structured(started)]);
  const { text } = await getTaskAt(2, [apiUrl, key, taskId]);
  expect(JSON.parse(text)).toMatchObject({ status: 'running', attempt: 2 });
}

async function deadLetters() {
  const { rows } = await pool.query(
    'SELECT kafka_partition, key, value, headers, code, message, task_id FROM dead_letters ORDER BY stored_at DESC',
  );
  return rows;
}

test.each(POISON)(
  '$name becomes a dead letter, byte for byte, and its neighbours are served',
  async (poison) => {
    const taskId = `beside_${poison.name.replaceAll(/\W/g, '_')}`;
    const before = await deadLetters();
    const record = poison.record({ tenantId: TENANT, taskId });
    await publishAmongNeighbours(taskId, record);

    // It may lie in another partition than its neighbours, who tell nothing about it then.
    await expect.poll(async () => (await deadLetters()).length).toBe(before.length + 1);
    const [letter] = await deadLetters();
    expect(letter.code).toBe(poison.code);
    expect(letter.message).not.toBe('');
    expect(letter.key).toEqual(record.key === null ? null : Buffer.from(record.key));
    expect(letter.value).toEqual(record.value === null ? null : Buffer.from(record.value));
    const headers = Object.entries(JSON.parse(letter.headers)).map(([name, value]) => [
      name,
      Buffer.from(String(value), 'base64').toString(),
    ]);
    expect(Object.fromEntries(headers)).toEqual(record.headers);
  },
);

test('a record in another partition than its key belongs to becomes one that names the setting', async () => {
  const [displaced] = wholeLife(TENANT, 'displaced');
  if (displaced === undefined) throw new Error('a life has a beginning');
  const before = await deadLetters();
  const partition =
    (partitionOf(Buffer.from('displaced'), system.partitions, 'murmur2') + 1) % system.partitions;
  await publishAmongNeighbours('beside_displaced', { ...structured(displaced), partition });

  await expect.poll(async () => (await deadLetters()).length).toBe(before.length + 1);
  const [letter] = await deadLetters();
  expect(letter).toMatchObject({ code: 'wrong_partition', kafka_partition: partition, task_id: 'displaced' });
  expect(letter.message).toContain('PARTITIONER');
});
