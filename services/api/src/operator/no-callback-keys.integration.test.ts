import { expect, it } from 'vitest';
import { operatorsOnDatabase } from '../testing/operators-on-database.ts';

const { ask } = operatorsOnDatabase({ CALLBACK_KEYS: undefined });

it('adds tenants without a secret where it cannot encrypt one, and says why it replaces none', async () => {
  const act = { actor: 'ann' };
  expect(await ask('POST', '/operator/tenants', { ...act, tenant_id: 'acme' })).toMatchObject({
    status: 201,
    body: { callback_secret: null },
  });
  expect(await ask('POST', '/operator/tenants/acme/callback-secrets', act)).toMatchObject({
    status: 409,
    body: { error: { code: 'callback_keys_missing', message: expect.stringContaining('CALLBACK_KEYS') } },
  });
});
