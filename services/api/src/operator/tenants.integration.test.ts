import { expect, it } from 'vitest';
import { operatorsOnDatabase } from '../testing/operators-on-database.ts';

const { ask, log, pool } = operatorsOnDatabase();
const ANN = { actor: 'ann' };

it('adds a tenant with a first key and the secret of its callbacks, shown once', async () => {
  const made = await ask('POST', '/operator/tenants', { ...ANN, tenant_id: 'acme', name: 'Acme' });
  expect(made).toMatchObject({
    status: 201,
    body: {
      tenant_id: 'acme',
      name: 'Acme',
      project_id: 'default',
      key: expect.stringMatching(/^sk-/),
      callback_secret: expect.stringMatching(/^whsec_/),
    },
  });
  expect(made.headers.get('cache-control')).toBe('no-store');
  const again = await ask('POST', '/operator/tenants', { ...ANN, tenant_id: 'acme' });
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'tenant_exists', retryable: false } } });
  const { key, callback_secret: secret } = made.body as { key: string; callback_secret: string };
  expect(log()).toContain('"route":"/operator/tenants"');
  for (const shown of [key, secret]) expect(log()).not.toContain(shown);
});

it('says everything that is wrong with what was sent', async () => {
  const refused = await ask('POST', '/operator/tenants', { tenant_id: 'a/b', more: 1 });
  expect(refused).toMatchObject({
    status: 422,
    body: { error: { code: 'invalid_request', request_id: refused.headers.get('x-request-id') } },
  });
  const { error } = refused.body as { error: { details: { errors: { param: string }[] } } };
  expect(error.details.errors.map(({ param }) => param).sort()).toEqual(['/actor', '/more', '/tenant_id']);
  for (const body of [undefined, [], 'text', { ...ANN }, { ...ANN, tenant_id: 'a', reason: '' }]) {
    expect(await ask('POST', '/operator/tenants', body)).toMatchObject({ status: 422 });
  }
  expect(await ask('GET', '/operator/tenants?limit=0&odd=1')).toMatchObject({ status: 422 });
});

it('lists and disables tenants, and notes who did', async () => {
  await ask('POST', '/operator/tenants', { ...ANN, tenant_id: 'bee' });
  const first = await ask('GET', '/operator/tenants?limit=1');
  expect(first).toMatchObject({ body: { data: [{ tenant_id: 'acme', disabled_at: null }], has_more: true } });
  expect(await ask('GET', '/operator/tenants?after=acme')).toMatchObject({
    body: { data: [{ tenant_id: 'bee' }], has_more: false },
  });
  const disabled = await ask('POST', '/operator/tenants/acme/disable', { actor: 'bob', reason: 'unpaid' });
  expect(disabled).toMatchObject({ status: 200, body: { disabled_at: expect.any(String) } });
  expect(await ask('POST', '/operator/tenants/acme/enable', ANN)).toMatchObject({
    body: { disabled_at: null },
  });
  expect(await ask('POST', '/operator/tenants/acme/disable', {})).toMatchObject({ status: 422 });
  expect(await ask('POST', '/operator/tenants/none/enable', ANN)).toMatchObject({
    status: 404,
    body: { error: { code: 'tenant_not_found' } },
  });
  const { rows } = await pool().query(
    "SELECT * FROM audit_log WHERE subject = 'tenant/acme' ORDER BY audit_id",
  );
  expect(rows).toMatchObject([
    { actor: 'ann', action: 'tenant.created', details: '{}' },
    { actor: 'bob', action: 'tenant.disabled', details: '{"reason": "unpaid"}' },
    { actor: 'ann', action: 'tenant.enabled' },
  ]);
});

