import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecret } from '../secret.ts';
import { signWebhook } from '../sign.ts';
import { type CallbackMessage, createReceiver } from './express.ts';

const body = JSON.stringify({
  type: 'task.succeeded',
  timestamp: '2026-11-24T14:40:00.000Z',
  data: { task_id: 'task_1', status: 'succeeded', revision: 7, metadata: { title: 'Frühstück, 朝食 🍳' } },
});
const secret = createSecret();
let server: Server;
let url: string;
let accepted: Map<string, CallbackMessage>;

beforeEach(async () => {
  accepted = new Map();
  server = createServer(
    createReceiver({
      secrets: [createSecret(), secret],
      seen: async (id) => accepted.has(id),
      accept: async (id, message) => void accepted.set(id, message),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function post(text: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  });
  await response.arrayBuffer();
  return response.status;
}

const signed = (id: string, timestamp = Math.floor(Date.now() / 1000)) => ({
  ...signWebhook({ id, timestamp, body, secrets: [secret] }),
});

test('takes over a message that was signed, once', async () => {
  expect(await post(body, signed('msg_1'))).toBe(204);
  expect(await post(body, signed('msg_1'))).toBe(204);
  expect([...accepted]).toEqual([['msg_1', JSON.parse(body)]]);
});

test('takes over nothing else', async () => {
  expect(await post(body, {})).toBe(401);
  expect(await post(`${body} `, signed('msg_1'))).toBe(401);
  expect(await post(body, signed('msg_1', 1_700_000_000))).toBe(401);
  expect(await post(body, { ...signed('msg_1'), 'content-type': 'text/plain' })).toBe(415);
  expect(accepted.size).toBe(0);
});

test('the documentation shows this very receiver', async () => {
  const [shown, tried] = await Promise.all(
    ['../../../../docs/callbacks.md', './express.ts'].map((path) =>
      readFile(new URL(path, import.meta.url), 'utf8'),
    ),
  );
  expect(shown).toContain(`\`\`\`ts\n${tried}\`\`\`\n`);
});
