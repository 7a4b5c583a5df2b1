import type { Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCallbackRules } from '../guard/callback-rules.ts';
import { createResolver } from '../guard/resolve-name.ts';
import { type Authority, createAuthority } from '../testing/certificates.ts';
import { startNameServer } from '../testing/name-server.ts';
import { type Receiver, startRawReceiver, startReceiver } from '../testing/receiver.ts';
import { createConnector } from './connector.ts';
import { createSender, type Sender } from './sender.ts';

// Real receivers on real sockets, each with its own way to be difficult.

const TIMEOUT_MS = 400;
const rules = createCallbackRules({ loopback: true });
const never = new AbortController().signal;
const open: { close(): unknown }[] = [];
let authority: Authority;

beforeAll(async () => {
  authority = await createAuthority();
});
afterEach(async () => {
  for (const resource of open.splice(0)) await resource.close();
});

function track<Resource extends { close(): unknown }>(resource: Resource): Resource {
  open.push(resource);
  return resource;
}

function sender(resolveName = createResolver()): Sender {
  const connector = createConnector({ rules, resolveName, ca: authority.ca });
  return track(createSender({ rules, connector, timeoutMs: TIMEOUT_MS }));
}

function post(to: Receiver | number, from = sender(), signal = never) {
  const port = typeof to === 'number' ? to : to.port;
  return from.send(
    { url: `http://127.0.0.1:${port}/hook?token=1`, headers: { 'x-one': '1' }, body: '{"a":"ü"}' },
    signal,
  );
}

const answering = async (...args: Parameters<typeof startReceiver>) => track(await startReceiver(...args));
const raw = async (...args: Parameters<typeof startRawReceiver>) => track(await startRawReceiver(...args));

describe('answers', () => {
  test('a request arrives as it was given, and the answer comes back', async () => {
    const receiver = await answering((response) =>
      response.writeHead(201, { 'retry-after': '7' }).end('thanks'),
    );
    expect(await post(receiver)).toEqual({
      kind: 'answered',
      statusCode: 201,
      retryAfterMs: 7000,
      bodyStart: Buffer.from('thanks'),
    });
    expect(receiver.requests).toMatchObject([
      {
        method: 'POST',
        url: '/hook?token=1',
        body: '{"a":"ü"}',
        headers: { 'x-one': '1', 'content-length': '10' },
      },
    ]);
  });

  test.each([204, 301, 302, 307, 308, 400, 404, 410, 429, 500, 503])(
    '%d is an answer',
    async (statusCode) => {
      const other = await answering((response) => response.end());
      const receiver = await answering((response) =>
        response.writeHead(statusCode, { location: `http://127.0.0.1:${other.port}/` }).end(),
      );
      expect(await post(receiver)).toMatchObject({ kind: 'answered', statusCode });
      expect(other.connections).toBe(0);
    },
  );

  test('of a huge body the beginning is kept, and the rest is not read', async () => {
    let written = 0;
    const receiver = await answering((response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 'x'))) written += 1;
        if (!response.destroyed) response.once('drain', more);
      };
      response.writeHead(200);
      more();
    });
    const result = await post(receiver);
    expect(result).toMatchObject({ kind: 'answered', statusCode: 200 });
    expect(result.kind === 'answered' && result.bodyStart.length).toBe(4096);
    expect(written * 64).toBeLessThan(50_000);
  });

  test('a compressed body is kept as it came, not blown up', async () => {
    const receiver = await answering((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.from('1f8b08', 'hex')),
    );
    const result = await post(receiver);
    expect(result.kind === 'answered' && result.bodyStart.toString('hex')).toBe('1f8b08');
  });

  test('100 and 103 come before the answer, not in its place', async () => {
    const receiver = await raw((socket) =>
      socket.once('data', () =>
        socket.end('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'),
      ),
    );
    expect(await post(receiver)).toMatchObject({ kind: 'answered', statusCode: 200 });
  });
});

describe('time runs out', () => {
  test('when nothing is answered', async () => {
    const receiver = await raw(() => {});
    const began = performance.now();
    expect(await post(receiver)).toEqual({ kind: 'failed', error: 'timeout' });
    expect(performance.now() - began).toBeLessThan(TIMEOUT_MS + 300);
  });

  test('when the headers never end', async () => {
    const receiver = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x: y\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await post(receiver)).toEqual({ kind: 'failed', error: 'timeout' });
  });

  test('when the body never ends, drop by drop', async () => {
    const receiver = await answering((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await post(receiver)).toEqual({ kind: 'failed', error: 'timeout' });
  });

  test('when TLS is never shaken hands on', async () => {
    const receiver = await raw(() => {});
    const result = await sender().send(
      { url: `https://localhost:${receiver.port}/`, headers: {}, body: '' },
      never,
    );
    expect(result).toEqual({ kind: 'failed', error: 'timeout' });
  });

  test('when the name servers do not answer', async () => {
    const names = track(await startNameServer(() => 'silent'));
    const from = sender(createResolver({ servers: [names.address] }));
    const result = await from.send({ url: 'https://silent.test/', headers: {}, body: '' }, never);
    expect(result).toEqual({ kind: 'failed', error: 'timeout' });
  });

  test('and the connection ends with it', async () => {
    let ended = false;
    const receiver = await raw((socket) => {
      socket.resume().on('close', () => {
        ended = true;
      });
    });
    await post(receiver);
    await expect.poll(() => ended).toBe(true);
  });
});