it('makes a key and a secret for a tenant that has lost its own', async () => {
  const key = { ...ANN, name: 'again', scopes: ['tasks:read', 'admin'] };
  expect(await ask('POST', '/operator/tenants/bee/keys', key)).toMatchObject({
    status: 201,
    body: { object: 'api_key', scopes: ['tasks:read', 'admin'], key: expect.stringMatching(/^sk-/) },
  });
  expect(await ask('POST', '/operator/tenants/none/keys', key)).toMatchObject({ status: 404 });
  expect(await ask('POST', '/operator/tenants/bee/callback-secrets', ANN)).toMatchObject({
    status: 201,
    body: { object: 'callback_secret', expires_at: null, secret: expect.stringMatching(/^whsec_/) },
  });
  const listed = await ask('GET', '/operator/tenants/bee/callback-secrets');
  expect(listed).toMatchObject({
    body: { data: [{ expires_at: null }, { expires_at: expect.any(String) }] },
  });
  expect(JSON.stringify(listed.body)).not.toContain('whsec_');
  expect(await ask('POST', '/operator/tenants/none/callback-secrets', ANN)).toMatchObject({ status: 404 });
  const [current, replaced] = (listed.body as { data: { secret_id: string }[] }).data;
  const revoke = (id = '') => ask('POST', `/operator/tenants/bee/callback-secrets/${id}/revoke`, ANN);
  expect(await revoke(replaced?.secret_id)).toMatchObject({
    status: 200,
    body: { object: 'callback_secret' },
  });
  expect(await revoke(current?.secret_id)).toMatchObject({ status: 409 });
  expect(await revoke('no-uuid')).toMatchObject({ status: 404 });
});

it('lists the keys of a tenant without themselves, and revokes one', async () => {
  await ask('POST', '/operator/tenants', { tenant_id: 'cow', ...ANN });
  const made = await ask('POST', '/operator/tenants/cow/keys', {
    ...ANN,
    name: 'lost',
    scopes: ['tasks:read'],
  });
  const { key_id: id, key } = made.body as { readonly key_id: string; readonly key: string };
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await ask('GET', `/operator/tenants/cow/keys?limit=1${cursor && `&cursor=${cursor}`}`);
    expect(JSON.stringify(body)).not.toContain(key);
    const page = body as {
      readonly data: readonly { readonly name: string }[];
      readonly next_cursor: string | null;
    };
    names.push(...page.data.map(({ name }) => name));
    cursor = page.next_cursor;
  }
  expect(names).toEqual(['lost', 'first']);
  const revoke = (tenant: string, keyId = id) =>
    ask('POST', `/operator/tenants/${tenant}/keys/${keyId}/revoke`, ANN);
  expect(await revoke('bee')).toMatchObject({ status: 404, body: { error: { code: 'key_not_found' } } });
  expect(await revoke('cow', 'no-uuid')).toMatchObject({ status: 404 });
  const revoked = await revoke('cow');
  expect(revoked).toMatchObject({ status: 200, body: { key_id: id, revoked_at: expect.any(String) } });
  // Once more changes nothing, and is nothing that was done.
  expect((await revoke('cow')).body).toEqual(revoked.body);
  expect(await ask('GET', '/operator/audit?action=tenant.key_revoked')).toMatchObject({
    body: { data: [{ actor: ANN.actor, subject: 'tenant/cow', details: { key_id: id } }], has_more: false },
  });
  const { body } = await ask('GET', '/operator/tenants/cow/keys?limit=1');
  const { next_cursor: cursor } = body as { readonly next_cursor: string };
  expect(await ask('GET', `/operator/tenants/bee/keys?limit=1&cursor=${cursor}`)).toMatchObject({
    status: 400,
  });
});

it('says which methods a path has, and that there is nothing elsewhere', async () => {
  const refused = await ask('DELETE', '/operator/tenants');
  expect(refused).toMatchObject({ status: 405, body: { error: { code: 'method_not_allowed' } } });
  expect(refused.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
  expect((await ask('HEAD', '/operator/tenants')).status).toBe(200);
  expect((await ask('GET', '/operator/tenants/')).status).toBe(200);
  expect(await ask('GET', '/operator/else')).toMatchObject({ status: 404 });
  expect(await ask('POST', '/operator/tenants/%ff/disable', ANN)).toMatchObject({
    body: { error: { code: 'route_not_found' } },
  });
});
