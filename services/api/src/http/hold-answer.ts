import type { Response } from 'express';
import { contextOf } from '../context/request-context.ts';
import type { ByteBudget } from '../shares/byte-budgets.ts';

/** A client that takes no byte of a large answer for this long is cut off. */
const STALL_MS = 15_000;

/**
 * Counts an answer that is about to be sent until its client has taken it.
 *
 * @throws ApiError where too much waits to be taken already
 */
export function holdAnswer(answers: ByteBudget, response: Response, body: string | null): void {
  if (body === null) return;
  const share = answers.take(contextOf(response), body.length);
  if (share === null) return;
  response.once('close', share.release);
  response.socket?.setTimeout?.(STALL_MS);
}
