import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type DatabaseRole } from '../pools/create-pool.ts';
import { testDatabase } from '../testing/test-database.ts';
import { ensureLogin } from './ensure-login.ts';
import { loginFault } from './login-fault.ts';

const database = testDatabase();
const name = `taskfold_login_${randomBytes(6).toString('hex')}`;
let owner: Pool;

beforeAll(() => {
  owner = createPool({ url: database.url, applicationName: 'test', max: 1 });
});
afterAll(async () => {
  await owner.query(`DROP ROLE IF EXISTS ${name}`);
  await owner.end();
});

async function logIn(password: string, role: DatabaseRole): Promise<Pool> {
  const url = new URL(database.url);
  url.username = name;
  url.password = password;
  return createPool({ url: url.href, applicationName: 'test', max: 1, role });
}

const EVERYTHING = [
  'SELECT key_hash FROM api_keys',
  'SELECT FROM tasks',
  'SELECT FROM callback_secrets',
  "UPDATE tasks SET status = 'queued'",
  'DELETE FROM timeline',
  'SELECT FROM _prisma_migrations',
  'CREATE TABLE own ()',
  'CREATE ROLE own',
  'ALTER TABLE tasks DISABLE ROW LEVEL SECURITY',
  'SET ROLE taskfold_processor',
  'SET ROLE postgres',
  'SET SESSION AUTHORIZATION postgres',
];

describe('the login of a service', () => {
  it('has what its role has, and nothing when it gives the role back', async () => {
    await ensureLogin(owner, { name, password: 'first', role: 'taskfold_api' });
    const api = await logIn('first', 'taskfold_api');
    await api.query('SELECT FROM tasks');
    await api.query('SELECT key_hash FROM api_keys');
    expect(await loginFault(api)).toBeNull();
    for (const back of ['SET ROLE NONE', 'RESET ROLE', `SET ROLE ${name}`]) {
      for (const statement of EVERYTHING) {
        await api.query('SET ROLE taskfold_api');
        // RESET goes to what the connection began with, which is the role.
        await api.query(back === 'RESET ROLE' ? 'SET ROLE NONE' : back);
        await expect(api.query(statement), `${back}; ${statement}`).rejects.toMatchObject({
          code: expect.stringMatching(/^(42501|22023)$/),
        });
      }
    }
    await api.end();
  });

  it('gets another password, and the old one ends', async () => {
    await ensureLogin(owner, { name, password: 'second\'"%', role: 'taskfold_api' });
    const old = await logIn('first', 'taskfold_api');
    await expect(old.query('SELECT')).rejects.toMatchObject({ code: '28P01' });
    await old.end();
    const api = await logIn('second\'"%', 'taskfold_api');
    await api.query('SELECT FROM tasks');
    await api.end();
  });

  it('is told from one that could take its rights back', async () => {
    expect(await loginFault(owner)).toContain('is a superuser');
  });
});
