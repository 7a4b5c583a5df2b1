import { Router } from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { translateError } from '../errors/translate-error.ts';
import { sendReply } from '../http/reply.ts';
import { errorResponses } from '../middleware/error-responses/error-responses.ts';
import { createApiServer } from '../server.ts';
import { parseAnswer, sendRaw } from '../testing/raw-socket.ts';
import { smallApp } from '../testing/small-app.ts';
import type { BodyLimits } from './receive-body.ts';
import { receiveBody } from './receive-body.ts';

const LIMITS = {
  maxHeaderBytes: 4096,
  headersTimeoutMs: 5000,
  requestTimeoutMs: 5000,
  keepAliveTimeoutMs: 1000,
  socketTimeoutMs: 5000,
  maxConnections: 10,
};

/** Sends a request over a socket and returns the status, and the body that the route was given. */
async function post(limits: Partial<BodyLimits>, headers: readonly string[], body: string) {
  const router = Router();
  router.post('/', ...receiveBody({ types: ['application/json'], maxBytes: 20, required: false, ...limits }));
  router.post('/', (request, response) => {
    sendReply(request, response, { status: 200, headers: [], body: `<${request.body}>` });
  });
  const server = createApiServer(
    smallApp(router, { errors: errorResponses(translateError) }),
    LIMITS,
    () => {},
  );
  onTestFinished(() => server.stop(0));
  const port = await server.listen(0, '127.0.0.1');
  const head = ['POST / HTTP/1.1', 'Host: a', 'Connection: close', ...headers];
  const answer = parseAnswer(await sendRaw(port, `${head.join('\r\n')}\r\n\r\n${body}`));
  return answer.status === 200 ? answer.body : answer.status;
}

const JSON_TYPE = 'Content-Type: application/json';
const CHUNKED = 'Transfer-Encoding: chunked';
const NO_CHUNKS = '0\r\n\r\n';

describe('a body that need not be there', () => {
  it.each<[string, string[], string, string | number]>([
    ['is none', [], '', '<>'],
    ['is none of length 0', ['Content-Length: 0'], '', '<>'],
    ['is none in no chunks', [CHUNKED], NO_CHUNKS, '<>'],
    ['is none in no chunks of a type', [CHUNKED, JSON_TYPE], NO_CHUNKS, '<>'],
    ['is none in no chunks of another type', [CHUNKED, 'Content-Type: text/plain'], NO_CHUNKS, '<>'],
    ['is none of length 0 and a type', [JSON_TYPE, 'Content-Length: 0'], '', '<>'],
    ['is read', [JSON_TYPE, 'Content-Length: 2'], '{}', '<{}>'],
    [
      'is read with parameters',
      ['Content-Type: Application/JSON; charset=utf-8', 'Content-Length: 2'],
      '{}',
      '<{}>',
    ],
    ['is read in chunks', [JSON_TYPE, CHUNKED], '1\r\n{\r\n1\r\n}\r\n0\r\n\r\n', '<{}>'],
    ['is refused without a type', ['Content-Length: 2'], '{}', 415],
    ['is refused without a type in chunks', [CHUNKED], `2\r\n{}\r\n${NO_CHUNKS}`, 415],
    ['is refused of another type', ['Content-Type: text/plain', 'Content-Length: 2'], '{}', 415],
    ['is refused compressed', [JSON_TYPE, 'Content-Encoding: gzip', 'Content-Length: 2'], '{}', 415],
    ['is refused when it is too large', [JSON_TYPE, 'Content-Length: 21'], ' '.repeat(21), 413],
    [
      'is refused when its chunks are too large',
      [JSON_TYPE, CHUNKED],
      `15\r\n${' '.repeat(21)}\r\n${NO_CHUNKS}`,
      413,
    ],
  ])('%s', async (_name, headers, body, expected) => {
    expect(await post({}, headers, body)).toBe(expected);
  });
});

describe('a body that must be there', () => {
  it.each<[string, string[], string, string | number]>([
    ['is refused where there is none', [], '', 415],
    ['is refused in no chunks', [CHUNKED], NO_CHUNKS, 415],
    ["is the route's own matter where it is empty and of its type", [JSON_TYPE, CHUNKED], NO_CHUNKS, '<>'],
    ['is read', [JSON_TYPE, 'Content-Length: 2'], '{}', '<{}>'],
  ])('%s', async (_name, headers, body, expected) => {
    expect(await post({ required: true }, headers, body)).toBe(expected);
  });
});

it('is read by a rule of its own where there is one', async () => {
  const takes = (type: string | undefined) => type === undefined || type.endsWith('+json');
  expect(await post({ takes }, ['Content-Length: 2'], '{}')).toBe('<{}>');
  expect(await post({ takes }, ['Content-Type: a/b+json', 'Content-Length: 2'], '{}')).toBe('<{}>');
  expect(await post({ takes }, [JSON_TYPE, 'Content-Length: 2'], '{}')).toBe(415);
});
