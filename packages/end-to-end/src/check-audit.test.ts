import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from './harness/root.ts';

const WITHIN_MS = 60_000;

let cache: string;
let registry: Server | undefined;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'taskfold-audit-'));
});
afterEach(async () => {
  registry?.closeAllConnections();
  registry?.close();
  await rm(cache, { recursive: true, force: true });
});

/** Runs the check against a registry of our own. */
async function audit(
  answer: RequestListener,
): Promise<{ readonly code: number | null; readonly said: string }> {
  registry = createServer(answer);
  await new Promise<void>((resolve) => registry?.listen(0, '127.0.0.1', resolve));
  const { port } = registry.address() as AddressInfo;
  const child = spawn(process.execPath, ['.ci/check-audit.mjs'], {
    cwd: ROOT,
    env: {
      ...process.env,
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_cache: cache,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { said: await text(child.stdout), code: await ended };
}

/** Knows of a vulnerability in every version of Express. */
const knows =
  (severity: string): RequestListener =>
  (request, response) => {
    const advisory = {
      id: 1,
      title: 'bad',
      severity,
      vulnerable_versions: '*',
      url: 'https://example.com/1',
    };
    const name = request.url?.slice(1);
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(
        request.method === 'POST'
          ? { express: [advisory] }
          : { name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { name, version: '1.0.0' } } },
      ),
    );
  };

test(
  'a high vulnerability of a package that runs fails the check, and is named',
  async () => {
    const { code, said } = await audit(knows('high'));
    expect(said).toContain('express *: high, https://example.com/1');
    expect(code).toBe(1);
  },
  WITHIN_MS,
);

test(
  'a moderate one is counted',
  async () => {
    const { code, said } = await audit(knows('moderate'));
    expect(said).toContain('0 of them high or critical');
    expect(code).toBe(0);
  },
  WITHIN_MS,
);

test(
  'a registry that does not answer fails nothing, and that is said',
  async () => {
    const { code, said } = await audit((_request, response) => response.writeHead(405).end());
    expect(said).toContain('The registry does not tell of vulnerabilities (405 Method Not Allowed');
    expect(code).toBe(0);
  },
  WITHIN_MS,
);
