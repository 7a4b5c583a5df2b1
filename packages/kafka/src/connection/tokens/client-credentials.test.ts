import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { fetchToken } from './client-credentials.ts';

const SECRET = 'S3cret & word';

interface Asked {
  readonly authorization: string | undefined;
  readonly form: Record<string, string>;
}

/** A token endpoint that answers everything in the same way, and keeps what it was asked. */
async function endpoint(status: number, body: object | string, headers = {}) {
  const asked: Asked[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    void text(request).then((form) => {
      const { authorization } = request.headers;
      asked.push({ authorization, form: Object.fromEntries(new URLSearchParams(form)) });
      response.writeHead(status, { connection: 'close', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?tenant=hidden`;
  const ask = (scope?: string) =>
    fetchToken({ url, clientId: 'a client', clientSecret: () => SECRET, scope });
  return { ask, asked };
}

test('asks with basic authentication, encoded as RFC 6749 says, and for the scope', async () => {
  const { ask, asked } = await endpoint(200, { access_token: 'abc', expires_in: 60 });
  const before = Date.now();
  const { value, expiresAtMs } = await ask('kafka');
  expect(value).toBe('abc');
  expect(expiresAtMs).toBeGreaterThanOrEqual(before + 60_000);
  expect(expiresAtMs).toBeLessThanOrEqual(Date.now() + 60_000);
  const pair = Buffer.from('a%20client:S3cret%20%26%20word').toString('base64');
  expect(asked).toEqual([
    { authorization: `Basic ${pair}`, form: { grant_type: 'client_credentials', scope: 'kafka' } },
  ]);
});

test('where the answer does not say how long, the token does, and else it is five minutes', async () => {
  const exp = Math.floor(Date.now() / 1000) + 1000;
  const claims = Buffer.from(JSON.stringify({ exp })).toString('base64url');
  const ofToken = await (await endpoint(200, { access_token: `e30.${claims}.x` })).ask();
  expect(Math.abs(ofToken.expiresAtMs - exp * 1000)).toBeLessThan(10);
  const ofNothing = await (await endpoint(200, { access_token: 'opaque' })).ask();
  expect(Math.abs(ofNothing.expiresAtMs - Date.now() - 300_000)).toBeLessThan(10_000);
});

test.each<[string, number, object | string, RegExp, boolean]>([
  [
    'a refusal',
    401,
    { error: 'invalid_client' },
    /gives no token \(401, invalid_client\).*CLIENT_SECRET/,
    false,
  ],
  ['a wrong address', 404, '<html>', /gives no token \(404\).*KAFKA_SASL_OAUTH_TOKEN_URL/, false],
  ['a fault of its own', 503, 'busy', /gives no token \(503\): it is asked again/, true],
  ['another address', 302, '', /gives no token \(302\)/, false],
  ['no token', 200, { token: 'x' }, /answers without a token/, false],
])('%s is a sentence without a secret', async (_, status, body, sentence, retriable) => {
  const { ask, asked } = await endpoint(status, body, { location: 'http://127.0.0.1:1/' });
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message: expect.stringMatching(sentence), retriable });
  expect(String(error)).not.toMatch(/S3cret|hidden/);
  expect(asked).toHaveLength(1);
});
