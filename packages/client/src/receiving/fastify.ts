import { type CallbackHandler, handleCallback } from './handle-callback.ts';
import type { SignedCallback, VerifyCallbackOptions } from './verify-callback.ts';

/** A callback is smaller than that: an `output` of more than 20,000 bytes is a link. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Of a request of Fastify what is used. */
interface FastifyRequestLike {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** Of a reply of Fastify what is used. */
interface FastifyReplyLike {
  code(status: number): { send(text?: string): unknown };
}

/** Of an instance of Fastify what is used. */
interface FastifyLike {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parser: (request: never, body: never, done: (error: Error | null, body?: unknown) => void) => void,
  ): unknown;
  post(
    path: string,
    handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>,
  ): unknown;
}

/**
 * Receives callbacks with Fastify: a plugin, whose bodies stay bytes; those of other routes are parsed as before.
 *
 * @example
 * ```ts
 * import { fastifyCallbacks } from '@taskfold/client/receiving';
 * import { fastify } from 'fastify';
 *
 * const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
 * const ended = new Map<string, string>();
 * const app = fastify();
 * app.register(
 *   fastifyCallbacks(secret, ({ id, data }) => ended.set(id, data.task_id)),
 *   { prefix: '/callbacks' },
 * );
 * const { statusCode } = await app.inject({ method: 'POST', url: '/callbacks', payload: {} });
 *
 * statusCode; // 401
 * ended.size; // 0
 * ```
 */
export function fastifyCallbacks(
  secrets: string | readonly string[],
  handler: CallbackHandler,
  options: VerifyCallbackOptions = {},
): (app: FastifyLike) => Promise<void> {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    app.post('/', async ({ headers, body }, reply) => {
      const signed = Promise.resolve({ headers, body: body as SignedCallback['body'] });
      const { status, text } = await handleCallback(signed, secrets, handler, options);
      return reply.code(status).send(text ?? undefined);
    });
  };
}
