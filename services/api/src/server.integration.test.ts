import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type ApiServer, createApiServer, type ServerLimits } from './server.ts';
import { parseAnswer, readToEnd, sendRaw } from './testing/raw-socket.ts';

const LIMITS: ServerLimits = {
  maxHeaderBytes: 4096,
  headersTimeoutMs: 300,
  requestTimeoutMs: 600,
  keepAliveTimeoutMs: 1000,
  socketTimeoutMs: 5000,
  maxConnections: 100,
};

const servers: ApiServer[] = [];

async function serve(limits: Partial<ServerLimits> = {}, delayMs = 0) {
  const failures: { reason: string; status: number }[] = [];
  const server = createApiServer(
    async (incoming, response) => {
      if (delayMs > 0) await wait(delayMs);
      response.end(`served ${incoming.url}`);
    },
    { ...LIMITS, ...limits },
    ({ reason, status }) => failures.push({ reason, status }),
  );
  servers.push(server);
  const port = await server.listen(0, '127.0.0.1');
  return { server, port, failures };
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(0)));
});

describe('what is no request is answered with the error envelope', () => {
  it.each([
    ['garbage', 'nonsense\r\n\r\n', 400, 'malformed_request'],
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'malformed_request'],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(8000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'a URL that is too large',
      `GET /${'x'.repeat(8000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
      'malformed_request',
    ],
    [
      'a length beside chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'malformed_request',
    ],
    ['a header without a name', 'GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n', 400, 'malformed_request'],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n', 400, 'malformed_request'],
    [
      'an expectation that cannot be met',
      'GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n',
      417,
      'expectation_failed',
    ],
  ])('%s', async (_name, bytes, status, code) => {
    const { port, failures } = await serve();
    const answer = parseAnswer(await sendRaw(port, Buffer.from(bytes, 'latin1')));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('connection')).toBe('close');
    const { error } = JSON.parse(answer.body);
    expect(error.code).toBe(code);
    expect(error.request_id).toMatch(/^req_/);
    expect(answer.headers.get('x-request-id')).toBe(error.request_id);
    expect(failures).toMatchObject([{ status }]);
  });

  it('a request without Host', async () => {
    const { port } = await serve();
    expect(parseAnswer(await sendRaw(port, 'GET / HTTP/1.1\r\n\r\n')).status).toBe(400);
  });

  it('does not write into the answer of an earlier request of the same connection', async () => {
    const { port } = await serve({}, 100);
    const text = await sendRaw(port, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n');
    expect(text).not.toContain('malformed_request');
  });
});

describe('slow clients', () => {
  it('that send their headers byte by byte are cut off', async () => {
    const { port } = await serve();
    const socket = connect(port, '127.0.0.1');
    const received = readToEnd(socket);
    const began = performance.now();
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n');
    const drip = setInterval(() => socket.write('X: y\r\n'), 50);
    const answer = parseAnswer(await received);
    clearInterval(drip);
    expect(performance.now() - began).toBeLessThan(3000);
    expect(answer.status).toBe(408);
    expect(JSON.parse(answer.body).error.code).toBe('request_timeout');
  });

  it('that never finish their body are cut off', async () => {
    const { port } = await serve({}, 3000);
    const began = performance.now();
    await sendRaw(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc');
    expect(performance.now() - began).toBeLessThan(2500);
  });

  it('that open a connection and say nothing are cut off', async () => {
    const { port } = await serve();
    const began = performance.now();
    await sendRaw(port, '');
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('that do not read their answer are cut off', async () => {
    const ended = Promise.withResolvers<boolean>();
    const server = createApiServer(
      (_request, response) => {
        response.on('close', () => ended.resolve(response.writableFinished));
        response.end('x'.repeat(50_000_000));
      },
      { ...LIMITS, socketTimeoutMs: 300 },
      () => {},
    );
    servers.push(server);
    const socket = connect(await server.listen(0, '127.0.0.1'), '127.0.0.1');
    socket.on('error', () => {});
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(await ended.promise).toBe(false);
    socket.destroy();
  });

  it('that send a body without end are closed with their answer', async () => {
    const { port } = await serve();
    const began = performance.now();
    const text = await sendRaw(
      port,
      'GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\nbeginning of it',
    );
    expect(text).toContain('served /x');
    expect(text).toMatch(/connection: close/i);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('connections', () => {
  it('serve several requests, pipelined, in order', async () => {
    const { port } = await serve({}, 20);
    const text = await sendRaw(
      port,
      'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    expect(text.match(/served \/\d/g)).toEqual(['served /1', 'served /2', 'served /3']);
  });

  it('are no more than allowed', async () => {
    const { port } = await serve({ maxConnections: 2, headersTimeoutMs: 5000, requestTimeoutMs: 5000 });
    const open = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    await Promise.all(open.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    expect(await sendRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')).toBe('');
    for (const socket of open) socket.destroy();
  });

  it('are told of a port in use', async () => {
    const { port } = await serve();
    const second = createApiServer(
      () => {},
      LIMITS,
      () => {},
    );
    await expect(second.listen(port, '127.0.0.1')).rejects.toThrow('EADDRINUSE');
  });
});

describe('stopping', () => {
  function get(port: number, agent: Agent) {
    return new Promise<string>((resolve, reject) => {
      const outgoing = request({ port, host: '127.0.0.1', agent }, (incoming) => {
        let body = '';
        incoming.on('data', (chunk) => {
          body += chunk;
        });
        incoming.on('end', () => resolve(body));
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  it('lets a running request end and accepts no new one', async () => {
    const { server, port } = await serve({}, 300);
    const agent = new Agent({ keepAlive: true });
    const running = get(port, agent);
    await wait(100);
    const stopped = server.stop(5000);
    await expect(get(port, new Agent())).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
    expect(await running).toBe('served /');
    await stopped;
    agent.destroy();
  });

  it('closes idle connections at once', async () => {
    const { server, port } = await serve({ keepAliveTimeoutMs: 60_000 });
    const agent = new Agent({ keepAlive: true });
    await get(port, agent);
    const began = performance.now();
    await server.stop(10_000);
    expect(performance.now() - began).toBeLessThan(1000);
    agent.destroy();
  });

  it('cuts off what runs longer than the grace', async () => {
    const { server, port } = await serve({ requestTimeoutMs: 0 }, 5000);
    const running = get(port, new Agent());
    running.catch(() => {});
    await wait(100);
    const began = performance.now();
    await server.stop(200);
    expect(performance.now() - began).toBeLessThan(2000);
    await expect(running).rejects.toThrow();
  });
});
