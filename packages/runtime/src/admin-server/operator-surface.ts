import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A request of an operator, who has shown the token. */
export interface OperatorRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** What the body says as JSON; undefined where there is none. */
  readonly body: unknown;
  /** Names the request in its answer and in the log. */
  readonly requestId: string;
}

/** An answer to an operator; the body is sent as JSON. */
export interface OperatorAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What crosses tenants: paths below `/operator/` of the admin port, behind a token. */
export interface OperatorSurface {
  readonly token: string;
  /** Null where nothing is at the path, or not with this method. */
  answer(request: OperatorRequest): Promise<OperatorAnswer | null>;
}

export const OPERATOR_PATH = '/operator/';

const MAX_BODY_BYTES = 65_536;
const REQUEST_ID = /^[A-Za-z0-9_-]{1,128}$/;
const BEARER = /^bearer +(\S+)$/i;

/** Whether a request carries the token. Takes as long whatever it carries. */
export function hasToken(request: IncomingMessage, token: string): boolean {
  const sent = BEARER.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const [left, right] = [sent, token].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

/** The id that the operator's client gave the request, where it is one; else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const sent = request.headers['x-request-id'];
  return typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : `req_${randomUUID()}`;
}

/** A body that cannot be read; the message is for the operator. */
export class UnreadableBodyError extends Error {
  override readonly name = 'UnreadableBodyError';
}

/**
 * Reads the body of a request as JSON; undefined where there is none.
 *
 * @throws UnreadableBodyError where it is too large or no JSON
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES)
      throw new UnreadableBodyError(`The body is larger than ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new UnreadableBodyError('The body is not JSON.');
  }
}
