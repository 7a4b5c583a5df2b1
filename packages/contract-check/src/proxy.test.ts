import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { EXAMPLE_UPDATE } from '@taskfold/contract';
import { expect, it, onTestFinished } from 'vitest';
import { createContractCheck } from './check.ts';
import { startCheckingProxy } from './proxy.ts';

const PATH = `/v1/tasks/${EXAMPLE_UPDATE.subject}`;
const TASK = JSON.stringify(EXAMPLE_UPDATE.data);
const json = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_1' }).end(body);

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has a port');
  const statuses: [string | null, number][] = [];
  const proxy = await startCheckingProxy({
    target: `http://127.0.0.1:${address.port}`,
    check: createContractCheck(),
    onExchange: (operation, status) => statuses.push([operation, status]),
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await proxy.close();
  });
  return { proxy, server, statuses };
}

it('passes on what keeps to the contract, byte by byte, and finds nothing', async () => {
  const asked: [string | undefined, string | undefined][] = [];
  const { proxy, statuses } = await serve((request, response) => {
    asked.push([request.url, request.headers.authorization]);
    json(response, 200, TASK);
  });
  const answer = await fetch(`${proxy.url}${PATH}?min_revision=1`, {
    headers: { authorization: 'Bearer a' },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-request-id')).toBe('req_1');
  expect(await answer.text()).toBe(TASK);
  expect(asked).toEqual([[`${PATH}?min_revision=1`, 'Bearer a']]);
  expect(statuses).toEqual([['getTask', 200]]);
  expect(proxy.faults).toEqual([]);
});

it('finds each way in which a server breaks the contract', async () => {
  const answers: Record<string, RequestListener> = {
    '/v1/tasks/status': (_request, response) => json(response, 418, TASK),
    '/v1/tasks/body': (_request, response) => json(response, 200, '{"object":"task"}'),
    '/v1/tasks/type': (_request, response) => void response.writeHead(200, { 'x-request-id': 'a' }).end('hi'),
    '/v1/tasks/error': (_request, response) => json(response, 500, '{"error":"Oh."}'),
    '/v1/tasks/accepted?min_revision=many': (_request, response) => json(response, 200, TASK),
    '/v1/nothing': (_request, response) => json(response, 200, '{}'),
  };
  const { proxy } = await serve((request: IncomingMessage, response) =>
    answers[request.url ?? '']?.(request, response),
  );
  for (const path of Object.keys(answers)) {
    const found = proxy.faults.length;
    await (await fetch(proxy.url + path)).text();
    expect(proxy.faults.length, path).toBeGreaterThan(found);
  }
});

it.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
] as const)('checks what an answer says that is compressed by %s', async (encoding, compress) => {
  const body = JSON.stringify({ ...EXAMPLE_UPDATE.data, status: 'done' });
  const { proxy } = await serve((_request, response) => {
    const headers = { 'content-type': 'application/json', 'x-request-id': 'a', 'content-encoding': encoding };
    response.writeHead(200, headers).end(compress(body));
  });
  expect(await (await fetch(proxy.url + PATH)).text()).toBe(body);
  expect(proxy.faults).toEqual([expect.stringContaining('/status must be')]);
});

it('lets a stream through event by event, checks what came of it, and ends it with its client', async () => {
  const ended = Promise.withResolvers<void>();
  const { proxy } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' });
    response.write(`event: snapshot\nid: 1\ndata: ${TASK}\n\n`);
    response.write('event: update\nid: 2\ndata: {"object":"no task"}\n\nevent: upd');
    response.once('close', ended.resolve);
  });
  const leave = new AbortController();
  const answer = await fetch(`${proxy.url}${PATH}/stream`, { signal: leave.signal });
  const first = await answer.body?.getReader().read();
  expect(Buffer.from(first?.value ?? []).toString()).toContain('event: snapshot');
  leave.abort();
  await ended.promise;
  await expect.poll(() => proxy.faults.join('\n')).toContain('event 1: ');
  expect(proxy.faults.join('\n')).not.toContain('event 0: ');
});

it('shows a server that dies as one that dies', async () => {
  const { proxy, server } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_1' }).write('{"obj');
    setTimeout(() => server.closeAllConnections(), 20);
  });
  await expect(fetch(proxy.url + PATH).then((answer) => answer.text())).rejects.toThrow();
  server.close();
  await expect(fetch(proxy.url + PATH)).rejects.toThrow();
  expect(proxy.faults).toEqual([]);
});
