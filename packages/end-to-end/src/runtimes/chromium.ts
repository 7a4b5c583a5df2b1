import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openChromium } from '@taskfold/local-servers/testing/chromium';
import type { TrialInput } from './tried/try-client.ts';

type InPage = (script: string, input: TrialInput) => Promise<string>;

/** @returns what loads a script into a page and calls it there @throws where there is no Chromium, and none can be brought */
export async function tryInChromium(): Promise<InPage> {
  // Whether it is there is seen by its start.
  await (await openChromium()).close();
  return async (script, input) => {
    const server = await servePage(script);
    const browser = await openChromium();
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      return await page.evaluate(async (given) => {
        const { tryClient } = globalThis as unknown as Record<string, (of: unknown) => Promise<unknown>>;
        return JSON.stringify(await tryClient?.(given));
      }, input);
    } finally {
      await browser.close();
      server.close();
    }
  };
}

async function servePage(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.mjs';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.mjs"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
