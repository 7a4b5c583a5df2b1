import type { Queryable } from '@taskfold/database';
import { createPool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { expect, onTestFinished, test } from 'vitest';
import { checkReplica } from './check-replica.ts';
import { createReplicaLag } from './replica-lag.ts';

const primary = testDatabase();
const other = testDatabase();

function pool(url: string): Queryable {
  const made = createPool({
    url,
    applicationName: 'test',
    max: 2,
    role: 'taskfold_api',
    connectTimeoutMs: 1000,
  });
  onTestFinished(() => made.end());
  return made;
}

const check = async (url: string, refusesLogin = false) =>
  await checkReplica({
    primary: pool(primary.url),
    replica: pool(url),
    of: { projection: 'main', topic: 'task.events' },
    lag: createReplicaLag(),
    refusesLogin,
    behindMs: 100,
  });

test('a server that is no standby, a login that is no wall, another database and one that is away are each named', async () => {
  expect(await check(primary.url)).toMatchObject({
    use: 'no_standby',
    reason: expect.stringContaining('is no standby'),
  });
  expect(await check(primary.url, true)).toMatchObject({
    use: 'unfit_login',
    reason: expect.stringContaining('is a superuser'),
  });
  expect(await check(other.url)).toMatchObject({
    use: 'other_database',
    reason: expect.stringContaining('another cluster or database than DATABASE_URL'),
  });
  const away = Object.assign(new URL(primary.url), { port: '1' }).href;
  expect(await check(away)).toMatchObject({ use: 'away', reason: expect.stringContaining('ECONNREFUSED') });
});
