import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecret } from '../secret.ts';
import { signWebhook } from '../sign.ts';
import { type CallbackMessage, createReceiver } from './express.ts';

const body = JSON.stringify({
  type: 'task.succeeded',
  timestamp: '2026-11-24T14:40:00.000Z',
  data: { task_id: 'task_1', status: 'succeeded', revision: 7, metadata: { title: 'Frühstück, 朝食 🍳' } },
});
const [secret, older] = [createSecret(), createSecret()];
let server: Server;
let url: string;
let accepted: Map<string, CallbackMessage>;

beforeEach(async () => {
  accepted = new Map();
  server = createServer(
    createReceiver({
      secrets: [secret, older],
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

test('takes over a message that was signed with the older secret alone, up to five minutes ago', async () => {
  const timestamp = Math.floor(Date.now() / 1000) - 290;
  const headers = { ...signWebhook({ id: 'msg_1', timestamp, body, secrets: [older] }) };
  expect(await post(body, headers)).toBe(204);
  const among = `v1a,x v1,AAAA ${headers['webhook-signature']}`;
  expect(await post(body, { ...headers, 'webhook-signature': among })).toBe(204);
});

test('takes over nothing else', async () => {
  const now = Math.floor(Date.now() / 1000);
  const right = signed('msg_1');
  const signature = right['webhook-signature'];
  expect(await post(body, {})).toBe(401);
  expect(await post(`${body} `, right)).toBe(401);
  expect(await post(body, signed('msg_1', now - 310))).toBe(401);
  expect(await post(body, signed('msg_1', now + 310))).toBe(401);
  for (const change of [
    { 'webhook-id': '' },
    { 'webhook-timestamp': '' },
    { 'webhook-signature': '' },
    { 'webhook-id': 'msg_other' },
    { 'webhook-timestamp': 'soon' },
    { 'webhook-timestamp': String(now + 9) },
    { 'webhook-signature': signature.slice('v1,'.length) },
    { 'webhook-signature': signature.replace('v1', 'v2') },
    { 'webhook-signature': signature.slice(0, -9) },
    { 'webhook-signature': 'v1,' },
    { 'webhook-signature': 'v1' },
  ]) {
    expect(await post(body, { ...right, ...change })).toBe(401);
  }
  expect(await post(body, { ...right, 'content-type': 'text/plain' })).toBe(415);
  expect(accepted.size).toBe(0);
});

test('refuses whatever else the headers hold', async () => {
  const value = fc.stringMatching(/^[!-~][ -~]*$/);
  await fc.assert(
    fc.asyncProperty(value, value, value, async (id, time, signature) => {
      const headers = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
      expect(await post(body, headers)).toBe(401);
    }),
  );
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
