import { expect, test } from 'vitest';
import { mskIamToken } from './msk-iam-token.ts';

const NOW = new Date('2026-11-29T01:02:03Z');
const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

function queryOf(value: string): Record<string, string> {
  const url = new URL(Buffer.from(value, 'base64url').toString());
  expect(url.origin + url.pathname).toBe('https://kafka.eu-central-1.amazonaws.com/');
  return Object.fromEntries(url.searchParams);
}

// Recorded from aws-msk-iam-sasl-signer-js 1.0.3, with the same credentials at the same time.
test.each([
  [{}, '19f2b4bc9bec6163b124f20d3333250b0b6c84f684a7def0a5ea2bcbf72976af'],
  [
    { sessionToken: 'session/token+with=signs' },
    '2277133a2d1c0e36b7900f4da1e73014ff35b36b1ac0c98f3c3692fdd9d76284',
  ],
])("signs as AWS's own signer does, with %j", (more, signature) => {
  const { value, expiresAtMs } = mskIamToken({ ...CREDENTIALS, ...more }, 'eu-central-1', NOW);
  expect(queryOf(value)).toMatchObject({
    Action: 'kafka-cluster:Connect',
    'X-Amz-Credential': 'AKIDEXAMPLE/20261129/eu-central-1/kafka-cluster/aws4_request',
    'X-Amz-Date': '20261129T010203Z',
    'X-Amz-Expires': '900',
    'X-Amz-Signature': signature,
  });
  expect(value).not.toMatch(/[+/=]/);
  expect(expiresAtMs).toBe(NOW.getTime() + 900_000);
});

test('ends with the credentials', () => {
  const expiration = new Date(NOW.getTime() + 60_500);
  const { value, expiresAtMs } = mskIamToken({ ...CREDENTIALS, expiration }, 'eu-central-1', NOW);
  expect(queryOf(value)['X-Amz-Expires']).toBe('60');
  expect(expiresAtMs).toBe(NOW.getTime() + 60_000);
});
