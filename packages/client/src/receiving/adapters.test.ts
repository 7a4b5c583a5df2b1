import type { RequestListener } from 'node:http';
import { createSecret, signWebhook } from '@taskfold/webhooks';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listening } from '../harness/answering-server.ts';
import { expressCallbacks } from './express.ts';
import { fastifyCallbacks } from './fastify.ts';
import type { CallbackHandler } from './handle-callback.ts';
import { honoCallbacks, webCallbacks } from './web.ts';

const SECRET = createSecret();
// Spaces and escapes that are lost when it is parsed and printed again.
const BODY =
  '{ "type": "task.succeeded", "timestamp": "2026-11-30T00:00:00.000Z", "data": {"task_id":"t","title":"Fr\\u00fchst\u00fcck","seed":12345678901234567890} }';

type Receiver = (handler: CallbackHandler) => Promise<string>;

const served = async (listener: RequestListener) => `${await listening(listener)}/callbacks`;

/** A web handler on a server of Node, as Next has it. */
const onNode =
  (handle: (request: Request) => Promise<Response>): RequestListener =>
  async (incoming, outgoing) => {
    const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    const body = Buffer.concat(await incoming.toArray());
    try {
      const answer = await handle(new Request('http://a/callbacks', { method: 'POST', headers, body }));
      outgoing.writeHead(answer.status).end(await answer.text());
    } catch {
      outgoing.writeHead(500).end();
    }
  };

const RECEIVERS: Readonly<Record<string, Receiver>> = {
  'Express, which reads the body here': (handler) => {
    const app = express();
    app.post('/callbacks', expressCallbacks(SECRET, handler));
    app.use(express.json());
    return served(quiet(app));
  },
  'Express behind express.raw': (handler) => {
    const app = express();
    app.use(express.raw({ type: '*/*' }));
    app.post('/callbacks', expressCallbacks(SECRET, handler));
    return served(quiet(app));
  },
  'Express behind express.text': (handler) => {
    const app = express();
    app.use(express.text({ type: '*/*' }));
    app.post('/callbacks', expressCallbacks(SECRET, handler));
    return served(quiet(app));
  },
  Fastify: async (handler) => {
    const app = fastify();
    app.register(fastifyCallbacks(SECRET, handler), { prefix: '/callbacks' });
    app.post('/others', async ({ body }) => ({ parsed: body }));
    onTestFinished(() => app.close());
    return `${await app.listen({ port: 0 })}/callbacks`;
  },
  Hono: (handler) => {
    const app = new Hono().onError((_error, context) => context.body(null, 500));
    app.post('/callbacks', honoCallbacks(SECRET, handler));
    return served(onNode(async (request) => app.fetch(request)));
  },
  'Hono behind a middleware that reads the body': (handler) => {
    const app = new Hono().onError((_error, context) => context.body(null, 500));
    app.use(async (context, next) => {
      await context.req.text();
      await next();
    });
    app.post('/callbacks', honoCallbacks([createSecret(), SECRET], handler));
    return served(onNode(async (request) => app.fetch(request)));
  },
  'a route handler of Next': (handler) => served(onNode(webCallbacks([SECRET, createSecret()], handler))),
};

function quiet(app: express.Express): express.Express {
  const answer: express.ErrorRequestHandler = (error, _request, response, _next) => {
    response.status(500).send(String(error));
  };
  app.use(answer);
  return app;
}

const send = (url: string, body: string, secret = SECRET) =>
  fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signWebhook({ id: 'cb_1', timestamp: Math.floor(Date.now() / 1_000), body, secrets: [secret] }),
    },
    body,
  });

describe.each(Object.entries(RECEIVERS))('%s', (_name, receive) => {
  test('hands over what is signed, once it is verified, and answers when that is taken care of', async () => {
    const taken: unknown[] = [];
    const url = await receive(async (callback) => taken.push(callback));
    expect(await send(url, BODY)).toMatchObject({ status: 204 });
    expect(taken).toEqual([{ ...JSON.parse(BODY), id: 'cb_1' }]);
  });

  test('refuses what is not, and says why', async () => {
    const url = await receive(() => expect.unreachable());
    const answer = await send(url, BODY, createSecret());
    expect([answer.status, await answer.text()]).toEqual([401, 'None of the secrets signed this body.']);
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
    expect((await send(url, '')).status).toBe(401);
  });

  test('does not say that it was taken care of where it was not', async () => {
    const url = await receive(async () => {
      throw new Error('the database is away');
    });
    expect((await send(url, BODY)).status).toBe(500);
  });
});

test('Express behind express.json is told what is wrong', async () => {
  const app = express();
  app.use(express.json());
  app.post(
    '/callbacks',
    expressCallbacks(SECRET, () => expect.unreachable()),
  );
  const answer = await send(await served(quiet(app)), BODY);
  expect([answer.status, await answer.text()]).toEqual([
    500,
    expect.stringContaining('Verify it before it is parsed'),
  ]);
});

test('Express refuses what is larger than a callback is', async () => {
  const app = express();
  app.post(
    '/callbacks',
    expressCallbacks(SECRET, () => expect.unreachable()),
  );
  expect((await send(await served(app), `"${'x'.repeat(3_000_000)}"`)).status).toBe(413);
});

test('Fastify parses the bodies of other routes as before', async () => {
  const url = await RECEIVERS.Fastify?.(() => {});
  const answer = await fetch(`${url?.replace('callbacks', 'others')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"a":1}',
  });
  expect(await answer.json()).toEqual({ parsed: { a: 1 } });
});
