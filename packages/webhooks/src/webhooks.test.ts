import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { createSecret, InvalidSecretError } from './secret.ts';
import { signWebhook } from './sign.ts';
import { verifyWebhook } from './verify.ts';

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

describe('verifyWebhook', () => {
  const nowSeconds = VECTOR.timestamp;
  const check = (headers: Record<string, string | string[]>, body: string | Uint8Array = VECTOR.body) =>
    verifyWebhook({ headers, body, secrets: [VECTOR.secret], nowSeconds });
  const headers = {
    'webhook-id': VECTOR.id,
    'webhook-timestamp': String(VECTOR.timestamp),
    'webhook-signature': VECTOR.signature,
  };

  test('verifies the published vector, whatever the case of the names and among other entries', () => {
    const verified = { kind: 'verified', id: VECTOR.id, timestamp: VECTOR.timestamp };
    expect(check(headers)).toEqual(verified);
    expect(
      check({
        'Webhook-Id': VECTOR.id,
        'WEBHOOK-TIMESTAMP': '1614265330',
        'webhook-signature': `v1a,x v1,AAAA ${VECTOR.signature}`,
      }),
    ).toEqual(verified);
  });

  test('what was signed verifies, and with one bit changed it does not', () => {
    fc.assert(
      fc.property(secrets, ids, times, bodies, fc.nat(), (secret, id, timestamp, body, where) => {
        const signed = { ...signWebhook({ id, timestamp, body, secrets: [createSecret(), secret] }) };
        const verify = (bytes: Uint8Array, held: string) =>
          verifyWebhook({ headers: signed, body: bytes, secrets: [held], nowSeconds: timestamp }).kind;
        const bytes = Buffer.from(body);
        expect(verify(bytes, secret)).toBe('verified');
        expect(verify(bytes, createSecret())).toBe('refused');
        if (bytes.length > 0) {
          const index = where % bytes.length;
          bytes[index] = (bytes[index] ?? 0) ^ (1 << (where % 8));
          expect(verify(bytes, secret)).toBe('refused');
        }
      }),
    );
  });

  test('what the standard’s own library signs verifies', () => {
    fc.assert(
      fc.property(secrets, ids, times, bodies, (secret, id, timestamp, body) => {
        const text = body.toWellFormed();
        const signature = new Webhook(secret).sign(id, new Date(timestamp * 1000), text);
        const result = verifyWebhook({
          headers: {
            'webhook-id': id,
            'webhook-timestamp': String(timestamp),
            'webhook-signature': signature,
          },
          body: text,
          secrets: [secret],
          nowSeconds: timestamp,
        });
        expect(result.kind).toBe('verified');
      }),
    );
  });

  test.each([
    [-300, 'verified'],
    [-301, 'too_new'],
    [300, 'verified'],
    [301, 'too_old'],
  ])('a request read %d s after it was signed: %s', (age, expected) => {
    const result = verifyWebhook({
      headers,
      body: VECTOR.body,
      secrets: [VECTOR.secret],
      nowSeconds: VECTOR.timestamp + age,
    });
    expect(result.kind === 'refused' ? result.reason : result.kind).toBe(expected);
  });

  test.each([
    ['webhook-id', undefined, 'missing_header'],
    ['webhook-timestamp', '', 'missing_header'],
    ['webhook-signature', ['v1,a', 'v1,b'], 'missing_header'],
    ['webhook-timestamp', 'soon', 'invalid_timestamp'],
    ['webhook-timestamp', '01614265330', 'invalid_timestamp'],
    ['webhook-timestamp', '1614265330.0', 'invalid_timestamp'],
    ['webhook-timestamp', '1614265331', 'no_matching_signature'],
    ['webhook-id', 'msg_other', 'no_matching_signature'],
    ['webhook-signature', VECTOR.signature.slice(3), 'no_matching_signature'],
    ['webhook-signature', VECTOR.signature.replace('v1', 'v2'), 'no_matching_signature'],
    ['webhook-signature', VECTOR.signature.slice(0, -9), 'no_matching_signature'],
    ['webhook-signature', 'v1,', 'no_matching_signature'],
  ])('with %s = %j: %s', (name, value, reason) => {
    const changed = { ...headers, [name]: value };
    expect(
      verifyWebhook({ headers: changed, body: VECTOR.body, secrets: [VECTOR.secret], nowSeconds }),
    ).toEqual({
      kind: 'refused',
      reason,
    });
  });

  test('never throws for anything that a request may hold', () => {
    const value = fc.oneof(fc.string(), fc.constant(undefined), fc.array(fc.string()));
    fc.assert(
      fc.property(value, value, value, fc.uint8Array(), (id, time, signature, body) => {
        const sent = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
        expect(verifyWebhook({ headers: sent, body, secrets: [VECTOR.secret], nowSeconds }).kind).toBe(
          'refused',
        );
      }),
    );
  });
});
