import { type CallbackHandler, handleCallback } from './handle-callback.ts';
import {
  CallbackVerificationError,
  type SignedCallback,
  type VerifyCallbackOptions,
} from './verify-callback.ts';

/** A callback is smaller than that: an `output` of more than 20,000 bytes is a link. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Of a request of Node what is used; `body` is what a parser before has made of it. */
interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly readableEnded?: boolean;
  readonly body?: unknown;
}

/** Of a response of Node what is used. */
interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(text?: string): unknown;
}

/**
 * Receives callbacks with Express, or anything that has its middleware. It reads the body itself, or takes what `express.raw()` has
 * read; `express.json()` before it loses the bytes that were signed, which is told as an error.
 *
 * @example
 * ```ts
 * import { once } from 'node:events';
 * import type { AddressInfo } from 'node:net';
 * import { expressCallbacks } from '@taskfold/client/receiving';
 * import express from 'express';
 *
 * const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
 * const ended = new Map<string, string>();
 * const app = express();
 * app.post('/callbacks', expressCallbacks(secret, ({ id, data }) => ended.set(id, data.task_id)));
 * app.use(express.json());
 *
 * const server = app.listen(0, '127.0.0.1');
 * await once(server, 'listening');
 * const { port } = server.address() as AddressInfo;
 * const { status } = await fetch('http://127.0.0.1:' + port + '/callbacks', { method: 'POST', body: '{}' });
 * server.closeAllConnections();
 * server.close();
 *
 * status; // 401
 * ended.size; // 0
 * ```
 */
export function expressCallbacks(
  secrets: string | readonly string[],
  handler: CallbackHandler,
  options: VerifyCallbackOptions = {},
): (request: NodeRequest, response: NodeResponse, next: (error?: unknown) => void) => Promise<void> {
  return async (request, response, next) => {
    try {
      const { status, text } = await handleCallback(signedOf(request), secrets, handler, options);
      response.statusCode = status;
      if (text === null) response.end();
      else {
        response.setHeader('content-type', 'text/plain; charset=utf-8');
        response.end(text);
      }
    } catch (error) {
      next(error);
    }
  };
}

async function signedOf(request: NodeRequest): Promise<SignedCallback> {
  const { headers, body } = request;
  const wasRead = request.readableEnded === true || (body !== undefined && body !== null);
  // What is neither text nor bytes is refused where it is verified.
  return { headers, body: (wasRead ? body : await bytesOf(request)) as SignedCallback['body'] };
}

async function bytesOf(request: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MOST_BYTES)
      throw new CallbackVerificationError('too_large', 'The body is larger than a callback is.');
    chunks.push(chunk);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