describe('connections break', () => {
  test('nobody listens', async () => {
    const receiver = await startRawReceiver(() => {});
    await receiver.close();
    expect(await post(receiver.port)).toEqual({ kind: 'failed', error: 'connect' });
  });

  test.each([
    ['at once', (socket: Socket) => socket.resetAndDestroy()],
    ['after the request', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['with an end in place of an answer', (socket: Socket) => socket.once('data', () => socket.end())],
    [
      'within the headers',
      (socket: Socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nx: ')),
    ],
    [
      'within the body',
      (socket: Socket) =>
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.resetAndDestroy());
        }),
    ],
    ['with something that is not HTTP', (socket: Socket) => socket.end('SSH-2.0-OpenSSH\r\n')],
    [
      'with endless headers',
      (socket: Socket) =>
        socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(64 * 1024)}\r\n\r\n`)),
    ],
    [
      'with a switch of protocols',
      (socket: Socket) =>
        socket.once('data', () =>
          socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
        ),
    ],
  ])('%s', async (_, behave) => {
    const receiver = await raw((socket) => void behave(socket));
    expect(await post(receiver)).toEqual({ kind: 'failed', error: 'connect' });
    expect(receiver.connections).toBe(1);
  });
});

describe('TLS', () => {
  const secure = async (certified: { key: string; cert: string }, host = 'hooks.test') => {
    const receiver = await answering((response) => response.end('secure'), certified);
    const names = track(await startNameServer(() => ['127.0.0.1']));
    const from = sender(createResolver({ servers: [names.address] }));
    const result = await from.send(
      { url: `https://${host}:${receiver.port}/`, headers: {}, body: '{}' },
      never,
    );
    return { result, requests: receiver.requests.length };
  };
  const DAY_MS = 24 * 60 * 60 * 1000;

  test('a certificate for the name, by an authority that is trusted, will do; also with a dot at the end', async () => {
    const certified = await authority.certify('hooks.test');
    expect(await secure(certified)).toMatchObject({ result: { kind: 'answered' }, requests: 1 });
    expect(await secure(certified, 'hooks.test.')).toMatchObject({
      result: { kind: 'answered' },
      requests: 1,
    });
  });

  test.each([
    ['for another name', () => authority.certify('other.test')],
    [
      'that has expired',
      () => authority.certify('hooks.test', new Date(Date.now() - 2 * DAY_MS), new Date(Date.now() - DAY_MS)),
    ],
    [
      'that is not valid yet',
      () => authority.certify('hooks.test', new Date(Date.now() + DAY_MS), new Date(Date.now() + 2 * DAY_MS)),
    ],
    ['by an authority that nobody knows', async () => (await createAuthority()).certify('hooks.test')],
  ])('a certificate %s will not, and nothing is sent', async (_, certify) => {
    expect(await secure(await certify())).toEqual({ result: { kind: 'failed', error: 'tls' }, requests: 0 });
  });

  test.each([
    ['speaks plain HTTP', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')],
    ['hangs up', (socket: Socket) => socket.once('data', () => socket.destroy())],
    ['resets', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy())],
  ])('a receiver that %s fails at it', async (_, behave) => {
    const receiver = await raw((socket) => void behave(socket));
    const result = await sender().send(
      { url: `https://localhost:${receiver.port}/`, headers: {}, body: '' },
      never,
    );
    expect(result).toEqual({ kind: 'failed', error: 'tls' });
  });
});

describe('connections are used again', () => {
  test('one after the other, on one connection', async () => {
    const receiver = await answering((response) => response.end('ok'));
    const from = sender();
    for (let count = 0; count < 5; count += 1)
      expect(await post(receiver, from)).toMatchObject({ statusCode: 200 });
    expect(receiver.connections).toBe(1);
  });

  test('at once, on one each', async () => {
    const receiver = await answering((response) => setTimeout(() => response.end('ok'), 30));
    const from = sender();
    await Promise.all(Array.from({ length: 8 }, () => post(receiver, from)));
    expect(receiver.connections).toBe(8);
  });

  test('one that the receiver ends at that very moment costs no attempt', async () => {
    let answered = 0;
    const receiver = await raw((socket) => {
      let served = false;
      socket.on('data', () => {
        if (served) return socket.resetAndDestroy();
        served = true;
        answered += 1;
        return socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      });
    });
    const from = sender();
    expect(await post(receiver, from)).toMatchObject({ statusCode: 200 });
    expect(await post(receiver, from)).toMatchObject({ statusCode: 200 });
    expect({ answered, connections: receiver.connections }).toEqual({ answered: 2, connections: 2 });
  });

  test('never while an answer is not read to its end', async () => {
    const receiver = await answering((response) => response.end('x'.repeat(100_000)));
    const from = sender();
    for (let count = 0; count < 3; count += 1) await post(receiver, from);
    expect(receiver.connections).toBe(3);
  });
});

test('a stop is no attempt, before it and within it', async () => {
  const receiver = await raw(() => {});
  const stop = new AbortController();
  const pending = post(receiver, sender(), stop.signal);
  await expect.poll(() => receiver.connections).toBe(1);
  stop.abort();
  expect(await pending).toEqual({ kind: 'not_attempted' });
  expect(await post(receiver, sender(), stop.signal)).toEqual({ kind: 'not_attempted' });
});

test('a lack of our own is no attempt', async () => {
  const connector = createConnector({
    rules,
    resolveName: createResolver(),
    openSocket() {
      throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    },
  });
  const from = track(createSender({ rules, connector, timeoutMs: TIMEOUT_MS }));
  expect(await post(9, from)).toEqual({ kind: 'not_attempted' });
});
