import type { BlockReason, CallbackRules } from '../guard/callback-rules.ts';
import { ConnectError, isOurs } from './attempt-failure.ts';
import { type Connection, createConnections } from './connections.ts';
import type { Connector } from './connector.ts';
import { readStart } from './read-start.ts';
import { retryAfterMs } from './retry-after.ts';

export interface SenderOptions {
  readonly rules: CallbackRules;
  readonly connector: Connector;
  /** For one attempt from the look-up of the name to the end of the answer, in milliseconds; 15,000 unless given. */
  readonly timeoutMs?: number;
}

interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What became of one attempt. */
export type SendResult =
  | {
      readonly kind: 'answered';
      readonly statusCode: number;
      readonly retryAfterMs: number | null;
      /** The beginning of the body, at most 4 KiB. */
      readonly bodyStart: Buffer;
    }
  | { readonly kind: 'failed'; readonly error: 'dns' | 'connect' | 'tls' | 'timeout' }
  | { readonly kind: 'blocked'; readonly reason: BlockReason }
  /** The signal was aborted, or this machine lacks something: the receiver had no part in it. */
  | { readonly kind: 'not_attempted' };

export interface Sender {
  /** POSTs once. Redirects are answers like others, and are not followed. Never throws for what a receiver does. */
  send(request: OutgoingRequest, signal: AbortSignal): Promise<SendResult>;
  close(): void;
}

const TIMEOUT_MS = 15_000;

export function createSender({ rules, connector, timeoutMs = TIMEOUT_MS }: SenderOptions): Sender {
  const connections = createConnections(connector);

  async function exchange(connection: Connection, url: URL, request: OutgoingRequest, signal: AbortSignal) {
    const { headers, body } = request;
    const path = `${url.pathname}${url.search}`;
    let answering = false;
    try {
      const response = await connection.client.request({ method: 'POST', path, headers, body, signal });
      answering = true;
      const { start, complete } = await readStart(response.body);
      if (complete) connection.giveBack();
      else connection.discard();
      const retryAfter = response.headers['retry-after'];
      return {
        kind: 'answered',
        statusCode: response.statusCode,
        retryAfterMs: retryAfterMs(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter, Date.now()),
        bodyStart: start,
      } as const;
    } catch (error) {
      const reused = connection.answered > 0;
      connection.discard();
      return { kind: 'error', error, stale: reused && !answering && !signal.aborted } as const;
    }
  }

  return {
    async send(request, signal) {
      const checked = rules.checkUrl(request.url);
      if (checked.kind === 'blocked') return { kind: 'blocked', reason: checked.reason };
      const { url } = checked;
      const timeout = AbortSignal.timeout(timeoutMs);
      const either = AbortSignal.any([signal, timeout]);
      let outcome = await exchange(connections.take(url.origin), url, request, either);
      // A receiver may end an idle connection at the very moment that it is used again: that is no failure of its own.
      if (outcome.kind === 'error' && outcome.stale) {
        outcome = await exchange(connections.make(url.origin), url, request, either);
      }
      if (outcome.kind === 'answered') return outcome;
      if (signal.aborted) return { kind: 'not_attempted' };
      return timeout.aborted ? { kind: 'failed', error: 'timeout' } : resultOf(outcome.error);
    },
    close: connections.close,
  };
}

function resultOf(error: unknown): SendResult {
  if (!(error instanceof ConnectError)) {
    return isOurs(error) ? { kind: 'not_attempted' } : { kind: 'failed', error: 'connect' };
  }
  const { fault } = error;
  if (fault.kind === 'ours') return { kind: 'not_attempted' };
  return fault.kind === 'blocked' ? fault : { kind: 'failed', error: fault.kind };
}
