import { isApiError, TimeLimitError } from '../errors/errors.ts';
import type { Task } from '../generated/openapi.ts';
import type { Transport } from '../http/transport.ts';
import { pause } from '../waiting/limit.ts';
import type { WatchOptions } from './follow-options.ts';
import { createPatience, OUTAGE_MS } from './patience.ts';
import {
  askedState,
  type Brought,
  hasEnded,
  isSettled,
  type Standing,
  streamedStates,
} from './task-states.ts';
import { createWay } from './way.ts';

const SILENT_MS = 35_000;
/** The first state of a stream comes at once: a way that takes longer gathers it, and does not pass it on. */
const FIRST_WITHIN_MS = 5_000;
const APPEAR_MS = 10_000;
const HELD_SECONDS = 25;
/** After a silence, a question may go over a connection that is dead without anyone knowing: it is told soon. */
const HELD_IN_DOUBT_SECONDS = 1;
/** How long a task that has ended is followed while it is not settled, as the API does. */
const LINGER_MS = 60_000;
const BETWEEN_STREAMS_MS = 250;

/**
 * The states of a task, their revisions strictly rising, until nothing more is expected of it: from a stream, or by questions that the
 * API holds, where streams are cut or gathered on their way. What breaks is made anew and goes on after the revision that came last.
 *
 * @param endless goes on as long as it is read, also after the end of the task
 * @throws ApiError for what another attempt would not mend, ConnectionError where the API is away for too long
 */
export async function* followTask(
  transport: Transport,
  taskId: string,
  options: WatchOptions,
  endless: boolean,
): AsyncGenerator<Task, void, undefined> {
  const { signal, minRevision = 0, silenceTimeout = SILENT_MS } = options;
  const { outageTimeout: outageMs = OUTAGE_MS } = options;
  const patience = createPatience(transport, options);
  // What is not folded yet may well not be there.
  const appearMs = options.minPosition === undefined ? (options.appearTimeout ?? APPEAR_MS) : outageMs;
  const appearsUntil = performance.now() + appearMs;
  const way = createWay();
  if (options.poll) way.close();
  let { minPosition } = options;
  let revision = 0;
  let isInDoubt = false;
  let lingersUntil = Number.POSITIVE_INFINITY;

  async function* asked(standing: Standing): AsyncGenerator<Brought> {
    const appearsMs = appearsUntil - performance.now();
    const seconds = revision > 0 || minPosition ? HELD_SECONDS : Math.ceil(appearsMs / 1_000);
    const most = isInDoubt ? HELD_IN_DOUBT_SECONDS : HELD_SECONDS;
    const held = { seconds: Math.min(most, Math.max(1, seconds)), minPosition };
    const { task, reached } = await askedState(transport, standing, held);
    if (reached) minPosition = undefined;
    yield reached && task !== undefined ? task : 'alive';
  }

  for (;;) {
    signal?.throwIfAborted();
    const standing = { taskId, revision, signal };
    const asks = minPosition !== undefined || way.asks();
    const silentMs = (first: boolean) =>
      first && revision === 0 ? Math.min(FIRST_WITHIN_MS, silenceTimeout) : silenceTimeout;
    const stream = asks ? undefined : way.streams();
    try {
      for await (const part of asks ? asked(standing) : streamedStates(transport, standing, silentMs)) {
        patience.succeeded();
        isInDoubt = false;
        if (part === 'open') stream?.opened();
        else stream?.brought();
        if (part === 'over') {
          if (!endless) return;
          way.close();
        }
        if (typeof part === 'string' || part.revision <= revision || part.revision < minRevision) continue;
        ({ revision } = part);
        yield part;
        if (hasEnded(part)) lingersUntil = Math.min(lingersUntil, performance.now() + lingerMs(part));
        if (isSettled(part) && !endless) return;
      }
      stream?.ended(false);
      if (!asks) await pause(BETWEEN_STREAMS_MS, signal);
    } catch (error) {
      isInDoubt = error instanceof TimeLimitError;
      stream?.ended(isInDoubt);
      if (isApiError(error, 'task_not_found') && revision === 0 && performance.now() < appearsUntil) {
        way.askNext();
        await pause(BETWEEN_STREAMS_MS, signal);
      } else await patience.failed(error);
    }
    if (asks && !endless && performance.now() > lingersUntil) return;
  }
}

/** How long a task that has ended may still be settled, in milliseconds, where the clocks agree. */
function lingerMs({ completed_at }: Task): number {
  const endedMs = Date.now() - Date.parse(completed_at ?? '');
  return endedMs > 0 ? Math.max(0, LINGER_MS - endedMs) : LINGER_MS;
}
