import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { ApiError } from '../errors/api-error.ts';
import { askInProcess } from '../testing/in-process.ts';
import { readConsole } from './console-files.ts';
import { consolePages } from './console-pages.ts';

const PAGE =
  '<!doctype html><meta name="media-origins" content=""><script src="/console/assets/index-a1.js"></script>';
const SCRIPT = 'console.log("it runs");'.repeat(100);
const MEDIA = ['https://media.example'];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'assets/index-a1.js'), SCRIPT);
  await writeFile(join(folder, 'assets/index-a1.js.br'), brotliCompressSync(SCRIPT));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function ask(path: string, more: { method?: string; headers?: Record<string, string> } = {}, media = MEDIA) {
  const files = readConsole(folder, { 'media-origins': media.join(' ') });
  if (files === null) throw new Error('nothing was built');
  const pages = consolePages({ files, path: '/console', mediaOrigins: media });
  const app = createApp({
    routes: [],
    console: pages,
    observers: [],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  });
  return askInProcess(app, { path, ...more });
}

describe('the page', () => {
  it.each(['/console', '/console/', '/console/tasks', '/console/tasks/img_1?x=1'])(
    'is at %s',
    async (path) => {
      const answer = await ask(path);
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
      expect(answer.body).toBe(PAGE.replace('content=""', 'content="https://media.example"'));
    },
  );

  it('is held to a policy that lets in no script and no style but its own', async () => {
    const { headers } = await ask('/console/tasks');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
    expect(policy).toContain("img-src 'self' https://media.example; media-src https://media.example;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    const without = await ask('/console', {}, []);
    expect(String(without.headers['content-security-policy'])).toContain("img-src 'self'; media-src 'none';");
  });

  it('is asked for again each time, and not sent again while it is the same', async () => {
    const { headers } = await ask('/console');
    expect(headers['cache-control']).toBe('no-cache');
    const again = await ask('/console/tasks', { headers: { 'if-none-match': String(headers.etag) } });
    expect(again).toMatchObject({ status: 304, body: '' });
  });
});

describe('the assets', () => {
  it('are kept for ever, and come compressed', async () => {
    const path = '/console/assets/index-a1.js';
    const plain = await ask(path);
    expect(plain).toMatchObject({ status: 200, body: SCRIPT });
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    const compressed = await ask(path, { method: 'HEAD', headers: { 'accept-encoding': 'gzip, br' } });
    expect(compressed.headers).toMatchObject({
      'content-encoding': 'br',
      'content-length': String(brotliCompressSync(SCRIPT).length),
      vary: 'Accept-Encoding',
    });
    expect(brotliDecompressSync(brotliCompressSync(SCRIPT)).toString()).toBe(SCRIPT);
  });

  it.each(['index-a1.js.br', 'none.js', '../index.html', '%2e%2e/secret.txt', '..%2fsecret.txt', ''])(
    'are none at %j',
    async (name) => {
      const answer = await ask(`/console/assets/${name}`);
      expect(answer.body).not.toContain('secret');
      if (!name.includes('index.html')) expect(answer.status, answer.body).toBe(404);
    },
  );
});

it('is there for whoever asks, also where nothing else is', async () => {
  const files = readConsole(folder, {});
  if (files === null) throw new Error('nothing was built');
  const app = createApp({
    routes: [],
    console: consolePages({ files, path: '/operator/console', mediaOrigins: [] }),
    gate: () => {
      throw new ApiError('unauthorized');
    },
    observers: [],
    requestTimeLimitMs: 5000,
    maxUrlLength: 2048,
  });
  const statusOf = async (path: string) => (await askInProcess(app, { path })).status;
  expect(await statusOf('/operator/console/dead-letters')).toBe(200);
  expect(await statusOf('/operator/console/assets/index-a1.js')).toBe(200);
  for (const path of ['/operator/tenants', '/operator/consoles', '/operator/Console', '/console'])
    expect(await statusOf(path), path).toBe(401);
});

it('takes questions alone', async () => {
  const answer = await ask('/console/tasks', { method: 'POST' });
  expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, OPTIONS' } });
});

it('is nothing where it was not built, and there is nothing where it is off', async () => {
  expect(readConsole(join(folder, 'none'), {})).toBeNull();
  const app = createApp({ routes: [], observers: [], requestTimeLimitMs: 5000, maxUrlLength: 2048 });
  expect((await askInProcess(app, { path: '/console' })).status).toBe(404);
});
