import { type CallbackHandler, handleCallback } from './handle-callback.ts';
import type { VerifyCallbackOptions } from './verify-callback.ts';

/**
 * Receives callbacks where requests and responses are those of the web: route handlers of Next, workers, Deno, Bun.
 *
 * @example
 * // app/callbacks/route.ts
 * export const POST = webCallbacks(process.env.CALLBACK_SECRET ?? '', async ({ id, data }) => store(id, data));
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
 * app.post('/callbacks', honoCallbacks(secret, async ({ id, data }) => store(id, data)));
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
