import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type LocalKafka, startKafka } from '@taskfold/local-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRelayBench } from '../testing/relay-bench.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { spawnProcessor } from '../testing/spawn-processor.ts';
import { lifeOf } from '../testing/workbench.ts';

// A broker of its own: this one is killed.
let dataDir: string;
let kafka: LocalKafka;
const start = () => startKafka({ dataDir, durable: false, temporary: true });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'taskfold-broker-'));
  kafka = await start();
});
afterAll(async () => {
  await kafka.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const lives = (count: number, prefix: string) =>
  Array.from({ length: count }, (_none, index) => lifeOf(`${prefix}_${index}`)).flat();

test('a broker that is killed is waited for, and what is due is published when it is back', async () => {
  const bench = await createRelayBench({ brokers: kafka.brokers });
  const processor = await runProcessor(bench.env);
  await bench.publish(lives(100, 'task'));
  await bench.caughtUp();
  await bench.published();
  await kafka.kill();
  // As a rebuild does with tasks that it corrects.
  await bench.pool.query(`
    INSERT INTO changes (kafka_partition, position, tenant_id, task_id, revision)
    SELECT kafka_partition, next_position + row_number() OVER (PARTITION BY kafka_partition) - 1, tenant_id, task_id, revision
    FROM tasks JOIN checkpoints USING (kafka_partition)`);
  await bench.pool.query(`
    UPDATE checkpoints AS c SET next_position = 1 + (SELECT max(position) FROM changes WHERE kafka_partition = c.kafka_partition)`);
  const lag = /taskfold_relay_lag_changes\{partition="\d",service="processor"\} [1-9]/;
  await expect.poll(() => processor.metrics(), { timeout: 20_000 }).toMatch(lag);
  expect(processor.ready().reasons).not.toContain('relay');
  kafka = await start();
  await bench.published();
  await bench.publish(lives(20, 'after'));
  await bench.caughtUp();
  await bench.published();
  await bench.expectNewestToBeWhatTheApiAnswers();
}, 120_000);

test('a leader whose broker is away ends in time', async () => {
  const bench = await createRelayBench({ brokers: kafka.brokers });
  const processor = spawnProcessor(bench.env);
  await processor.logs('"msg":"leading"');
  await bench.publish(lives(50, 'task'));
  await bench.caughtUp();
  await bench.published();
  await kafka.kill();
  await bench.pool.query(`
    INSERT INTO changes (kafka_partition, position, tenant_id, task_id, revision)
    SELECT kafka_partition, next_position, tenant_id, task_id, revision
    FROM checkpoints JOIN LATERAL (SELECT tenant_id, task_id, revision FROM tasks LIMIT 1) AS one ON true`);
  await wait(3000);
  const began = performance.now();
  processor.signal('SIGTERM');
  expect(await processor.exited).toBe(0);
  expect(performance.now() - began).toBeLessThan(20_000);
  kafka = await start();
}, 120_000);
