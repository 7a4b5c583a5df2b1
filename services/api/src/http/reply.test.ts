import { createServer, type IncomingHttpHeaders, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { PRIVATE_CACHING } from './caching.ts';
import type { Route } from './route.ts';

const LARGE = JSON.stringify({ text: 'ünï😀 '.repeat(2000) });
const SMALL = JSON.stringify({ text: 'short' });

const answers = (template: string, body: string): Route => ({
  method: 'GET',
  template,
  scope: null,
  handle: () => ({ status: 200, headers: ['ETag', '"r1"', ...PRIVATE_CACHING], body }),
});

const server = createServer(
  createApp({
    routes: [answers('/large', LARGE), answers('/small', SMALL)],
    authenticate: (_request, _response, next) => next(),
    observers: [],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  }),
);
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

function get(path: string, acceptEncoding?: string, method = 'GET'): Promise<Got> {
  const { port } = server.address() as AddressInfo;
  const headers = acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding };
  return new Promise((resolve, reject) => {
    sendRequest({ port, path, method, headers, agent: false }, async (incoming) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      resolve({ headers: incoming.headers, bytes: Buffer.concat(chunks) });
    })
      .on('error', reject)
      .end();
  });
}

describe('an answer', () => {
  it.each(['gzip', 'gzip, deflate, br', 'br;q=0.5, gzip', 'x-none, gzip;q=0.1', '*'])(
    'is compressed for %s',
    async (accept) => {
      const { headers, bytes } = await get('/large', accept);
      expect(headers).toMatchObject({
        'content-encoding': 'gzip',
        'content-length': String(bytes.length),
        etag: 'W/"r1"',
        vary: 'Authorization, Accept-Encoding',
      });
      expect(bytes.length).toBeLessThan(LARGE.length / 10);
      expect(gunzipSync(bytes).toString()).toBe(LARGE);
    },
  );

  it('is compressed by brotli where that is liked better', async () => {
    const { headers, bytes } = await get('/large', 'gzip;q=0.5, br');
    expect(headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(bytes).toString()).toBe(LARGE);
  });

  it.each<[string, string | undefined]>([
    ['/large', undefined],
    ['/large', ''],
    ['/large', 'identity'],
    ['/large', 'zstd'],
    ['/large', 'gzip;q=0'],
    ['/small', 'gzip'],
  ])('of %s is as it is for %s', async (path, accept) => {
    const { headers, bytes } = await get(path, accept);
    expect(headers).not.toHaveProperty('content-encoding');
    expect(headers).toMatchObject({ etag: '"r1"', 'content-length': String(bytes.length) });
    expect(headers.vary).toBe('Authorization, Accept-Encoding');
    expect(bytes.toString()).toBe(path === '/large' ? LARGE : SMALL);
  });

  it('has the same headers for HEAD, without a length that is not known', async () => {
    const compressed = await get('/large', 'gzip', 'HEAD');
    expect(compressed.headers).toMatchObject({ 'content-encoding': 'gzip', etag: 'W/"r1"' });
    expect(compressed.headers).not.toHaveProperty('content-length');
    const plain = await get('/large', undefined, 'HEAD');
    expect(plain.headers['content-length']).toBe(String(Buffer.byteLength(LARGE)));
    expect([compressed.bytes.length, plain.bytes.length]).toEqual([0, 0]);
  });

  it('goes out whole for each of many at once, compressed or not', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => get('/large', 'gzip')));
    const texts = all.map(({ headers, bytes }) =>
      String(headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes),
    );
    expect(new Set(texts)).toEqual(new Set([LARGE]));
  });
});
