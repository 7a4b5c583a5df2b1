import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { createSecret, InvalidSecretError } from './secret.ts';
import { signWebhook } from './sign.ts';

// The vector that the standard's own libraries are tested with.
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

const secrets = fc.uint8Array({ minLength: 24, maxLength: 64 }).map((bytes) => {
  return `whsec_${Buffer.from(bytes).toString('base64')}`;
});
const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const bodies = fc.oneof(
  fc.json(),
  fc.string({ unit: 'grapheme' }),
  fc.constant('{"title":"Frühstück 🍳 朝食"}'),
);
const times = fc.integer({ min: 0, max: 2 ** 40 });

describe('signWebhook', () => {
  test('gives the signature of the published vector', () => {
    const { secret, id, timestamp, body, signature } = VECTOR;
    expect(signWebhook({ id, timestamp, body, secrets: [secret] })).toEqual({
      'webhook-id': id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': signature,
    });
  });

  test('signs as the standard’s own library does, whatever the body', () => {
    fc.assert(
      fc.property(secrets, ids, times, bodies, (secret, id, timestamp, body) => {
        // The library reads bytes as UTF-8, so a lone surrogate is U+FFFD to both.
        const text = body.toWellFormed();
        const ours = signWebhook({ id, timestamp, body: text, secrets: [secret] })['webhook-signature'];
        expect(ours).toBe(new Webhook(secret).sign(id, new Date(timestamp * 1000), text));
      }),
    );
  });

  test('signs once for each secret, in their order', () => {
    const { secret, signature, ...content } = VECTOR;
    const both = signWebhook({ ...content, secrets: [createSecret(), secret] })['webhook-signature'].split(
      ' ',
    );
    expect(both).toHaveLength(2);
    expect(both[1]).toBe(signature);
  });

  test('a body is the same as bytes and as text', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const of = (form: string | Uint8Array) =>
          signWebhook({ ...VECTOR, body: form, secrets: [VECTOR.secret] });
        expect(of(Buffer.from(body))).toEqual(of(body));
      }),
    );
  });

  test.each([
    ['no secret', { secrets: [] }, RangeError],
    ['a part of a second', { timestamp: 1.5 }, RangeError],
    ['a negative time', { timestamp: -1 }, RangeError],
    ['an id with a dot', { id: 'a.1614265330' }, RangeError],
    ['an id with a line break', { id: 'a\r\nx: y' }, RangeError],
    ['an empty id', { id: '' }, RangeError],
    ['a secret without its prefix', { secrets: ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] }, InvalidSecretError],
    ['a secret that is too short', { secrets: ['whsec_AAAA'] }, InvalidSecretError],
    ['a secret that is not Base64', { secrets: [`whsec_${'*'.repeat(40)}`] }, InvalidSecretError],
  ])('refuses %s', (_, change, error) => {
    expect(() => signWebhook({ ...VECTOR, secrets: [VECTOR.secret], ...change })).toThrow(error);
  });
});

describe('a receiver with the standard’s own library', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const isVerified = (secret: string, body: Buffer, headers: Record<string, string>) => {
    try {
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  };

  test('verifies what was signed with its secret, the newer or the older one, and nothing that was changed', () => {
    fc.assert(
      fc.property(secrets, ids, bodies, fc.nat(), (secret, id, body, where) => {
        for (const held of [
          [secret, createSecret()],
          [createSecret(), secret],
        ]) {
          const headers = { ...signWebhook({ id, timestamp: now(), body, secrets: held }) };
          const bytes = Buffer.from(body);
          expect(isVerified(secret, bytes, headers)).toBe(true);
          expect(isVerified(createSecret(), bytes, headers)).toBe(false);
          expect(isVerified(secret, bytes, { ...headers, 'webhook-id': `${id}_` })).toBe(false);
          expect(isVerified(secret, bytes, { ...headers, 'webhook-timestamp': String(now() + 7) })).toBe(
            false,
          );
          if (bytes.length > 0) {
            const index = where % bytes.length;
            bytes[index] = (bytes[index] ?? 0) ^ (1 << (where % 8));
            expect(isVerified(secret, bytes, headers)).toBe(false);
          }
        }
      }),
    );
  });
});
