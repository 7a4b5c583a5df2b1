import type { CallbackOutcome } from '@taskfold/contract';
import { limitOf } from '../../waiting/limit.ts';

/** What became of one attempt. */
export interface Attempted {
  readonly outcome: Exclude<CallbackOutcome, 'exhausted'>;
  readonly error: string | null;
  readonly statusCode: number | null;
}

const TIMEOUT_MS = 15_000;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Sends once. Addresses of other machines, and texts that are no address, are `blocked`: no test tells them anything.
 *
 * @returns `retrying` where another attempt may follow; null where it was ended
 */
export async function sendCallback(
  url: string,
  {
    headers,
    body,
    signal,
  }: { readonly headers: Record<string, string>; readonly body: string; readonly signal: AbortSignal },
): Promise<Attempted | null> {
  if (!URL.canParse(url) || !LOOPBACK.test(new URL(url).hostname))
    return { outcome: 'blocked', error: 'blocked', statusCode: null };
  const limit = limitOf(signal, TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: limit.signal,
    });
    await response.arrayBuffer();
    return judged(response.status);
  } catch {
    if (signal.aborted) return null;
    return { outcome: 'retrying', error: limit.isUp() ? 'timeout' : 'connect', statusCode: null };
  } finally {
    limit.end();
  }
}

function judged(statusCode: number): Attempted {
  if (statusCode >= 200 && statusCode <= 299) return { outcome: 'delivered', error: null, statusCode };
  if (statusCode === 410) return { outcome: 'gone', error: 'gone', statusCode };
  const error = statusCode < 400 ? 'redirect' : statusCode < 500 ? 'http_4xx' : 'http_5xx';
  return { outcome: 'retrying', error, statusCode };
}
