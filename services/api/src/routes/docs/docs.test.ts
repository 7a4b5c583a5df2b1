import asyncApi from '@taskfold/contract/asyncapi.json' with { type: 'json' };
import openApi from '@taskfold/contract/openapi.json' with { type: 'json' };
import openApi30 from '@taskfold/contract/openapi-3.0.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { createApp } from '../../app.ts';
import { askInProcess } from '../../testing/in-process.ts';
import { getAsyncApi, getDocs, getOpenApi, getOpenApi30 } from './docs.ts';

const app = createApp({
  routes: [getOpenApi(), getOpenApi30('https://tasks.example.com/'), getAsyncApi(), getDocs()],
  authenticate: (_request, _response, next) => next(),
  observers: [],
  requestTimeLimitMs: 5000,
  maxUrlLength: 2048,
});

describe('the documentation', () => {
  it('is the generated document', async () => {
    const answer = await askInProcess(app, { path: '/openapi.json' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual(openApi);
  });

  it('names the server where it is known', async () => {
    const answer = await askInProcess(app, { path: '/openapi-3.0.json' });
    const [server] = openApi30.servers;
    const servers = [{ ...server, url: 'https://tasks.example.com' }];
    expect(JSON.parse(answer.body)).toEqual({ ...openApi30, servers });
  });

  it('has the topics, too', async () => {
    const answer = await askInProcess(app, { path: '/asyncapi.json' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual(asyncApi);
  });

  it('is a page that loads everything from here', async () => {
    const page = await askInProcess(app, { path: '/docs', headers: { accept: 'text/html' } });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    for (const path of loaded.filter((each) => each !== 'data:,')) {
      expect(path).toMatch(/^\/docs\/assets\//);
      const asset = await askInProcess(app, { path });
      expect(asset.status, path).toBe(200);
      expect(asset.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it.each(['/docs/assets/', '/docs/assets/package.json', '/docs/assets/../docs.ts', '/docs/assets/%2e%2e/x'])(
    'serves nothing else of the library: %s',
    async (path) => {
      expect((await askInProcess(app, { path })).status).toBe(404);
    },
  );
});
