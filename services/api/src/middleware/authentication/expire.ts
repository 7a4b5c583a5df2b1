import type { Response } from 'express';
import { contextOf, type RequestContext } from '../../context/request-context.ts';
import { invalidKey } from './invalid-key.ts';

/** Ends a request, also one that waits or streams, when what it came with ends. @param atMs milliseconds since 1970 */
export function expire(response: Response, atMs: number): void {
  const timer = setTimeout(end, atMs - Date.now(), contextOf(response));
  response.once('close', () => clearTimeout(timer));
}

function end(context: RequestContext): void {
  context.abort(invalidKey());
}
