import { createSecret, signWebhook } from '@taskfold/webhooks';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { verifyCallback } from './verify-callback.ts';

const secrets = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);
const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const texts = fc.oneof(fc.string(), fc.constant('Frühstück 🍳 朝食'));
const bodies = fc
  .record({ type: texts, timestamp: texts, data: fc.record({ task_id: texts }) })
  .map((body) => JSON.stringify(body).toWellFormed());
const seconds = () => Math.floor(Date.now() / 1_000);

/** Changes that whoever is in the middle may make; the last ones change nothing that counts. */
const changes = fc.constantFrom(
  'none',
  'body',
  'id',
  'timestamp',
  'signature',
  'last character',
  'padding',
  'version',
  'other entry',
  'unknown version',
  'empty signature',
  'old',
  'new',
);

async function isVerified(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    (error: Error) => {
      expect(error.name).toBe('CallbackVerificationError');
      return false;
    },
  );
}

test('it says what the standard’s own library says, of whatever arrives', async () => {
  await fc.assert(
    fc.asyncProperty(secrets, ids, bodies, changes, async (secret, id, text, change) => {
      const age = change === 'old' ? -301 : change === 'new' ? 302 : 0;
      const signed = signWebhook({ id, timestamp: seconds() + age, body: text, secrets: [secret] });
      const headers: Record<string, string> = { ...signed };
      const { 'webhook-signature': signature } = signed;
      let body = text;
      if (change === 'body') body = `${text} `;
      if (change === 'id') headers['webhook-id'] = `${id}_`;
      if (change === 'timestamp') headers['webhook-timestamp'] = String(seconds() - 7);
      if (change === 'signature')
        headers['webhook-signature'] = signature.replace(/,./, ({ 1: was }) => `,${was === 'A' ? 'B' : 'A'}`);
      if (change === 'last character') headers['webhook-signature'] = `${signature.slice(0, -2)}B=`;
      if (change === 'padding') headers['webhook-signature'] = signature.slice(0, -1);
      if (change === 'version') headers['webhook-signature'] = signature.replace('v1', 'v2');
      if (change === 'other entry') headers['webhook-signature'] = `v1a,x v1,AAAA ${signature}`;
      if (change === 'unknown version') headers['webhook-signature'] = `v2,x ${signature}`;
      if (change === 'empty signature') headers['webhook-signature'] = 'v1, v1';
      let theirs = true;
      try {
        new Webhook(secret).verify(body, headers);
      } catch {
        theirs = false;
      }
      expect(await isVerified(verifyCallback({ headers, body }, secret))).toBe(theirs);
      expect(
        await isVerified(verifyCallback({ headers, body: Buffer.from(body) }, [createSecret(), secret])),
      ).toBe(theirs);
      const request = new Request('http://a', { method: 'POST', headers, body });
      expect(await isVerified(verifyCallback(request, secret))).toBe(theirs);
    }),
  );
});

test('it takes what the library signs', async () => {
  await fc.assert(
    fc.asyncProperty(secrets, ids, bodies, async (secret, id, body) => {
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(seconds()),
        'webhook-signature': new Webhook(secret).sign(id, new Date(), body),
      };
      expect(await verifyCallback({ headers, body }, secret)).toEqual({ ...JSON.parse(body), id });
    }),
  );
});

test('headers are found however they are written, and the time may differ as much as is said', async () => {
  const secret = createSecret();
  const body = '{"type":"task.succeeded","timestamp":"2026-11-30T00:00:00.000Z","data":{}}';
  const signed = signWebhook({ id: 'cb_1', timestamp: 1_000, body, secrets: [createSecret(), secret] });
  const headers = Object.fromEntries(
    Object.entries(signed).map(([name, value]) => [name.toUpperCase(), [value]]),
  );
  const now = 1_010_000;
  expect(await verifyCallback({ headers, body }, secret, { now })).toMatchObject({
    id: 'cb_1',
    type: 'task.succeeded',
  });
  await expect(verifyCallback({ headers, body }, secret, { now, tolerance: 9 })).rejects.toMatchObject({
    fault: 'too_old',
  });
  await expect(verifyCallback({ headers, body }, secret, { now: 0, tolerance: 9 })).rejects.toMatchObject({
    fault: 'too_new',
  });
  await expect(verifyCallback({ headers: {}, body }, secret)).rejects.toMatchObject({
    fault: 'missing_header',
  });
});

test('what was parsed before, and what is signed and no callback, is told apart from forgeries', async () => {
  const secret = createSecret();
  const sign = (body: string) => ({
    ...signWebhook({ id: 'cb_1', timestamp: seconds(), body, secrets: [secret] }),
  });
  const parsed = { headers: sign('{}'), body: {} as string };
  await expect(verifyCallback(parsed, secret)).rejects.toMatchObject({ fault: 'body_not_raw' });
  const read = new Request('http://a', { method: 'POST', headers: sign('{}'), body: '{}' });
  await read.text();
  await expect(verifyCallback(read, secret)).rejects.toMatchObject({ fault: 'body_not_raw' });
  for (const body of ['', '[]', '{"type":"a"}', 'null', 'text']) {
    await expect(verifyCallback({ headers: sign(body), body }, secret)).rejects.toMatchObject({
      fault: 'not_a_callback',
    });
  }
});

test.each(['', 'whsec_', 'whsec_AAAA', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', `whsec_${'*'.repeat(40)}`])(
  '%s is no secret, which is not shown',
  async (secret) => {
    const verifying = verifyCallback({ headers: {}, body: '' }, secret);
    await expect(verifying).rejects.toThrow(TypeError);
    if (secret.length > 10)
      await expect(verifying).rejects.toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(secret.slice(6)) }),
      );
    await expect(verifyCallback({ headers: {}, body: '' }, [])).rejects.toThrow(TypeError);
  },
);
