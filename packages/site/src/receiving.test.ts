import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createSecret, signWebhook } from '@taskfold/webhooks';
import { expect, onTestFinished, test } from 'vitest';

// The receivers that a page shows, as programs, told of a task and of what nobody signed.

const SNIPPETS = join(import.meta.dirname, '../snippets/receiving');
const SECRET = createSecret();
const BODY = JSON.stringify({
  type: 'task.succeeded',
  timestamp: '2026-11-30T00:00:00.000Z',
  data: { task_id: 'task_1', status: 'succeeded', revision: 3 },
});

const callback = (): Request =>
  new Request('http://receiver/callbacks', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signWebhook({
        id: 'cb_1',
        timestamp: Math.floor(Date.now() / 1_000),
        body: BODY,
        secrets: [SECRET],
      }),
    },
    body: BODY,
  });

function forged(): Request {
  const request = callback();
  request.headers.set('webhook-id', 'cb_2');
  return request;
}

type Receive = (request: Request) => Promise<Response>;

/** Runs one, and collects what it says. */
function run(args: readonly string[], port: number) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, CALLBACK_SECRET: SECRET, PORT: String(port) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  return () => said;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A server that calls what a module exports, for those that come without a server. */
const SERVING = `
import { createServer } from 'node:http';
const module = await import(process.argv[1]);
const handle = module.POST ?? module.default.fetch;
createServer(async (incoming, outgoing) => {
  const body = Buffer.concat(await incoming.toArray());
  const { method, headers } = incoming;
  const answer = await handle(new Request('http://receiver/callbacks', { method, headers, body }));
  outgoing.writeHead(answer.status).end(await answer.text());
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

test.each([
  ['express', false],
  ['fastify', false],
  ['hono', true],
  ['next', true],
] as const)('%s takes what is signed, and nothing else', async (name, isModule) => {
  const port = await freePort();
  const file = join(SNIPPETS, `${name}.ts`);
  const said = run(isModule ? ['--input-type=module', '--eval', SERVING, file] : [file], port);
  const receive: Receive = async (request) => {
    const { method, headers } = request;
    const body = await request.text();
    for (;;) {
      try {
        return await fetch(`http://127.0.0.1:${port}/callbacks`, { method, headers, body });
      } catch {
        await pause(50);
      }
    }
  };
  expect((await receive(forged())).status).toBe(401);
  expect((await receive(callback())).status).toBe(204);
  await expect.poll(said).toBe('cb_1 task_1 succeeded\n');
});
