import { type CallbackHandler, handleCallback } from './handle-callback.ts';
import type { VerifyCallbackOptions } from './verify-callback.ts';

/**
 * Receives callbacks where requests and responses are those of the web: route handlers of Next, workers, Deno, Bun.
 *
 * @example
 * ```ts
 * import { webCallbacks } from '@taskfold/client/receiving';
 *
 * const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
 * const ended = new Map<string, string>();
 * // app/callbacks/route.ts
 * export const POST = webCallbacks(secret, ({ id, data }) => ended.set(id, data.task_id));
 *
 * const forged = new Request('https://app.example.com/callbacks', { method: 'POST', body: '{}' });
 * const { status } = await POST(forged);
 *
 * status; // 401
 * ended.size; // 0
 * ```
 */
export function webCallbacks(
  secrets: string | readonly string[],
  handler: CallbackHandler,
  options: VerifyCallbackOptions = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { status, text } = await handleCallback(request, secrets, handler, options);
    return new Response(text, { status });
  };
}

/** Of a context of Hono what is used. */
interface HonoContext {
  readonly req: { readonly raw: Pick<Request, 'headers'>; arrayBuffer(): Promise<ArrayBuffer> };
}

/**
 * Receives callbacks with Hono.
 *
 * @example
 * ```ts
 * import { honoCallbacks } from '@taskfold/client/receiving';
 * import { Hono } from 'hono';
 *
 * const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
 * const ended = new Map<string, string>();
 * const app = new Hono();
 * app.post('/callbacks', honoCallbacks(secret, ({ id, data }) => ended.set(id, data.task_id)));
 * const { status } = await app.request('/callbacks', { method: 'POST', body: '{}' });
 *
 * status; // 401
 * ended.size; // 0
 * ```
 */
export function honoCallbacks(
  secrets: string | readonly string[],
  handler: CallbackHandler,
  options: VerifyCallbackOptions = {},
): (context: HonoContext) => Promise<Response> {
  return async ({ req }) => {
    // Hono keeps what it has read: a middleware may have read the body before.
    const request = req
      .arrayBuffer()
      .then((body) => ({ headers: req.raw.headers, body: new Uint8Array(body) }));
    const { status, text } = await handleCallback(request, secrets, handler, options);
    return new Response(text, { status });
  };
}
