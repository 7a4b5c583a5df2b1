import { foreignGroup } from '@taskfold/kafka/testing';
import { expect, onTestFinished, test } from 'vitest';
import { askAdminPort, isReady } from './testing/admin-port.ts';
import { type SpawnedProcessor, spawnProcessor } from './testing/spawn-processor.ts';
import { createWorkbench, lifeOf, type Workbench } from './testing/workbench.ts';

const DRAIN_MS = 25_000;

/** A processor whose chunk is in hand and waits for a lock. */
async function busy(): Promise<{
  bench: Workbench;
  processor: SpawnedProcessor;
  release: () => Promise<void>;
}> {
  const bench = await createWorkbench();
  const processor = spawnProcessor(bench.env);
  await isReady(processor);
  const client = await bench.pool.connect();
  onTestFinished(() => client.release(true));
  await client.query('BEGIN');
  await client.query('SELECT FROM checkpoints FOR UPDATE');
  await bench.publish(lifeOf('held'));
  const waits = async () => {
    const { rowCount } = await bench.pool.query(
      "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return rowCount;
  };
  await expect.poll(waits, { timeout: 20_000 }).toBeGreaterThan(0);
  return { bench, processor, release: async () => void (await client.query('COMMIT')) };
}

/** The partitions that the group gave it last. */
function partitionsOf(processor: SpawnedProcessor): number {
  const assigned = processor
    .log()
    .split('\n')
    .filter((line) => line.includes('"partitions assigned"'));
  const last = JSON.parse(assigned.at(-1) ?? '{"partitions":[]}') as { readonly partitions: number[] };
  return last.partitions.length;
}

test('SIGTERM: not ready first, others have its partitions, then what is in hand is finished, then it ends with 0', async () => {
  const { bench, processor, release } = await busy();
  const heir = spawnProcessor(bench.env);
  await expect.poll(() => partitionsOf(heir), { timeout: 20_000 }).toBeGreaterThan(0);
  const asked = performance.now();
  processor.signal('SIGTERM');
  await isReady(processor, false);
  expect((await askAdminPort(processor, '/readyz')).text).toContain('stopping');
  expect((await askAdminPort(processor, '/livez')).status).toBe(200);
  await expect.poll(() => partitionsOf(heir), { timeout: 5000 }).toBe(3);
  await release();
  expect(await processor.exited).toBe(0);
  expect(performance.now() - asked).toBeLessThan(DRAIN_MS);
  await bench.caughtUp();
  expect((await bench.pool.query("SELECT status FROM tasks WHERE task_id = 'held'")).rows).toEqual([
    { status: 'succeeded' },
  ]);
  await bench.expectProjectionToBeTheFoldOfTheLog();
});

test('SIGTERM ends it in time although what is in hand does not end', async () => {
  const { bench, processor, release } = await busy();
  const asked = performance.now();
  processor.signal('SIGTERM');
  await processor.exited;
  expect(performance.now() - asked).toBeLessThan(DRAIN_MS);
  await release();
  spawnProcessor({ ...bench.env, KAFKA_GROUP_ID: `${bench.topic}-next` });
  await bench.caughtUp();
  await bench.expectProjectionToBeTheFoldOfTheLog();
});

test('a second signal forces the end, and nothing is lost', async () => {
  const { bench, processor, release } = await busy();
  processor.signal('SIGTERM');
  await isReady(processor, false);
  const asked = performance.now();
  processor.signal('SIGTERM');
  expect(await processor.exited).toBe(1);
  expect(performance.now() - asked).toBeLessThan(2000);
  await release();
  spawnProcessor({ ...bench.env, KAFKA_GROUP_ID: `${bench.topic}-next` });
  await bench.caughtUp();
  await bench.expectProjectionToBeTheFoldOfTheLog();
});

test('a consumer that has ended for good ends the process with 1', async () => {
  const bench = await createWorkbench();
  onTestFinished(await foreignGroup(bench.topic).occupy(bench.topic));
  const processor = spawnProcessor(bench.env);
  expect(await processor.exited).toBe(1);
  expect(processor.log()).toContain('incompatible with those of existing members');
});

test('--validate says what cannot be reached, all of it, and nothing is connected to offline', async () => {
  const bench = await createWorkbench();
  const validate = async (env: Readonly<Record<string, string>>, ...args: string[]) => {
    const { exited, log } = spawnProcessor({ ...bench.env, ...env }, ['--validate', ...args]);
    return { code: await exited, said: log() };
  };
  expect(await validate({})).toEqual({
    code: 0,
    said: 'The configuration is valid, and what it leads to can be reached.\n',
  });
  const away = { DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/none', KAFKA_BROKERS: '127.0.0.1:1' };
  const { code, said } = await validate({ ...away, KAFKA_BROKER: '127.0.0.1:1' });
  expect(said).toMatch(/KAFKA_BROKER is set, and nothing reads it.*KAFKA_BROKERS/);
  expect(said).toMatch(/PostgreSQL at 127\.0\.0\.1:1 .*\n/);
  expect(said).toMatch(/Kafka cannot be reached\. .*127\.0\.0\.1:1/);
  expect(code).toBe(1);
  expect(await validate(away, '--offline')).toEqual({ code: 0, said: 'The configuration is valid.\n' });
  expect((await validate({ DATABASE_POOL_MAX: 'many' }, '--offline')).code).toBe(2);
});
