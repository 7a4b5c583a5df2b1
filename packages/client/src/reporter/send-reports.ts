import { parseExactly } from '../events/plain-json.ts';
import type { TaskCloudEvent } from '../generated/events.ts';
import type { EventRefusal } from '../generated/openapi.ts';
import { abortable, limitOf, pause } from '../waiting/limit.ts';
import type { PublishEvents, Spool } from './options.ts';
import { refusalsOf } from './refusals-of.ts';
import type { Report, ReportQueue } from './report-queue.ts';

/** The API takes 4 MiB. */
const MAX_REQUEST_BYTES = 2 * 1024 * 1024;
const FIRST_WAIT_MS = 250;

export interface SendOptions {
  readonly publish: PublishEvents;
  readonly queue: ReportQueue;
  readonly spool: Spool | undefined;
  readonly maxBatch: number;
  readonly requestTimeoutMs: number;
  readonly maxRetryWaitMs: number;
  readonly onRefused: (event: TaskCloudEvent, refusal: EventRefusal) => void;
  readonly onError: (error: unknown) => void;
  /** Told whenever less waits than before. */
  readonly onSent: () => void;
  /** Ends it, whatever still waits. */
  readonly signal: AbortSignal;
}

/**
 * Sends what waits, a batch after the other, until nothing does: so the events of a task go in their order. A batch that failed is
 * sent again, as it was; one that is refused as a whole is sent in halves, down to the event that is at fault.
 */
export async function sendReports(options: SendOptions): Promise<void> {
  const { queue, maxBatch, signal } = options;
  let most = maxBatch;
  let failures = 0;
  while (queue.size > 0 && !signal.aborted) {
    const reports = queue.first(most, MAX_REQUEST_BYTES);
    const outcome = await attempt(reports, options);
    if (outcome.kind === 'done') {
      [most, failures] = [maxBatch, 0];
      finish(reports, options);
      options.onSent();
    } else if (outcome.kind === 'too much') {
      most = Math.ceil(reports.length / 2);
    } else if (!signal.aborted) {
      options.onError(outcome.error);
      await pause(waitMs(failures++, outcome.retryAfterMs, options.maxRetryWaitMs), signal).catch(() => {});
    }
  }
}

type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'too much' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly retryAfterMs: number };

async function attempt(reports: readonly Report[], options: SendOptions): Promise<Outcome> {
  const { publish, requestTimeoutMs, signal, onRefused } = options;
  const limit = limitOf(signal, requestTimeoutMs);
  let events: readonly TaskCloudEvent[] = [];
  try {
    events = reports.map((report) => eventOf(report, options.spool));
    // A publisher that does not look at its signal is not waited for.
    const answer = refusalsOf(await abortable(publish(events, { signal: limit.signal }), limit.signal));
    for (const [index, event] of events.entries()) {
      const refusal = answer[index];
      if (refusal !== undefined) onRefused(event, refusal);
    }
    return { kind: 'done' };
  } catch (cause) {
    const error = limit.isUp() ? new Error(`No answer within ${requestTimeoutMs} ms.`, { cause }) : cause;
    const { refusal, retryAfterMs } = failureOf(error);
    if (refusal === null) return { kind: 'failed', error, retryAfterMs };
    const [event] = events;
    if (events.length > 1 || event === undefined) return { kind: 'too much' };
    onRefused(event, refusal);
    return { kind: 'done' };
  } finally {
    limit.end();
  }
}

function eventOf({ event, spooled }: Report, spool: Spool | undefined): TaskCloudEvent {
  if (event !== null) return event;
  if (spool === undefined || spooled === null)
    throw new Error('an event is neither in memory nor in a spool');
  return parseExactly(spool.read(spooled)) as TaskCloudEvent;
}

function finish(reports: readonly Report[], { queue, spool, onError }: SendOptions): void {
  queue.done(reports);
  const last = reports.flatMap(({ spooled }) => spooled ?? []).at(-1);
  if (last === undefined) return;
  try {
    spool?.done(last);
  } catch (error) {
    // It is sent again after a restart, which changes nothing.
    onError(error);
  }
}

/** What is wrong with the request itself, and will be the next time. */
const REFUSED: ReadonlySet<unknown> = new Set([400, 413, 422]);

function failureOf(error: unknown): { readonly refusal: EventRefusal | null; readonly retryAfterMs: number } {
  const { status, code, message, retryAfterMs } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const refusal = { code: typeof code === 'string' ? code : 'refused', message: String(message ?? error) };
  return {
    refusal: REFUSED.has(status) ? refusal : null,
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : 0,
  };
}

/** Twice as long each time, by chance somewhere in the upper half, so that many workers do not come back at once. */
function waitMs(failures: number, atLeast: number, atMost: number): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures, 20), atMost);
  return Math.max(atLeast, longest * (0.5 + Math.random() / 2));
}
