import { createPool, type Pool } from '@taskfold/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { structured } from './clients/foreign-record.ts';
import { createPlatformaticProducer, type ForeignProducer } from './clients/platformatic.ts';
import { runCommand, runTaskfold } from './harness/command.ts';
import { eventually } from './harness/eventually.ts';
import { getTask } from './harness/get-task.ts';
import { launchService, type RunningService } from './harness/service.ts';
import { type System, startSystem } from './harness/system.ts';
import { manyTasks } from './histories/many-tasks.ts';

// What a container of an older release meets beside a newer one. The processes are those of this version, beside tables that
// know more than it does; `npm run upgrade` does the same with the code of an older one.
const LATER = '29990101000000_later';
const WIDENED = `
  ALTER TABLE tasks ADD COLUMN later text;
  ALTER TABLE timeline ADD COLUMN later jsonb NOT NULL DEFAULT '{}';
  CREATE TABLE later (task_id text PRIMARY KEY);
  INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES ('later', 'later', '${LATER}', now(), 1)`;
const TAKEN_AWAY = `INSERT INTO contract_steps VALUES ('${LATER}', '99.1.0', 'the column hints of tasks')`;

let system: System;
let producer: ForeignProducer;
let pool: Pool;

beforeAll(async () => {
  system = await startSystem();
  producer = createPlatformaticProducer(system.kafka, system.topic);
  pool = createPool({ url: system.databaseUrl, applicationName: 'end-to-end', max: 1 });
  await pool.query(WIDENED);
});
afterAll(async () => {
  await producer?.close();
  await pool?.end();
  await system?.stop();
});

async function readyz({ adminUrl }: RunningService): Promise<{ readonly checks: object }> {
  return (await (await fetch(`${adminUrl}/readyz`)).json()) as { readonly checks: object };
}

test('an older version starts beside a newer database, says so, and folds, reads and verifies as ever', async () => {
  expect(JSON.parse(await runTaskfold(['migrate', '--json'], system.env))).toMatchObject({
    applied: [],
    unknown: [LATER],
  });
  const [api, processor] = await Promise.all([system.startApi(), system.startProcessor()]);
  await producer.send(manyTasks('acme', 30).map(structured));
  const key = await system.createKey('acme');
  await eventually('the last task has ended', async () => {
    const { text } = await getTask(api.url, key, 'task_29');
    return text.includes('"succeeded"') || undefined;
  });
  const schema = {
    ok: true,
    required: false,
    reason: expect.stringContaining('newer than this version by 1'),
  };
  for (const service of [api, processor]) {
    await expect.poll(() => readyz(service), { timeout: 20_000 }).toMatchObject({ checks: { schema } });
  }
  expect(await runTaskfold(['projection', 'verify'], system.env)).toContain('is what the log says');
  const doctor = await runTaskfold(['doctor', '--only', 'database.migrations'], system.env);
  expect(doctor).toContain(LATER);
  expect(await processor.stop()).toBe(0);
  expect(await api.stop()).toBe(0);
});

test('it ends, and refuses to start, once a migration has taken away what it uses', async () => {
  const started = await Promise.all([
    launchService('api', system.env),
    launchService('processor', system.env),
  ]);
  await Promise.all(
    started.map((service) => expect.poll(() => readyz(service)).toMatchObject({ status: 'ok' })),
  );
  await pool.query(TAKEN_AWAY);
  for (const service of started) {
    expect(await service.exited).toBe(1);
    expect(service.log().join('\n')).toMatch(
      /took away what it uses \(the column hints of tasks\). Run version 99\.1\.0/,
    );
  }
  for (const name of ['api', 'processor'] as const) {
    const args = [`services/${name}/src/main.ts`];
    const started = runCommand({
      command: process.execPath,
      args,
      env: { ...system.env, PORT: '0', ADMIN_PORT: '0' },
    });
    await expect(started).rejects.toThrow(/failed \(1\)[\s\S]*Run version 99\.1\.0/);
  }
  for (const command of [['migrate'], ['projection', 'verify']]) {
    await expect(runTaskfold(command, system.env)).rejects.toThrow('Run version 99.1.0');
  }
});
