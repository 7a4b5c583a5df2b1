import { randomBytes } from 'node:crypto';
import { activeSecrets, apiKeyHash, parseKeyRing } from '@taskfold/access';
import { createPool, type Pool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { tenants } from './index.ts';

const database = testDatabase();
let pool: Pool;
beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', max: 1 });
});
afterAll(() => pool.end());

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  runCommand([tenants], ['tenants', ...args], { env: { ...database.env, ...env } });
const keyOf = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;

test('a tenant is added with key and secret, listed, disabled and enabled, and each act is noted', async () => {
  const made = await run(['create', 'new', '--name', 'New', '--actor', 'ann', '--json'], {
    CALLBACK_KEYS: keyOf('a'),
  });
  expect(made.code).toBe(0);
  expect(JSON.parse(made.out)).toMatchObject({
    tenant_id: 'new',
    key: expect.stringMatching(/^sk-/),
    callback_secret: expect.stringMatching(/^whsec_/),
  });
  expect(await run(['create', 'new'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('there already'),
  });
  expect((await run(['disable', 'new', '--actor', 'bob', '--reason', 'unpaid'])).out).toContain('disabled');
  expect(JSON.parse((await run(['list', '--json'])).out).data).toMatchObject([
    { tenant_id: 'new', disabled_at: expect.any(String) },
  ]);
  expect((await run(['enable', 'new'])).out).toContain('enabled');
  expect((await run(['disable', 'nobody'])).code).toBe(3);
  const { rows } = await pool.query(
    `SELECT actor, action, details FROM audit_log WHERE subject = 'tenant/new' ORDER BY audit_id LIMIT 2`,
  );
  expect(rows).toEqual([
    { actor: 'ann', action: 'tenant.created', details: '{}' },
    { actor: 'bob', action: 'tenant.disabled', details: '{"reason": "unpaid"}' },
  ]);
});

test('makes a key that is stored by its hash, once for each name, also when two ask at once', async () => {
  const args = ['create-key', 'acme', '--project', 'web', '--scope', 'tasks:read,admin'];
  const both = await Promise.all([run(args), run(args)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const [key = '', ...others] = both.map(({ out }) => out.trim()).filter((text) => text !== '');
  expect(others).toEqual([]);
  const { rows } = await pool.query(
    'SELECT tenant_id, project_id, name, scopes, key_start, expires_at FROM api_keys WHERE key_hash = $1',
    [Buffer.from(apiKeyHash(key) ?? '', 'hex')],
  );
  expect(rows).toEqual([
    {
      tenant_id: 'acme',
      project_id: 'web',
      name: 'default',
      scopes: ['tasks:read', 'admin'],
      key_start: key.slice(0, 12),
      expires_at: null,
    },
  ]);
  const again = await run(args);
  expect(again).toMatchObject({ code: 0, out: '' });
  expect(again.err).toContain(`(${key.slice(0, 12)}…) and cannot be shown again`);
  expect(apiKeyHash((await run([...args, '--name', 'second'])).out.trim())).not.toBeNull();
});

test('secrets are replaced, listed, ended and encrypted anew', async () => {
  const [older, newer] = [keyOf('old'), keyOf('new')];
  const rotated = await run(['rotate-secret', 'acme'], { CALLBACK_KEYS: older });
  expect(rotated).toMatchObject({ code: 0, out: expect.stringMatching(/^whsec_\S+\n$/) });
  expect(await activeSecrets(pool, parseKeyRing(older), 'acme')).toEqual([rotated.out.trim()]);
  await run(['rotate-secret', 'acme'], { CALLBACK_KEYS: older });
  const { data } = JSON.parse((await run(['secrets', 'acme', '--json'])).out);
  expect(data).toHaveLength(2);
  expect((await run(['revoke-secret', 'acme', data[0].secret_id])).err).toContain('current secret');
  expect((await run(['revoke-secret', 'acme', data[1].secret_id])).code).toBe(0);

  const left = await activeSecrets(pool, parseKeyRing(older), 'acme');
  const encrypted = await run(['reencrypt-secrets'], { CALLBACK_KEYS: `${newer},${older}` });
  expect(encrypted).toMatchObject({
    code: 2,
    err: expect.stringContaining('with the key a, which is not given'),
  });
  await pool.query("DELETE FROM callback_secrets WHERE tenant_id = 'new'");
  expect((await run(['reencrypt-secrets'], { CALLBACK_KEYS: `${newer},${older}` })).out).toMatch(
    /secrets were encrypted with the key new/,
  );
  expect(await activeSecrets(pool, parseKeyRing(newer), 'acme')).toEqual(left);
  expect((await run(['reencrypt-secrets'])).err).toContain('CALLBACK_KEYS is not set');
});

test.each([
  [['create-key', 'a/b'], 'letters, digits'],
  [['create-key', 'a', '--scope', 'all'], 'It must be of'],
  [['create-key'], 'missing required argument'],
  [['drop-key'], 'unknown command'],
  [['revoke-secret', 'a', 'b'], 'the id that'],
  [['create', 'a', '--actor', ' '], 'must not be empty'],
])('refuses %j', async (args, problem) => {
  const { code, err } = await run(args);
  expect(code).toBe(2);
  expect(err.toLowerCase()).toContain(problem.toLowerCase());
});
