import { randomBytes, randomUUID } from 'node:crypto';
import { createPool, createPrisma, type Prisma } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeSecrets } from './active-secrets.ts';
import { ensureCallbackSecret, listCallbackSecrets, reencryptSecrets } from './callback-secrets.ts';
import { MOST_SECRETS, revokeCallbackSecret, rotateCallbackSecret } from './change-secrets.ts';
import { KeyRingError, parseKeyRing } from './key-ring.ts';

const database = testDatabase();
const oldKey = `old:${randomBytes(32).toString('base64')}`;
const newKey = `new:${randomBytes(32).toString('base64')}`;
const ring = parseKeyRing(oldKey);
let pool: ReturnType<typeof createPool>;
let prisma: Prisma;
const rotate = (tenant: string) =>
  prisma.$transaction((transaction) => rotateCallbackSecret(transaction, ring, tenant));

beforeAll(() => {
  pool = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_api' });
  prisma = createPrisma(pool);
});
afterAll(() => pool.end());

test('a tenant has one secret from the first time on, and it is shown once', async () => {
  const tenant = randomUUID();
  const made = await Promise.all(Array.from({ length: 5 }, () => ensureCallbackSecret(prisma, ring, tenant)));
  const created = made.filter((secret) => secret.kind === 'created');
  expect(created).toHaveLength(1);
  expect(await activeSecrets(pool, ring, tenant)).toEqual(created.map(({ secret }) => secret));
  const { rows } = await pool.query('SELECT ciphertext FROM callback_secrets WHERE tenant_id = $1', [tenant]);
  expect(rows[0].ciphertext.toString('latin1')).not.toContain('whsec_');
});

test('a tenant that nobody made gets one with its first callback', async () => {
  const processor = createPool({ url: database.url, applicationName: 'test', role: 'taskfold_processor' });
  const tenant = randomUUID();
  const [secret] = await activeSecrets(processor, ring, tenant);
  expect(secret).toMatch(/^whsec_/);
  expect(await activeSecrets(processor, ring, tenant)).toEqual([secret]);
  await processor.end();
});

test('after a rotation both sign for a day, the new one first', async () => {
  const tenant = randomUUID();
  const [first] = await activeSecrets(pool, ring, tenant);
  const rotated = await rotate(tenant);
  expect(await activeSecrets(pool, ring, tenant)).toEqual([
    rotated.kind === 'created' && rotated.secret,
    first,
  ]);
  const [current, expiring] = await listCallbackSecrets(prisma, tenant);
  expect(current).toMatchObject({
    secretId: rotated.kind === 'created' && rotated.secretId,
    expiresAt: null,
  });
  expect(Date.parse(expiring?.expiresAt ?? '') - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
  await pool.query("UPDATE callback_secrets SET expires_at = now() - interval '1 s' WHERE secret_id = $1", [
    expiring?.secretId,
  ]);
  expect(await activeSecrets(pool, ring, tenant)).toHaveLength(1);
  expect(await listCallbackSecrets(prisma, tenant)).toHaveLength(1);
});

test('of rotations at once, one counts or they follow one another; there is always one current secret', async () => {
  const tenant = randomUUID();
  await ensureCallbackSecret(prisma, ring, tenant);
  const rotated = await Promise.all(Array.from({ length: 6 }, () => rotate(tenant)));
  const secrets = await activeSecrets(pool, ring, tenant);
  const current = (await listCallbackSecrets(prisma, tenant)).filter(({ expiresAt }) => expiresAt === null);
  expect(current).toHaveLength(1);
  expect(secrets.length).toBeLessThanOrEqual(MOST_SECRETS);
  expect(rotated.filter(({ kind }) => kind === 'created')).toHaveLength(secrets.length - 1);
  for (const rotation of rotated) if (rotation.kind === 'created') expect(secrets).toContain(rotation.secret);
});

test('so many sign at a time, and one that was replaced can be ended at once', async () => {
  const tenant = randomUUID();
  for (let made = 0; made < MOST_SECRETS; made += 1) {
    expect(await rotate(tenant)).toMatchObject({ kind: 'created' });
  }
  expect(await rotate(tenant)).toEqual({ kind: 'too_many_secrets' });
  const before = await activeSecrets(pool, ring, tenant);
  expect(before).toHaveLength(MOST_SECRETS);

  const [current, replaced] = await listCallbackSecrets(prisma, tenant);
  const of = (secretId = '', tenantId = tenant) => revokeCallbackSecret(prisma, { tenantId, secretId });
  expect(await of(current?.secretId)).toEqual({ kind: 'current' });
  expect(await of(replaced?.secretId, randomUUID())).toEqual({ kind: 'not_found' });
  expect(await of(randomUUID())).toEqual({ kind: 'not_found' });
  expect(await activeSecrets(pool, ring, tenant)).toEqual(before);
  const revoked = await of(replaced?.secretId);
  expect(revoked).toMatchObject({ kind: 'revoked', info: { secretId: replaced?.secretId } });
  expect(await activeSecrets(pool, ring, tenant)).toEqual(before.filter((_, index) => index !== 1));
  expect(await of(replaced?.secretId)).toEqual(revoked);
  expect(await rotate(tenant)).toMatchObject({ kind: 'created' });
});

test('keys are changed without losing a secret', async () => {
  const tenant = randomUUID();
  await rotate(tenant);
  await rotate(tenant);
  const before = await activeSecrets(pool, ring, tenant);
  const both = parseKeyRing(`${newKey},${oldKey}`);
  expect(await activeSecrets(pool, both, tenant)).toEqual(before);
  expect(await reencryptSecrets(prisma, both)).toBeGreaterThanOrEqual(2);
  expect(await reencryptSecrets(prisma, both)).toBe(0);
  expect(await activeSecrets(pool, parseKeyRing(newKey), tenant)).toEqual(before);
  await expect(activeSecrets(pool, ring, tenant)).rejects.toThrow(KeyRingError);
});

test('a ciphertext that is moved to another tenant does not decrypt there', async () => {
  const only = parseKeyRing(newKey);
  const [mine, other] = [randomUUID(), randomUUID()];
  await ensureCallbackSecret(prisma, only, mine);
  await ensureCallbackSecret(prisma, only, other);
  await pool.query(
    `UPDATE callback_secrets SET ciphertext = (SELECT ciphertext FROM callback_secrets WHERE tenant_id = $1)
     WHERE tenant_id = $2`,
    [mine, other],
  );
  await expect(activeSecrets(pool, only, other)).rejects.toThrow('does not decrypt');
});
