import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openChromium } from '@taskfold/local-servers/testing/chromium';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOnDatabase } from '../testing/api-on-database.ts';

/** A web site with one empty page. */
async function site() {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>page</title>');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const [ours, foreign] = [await site(), await site()];
const api = apiOnDatabase({ CORS_ORIGINS: ours.origin }, { folds: true });

let browser: Browser;
let [page, foreignPage]: Page[] = [];
let base = '';
let key = '';

beforeAll(async () => {
  browser = await openChromium();
  const open = async (origin: string) => {
    const opened = await browser.newPage();
    await opened.goto(origin);
    return opened;
  };
  [page, foreignPage] = [await open(ours.origin), await open(foreign.origin)];
  base = await api.listen();
  key = await api.key('tenant_a', ['tasks:read', 'tasks:cancel', 'events:write']);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  for (const { server } of [ours, foreign]) server.close();
});

interface Fetched {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a page gets by `fetch`; the browser's words where it lets the page have nothing. */
async function fetchIn(from: Page | undefined, path: string, init: object = {}): Promise<Fetched | string> {
  if (from === undefined) throw new Error('no page is open');
  return await from.evaluate(
    async ({ url, options }) => {
      try {
        const answer = await fetch(url, options);
        return {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: await answer.text(),
        };
      } catch (error) {
        return String(error);
      }
    },
    { url: `${base}${path}`, options: init },
  );
}

const REFUSED = 'TypeError: Failed to fetch';
const withKey = (more: object = {}) => ({ headers: { authorization: `Bearer ${key}`, ...more } });

/** Makes a task, and waits until it can be read. */
async function task(taskId: string): Promise<string> {
  const event = {
    specversion: '1.0',
    id: `${taskId}_created`,
    source: '/test',
    type: 'task.created',
    time: new Date().toISOString(),
    subject: taskId,
    tenantid: 'tenant_a',
    data: { capability: 'c', model: 'm', metadata: { user: 'u1' } },
  };
  const path = `/v1/tasks/${taskId}`;
  await api.ask(key, '/v1/events', {
    method: 'POST',
    body: JSON.stringify(event),
    headers: { 'content-type': 'application/cloudevents+json' },
  });
  await api.ask(key, `${path}?min_revision=1`, { headers: { prefer: 'wait=20' } });
  return path;
}

describe('a page of an origin that is let in', () => {
  it('reads with a key, and sees the headers that tell of limits and freshness', async () => {
    const path = await task('task_read');
    const answer = await fetchIn(page, path, withKey({ 'x-request-id': 'of-the-page' }));
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'x-request-id': 'of-the-page',
        etag: expect.stringMatching(/r\d+"$/),
        ratelimit: expect.stringContaining('"key"'),
        'ratelimit-policy': expect.stringContaining('"key"'),
      },
    });
    const waited = await fetchIn(page, `${path}?min_revision=1`, withKey({ prefer: 'wait=1' }));
    expect(waited).toMatchObject({ headers: { 'preference-applied': 'wait=1' } });
  });

  it('sees errors, those before any key as well', async () => {
    expect(await fetchIn(page, '/v1/tasks/none', withKey())).toMatchObject({ status: 404 });
    expect(await fetchIn(page, '/v1/tasks/none')).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringContaining('Bearer') },
    });
    expect(await fetchIn(page, '/nowhere')).toMatchObject({ status: 404 });
  });

  it('cancels, after the browser has asked whether it may', async () => {
    const path = await task('task_cancel');
    const init = {
      method: 'POST',
      body: JSON.stringify({ reason: 'by the page' }),
      ...withKey({ 'content-type': 'application/json', 'idempotency-key': 'k1' }),
    };
    expect(await fetchIn(foreignPage, `${path}/cancel`, init)).toBe(REFUSED);
    expect(JSON.parse((await api.ask(key, path)).body).cancel).toBeNull();
    expect(await fetchIn(page, `${path}/cancel`, init)).toMatchObject({ status: 202 });
    expect(JSON.parse((await api.ask(key, path)).body).cancel).toMatchObject({ reason: 'by the page' });
  });
});

describe('a page with a read token', () => {
  /** The first that an EventSource hears. */
  const firstEventOf = async (from: Page | undefined, path: string) =>
    await from?.evaluate(
      (url) =>
        new Promise<string>((resolve) => {
          const source = new EventSource(url);
          for (const name of ['snapshot', 'update', 'error']) {
            source.addEventListener(name, () => {
              source.close();
              resolve(name);
            });
          }
        }),
      `${base}${path}`,
    );

  it('follows a task by EventSource, and no other task', async () => {
    const [path, other] = [await task('task_stream'), await task('task_other')];
    const made = await fetchIn(page, '/v1/tokens', {
      method: 'POST',
      body: JSON.stringify({ task_id: 'task_stream' }),
      ...withKey({ 'content-type': 'application/json' }),
    });
    const { token } = JSON.parse(typeof made === 'string' ? made : made.body);
    const following = await page?.evaluateHandle(
      (url) =>
        new Promise<{ updated: Promise<string> }>((resolve) => {
          const source = new EventSource(url);
          const updated = new Promise<string>((resolveData) => {
            source.addEventListener('update', (event) => {
              source.close();
              resolveData(String((event as MessageEvent).data));
            });
          });
          source.addEventListener('snapshot', () => resolve({ updated }));
        }),
      `${base}${path}/stream?access_token=${token}`,
    );
    await api.ask(key, `${path}/cancel`, { method: 'POST' });
    const update = await following?.evaluate(({ updated }) => updated);
    expect(JSON.parse(update ?? '').cancel).toMatchObject({ outcome: 'pending' });
    expect(await firstEventOf(page, `${other}/stream?access_token=${token}`)).toBe('error');
    expect(await firstEventOf(foreignPage, `${path}/stream?access_token=${token}`)).toBe('error');
    expect(await fetchIn(page, `${path}?access_token=${token}`)).toMatchObject({ status: 200 });
  });
});

describe('a page of another origin', () => {
  it('is told nothing by its browser', async () => {
    const path = await task('task_foreign');
    expect(await fetchIn(foreignPage, path, withKey())).toBe(REFUSED);
    expect(await fetchIn(foreignPage, path)).toBe(REFUSED);
    expect(await fetchIn(foreignPage, '/openapi.json')).toBe(REFUSED);
  });
});
