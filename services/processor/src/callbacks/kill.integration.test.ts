import { randomBytes } from 'node:crypto';
import { createPool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { deliveryId } from '@taskfold/fold';
import { createTestTopic, testKafka } from '@taskfold/kafka/testing';
import { expect, test } from 'vitest';
import { startKillableDispatcher } from './testing/killable-dispatcher.ts';
import { startReceiver } from './testing/receiver.ts';
import { seedTasks } from './testing/seed-tasks.ts';

const database = testDatabase();
const KILLS = 8;
const TASKS = 400;
const TENANT = 'tenant_a';

test('a dispatcher that is killed again and again loses no delivery, and repeats carry the same id', async () => {
  const topic = await createTestTopic();
  const pool = createPool({ url: database.url, applicationName: 'test', byKeyOnly: true });
  const delivered = new Set<string>();
  const received = new Map<string, Set<string>>();
  const receiver = await startReceiver((response, { headers, body }) => {
    const id = String(headers['webhook-id']);
    received.set(id, (received.get(id) ?? new Set()).add(JSON.parse(body).data.task_id));
    setTimeout(() => {
      const fails = Math.random() < 0.2;
      if (!fails) delivered.add(id);
      response.writeHead(fails ? 500 : 200).end();
    }, 20);
  });
  const taskIds = Array.from({ length: TASKS }, (_, index) => `task_${index}`);
  const url = `http://127.0.0.1:${receiver.port}/`;
  const environment = {
    ...database.env,
    ...testKafka(),
    TOPIC: topic.name,
    KEYS: `k:${randomBytes(32).toString('base64')}`,
  };
  const left = async () => {
    const { rows } = await pool.query(
      "SELECT count(*)::int AS left FROM deliveries WHERE state <> 'delivered'",
    );
    return rows[0].left;
  };

  for (let kill = 0; kill < KILLS; kill += 1) {
    const share = taskIds.slice((kill * TASKS) / KILLS, ((kill + 1) * TASKS) / KILLS);
    await seedTasks(
      pool,
      share.map((taskId) => ({ tenantId: TENANT, taskId, url })),
    );
    const dispatcher = await startKillableDispatcher(environment);
    await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 250));
    await dispatcher.kill();
  }
  const last = await startKillableDispatcher(environment);
  await expect.poll(left, { timeout: 30_000, interval: 100 }).toBe(0);
  await expect
    .poll(async () => (await pool.query('SELECT FROM event_outbox')).rowCount, { timeout: 10_000 })
    .toBe(0);
  await last.kill();

  const ids = taskIds.map((taskId) => deliveryId(TENANT, taskId, 'task.succeeded'));
  expect(delivered).toEqual(new Set(ids));
  for (const [index, id] of ids.entries()) expect([...(received.get(id) ?? [])]).toEqual([taskIds[index]]);
  const { rows } = await pool.query<{ attempts: number; counted: number }>(`
    SELECT (SELECT count(*)::int FROM callback_attempts) AS attempts,
      (SELECT sum(attempt_count)::int FROM deliveries) AS counted`);
  expect(rows[0]?.attempts).toBe(rows[0]?.counted);
  // Attempts that were cut off are repeated, so requests may outnumber the attempts that are known.
  expect(receiver.requests.length).toBeGreaterThanOrEqual(rows[0]?.attempts ?? 0);
  await receiver.close();
  await pool.end();
  await topic.drop();
});
