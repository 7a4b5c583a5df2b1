import { randomUUID } from 'node:crypto';
import { toMilliseconds } from '@taskfold/contract';
import type { DeliveryFigures } from '@taskfold/database/operators';
import { createWake, every, type Logger, poll, sleep } from '@taskfold/runtime';
import type { Breakers } from '../breakers/breakers.ts';
import type { Claim, ClaimCursor, ClaimedDelivery, ClaimOptions } from '../deliveries/claim-deliveries.ts';
import { type AttemptContext, type Attempted, attempt } from './attempt.ts';
import type { DispatchMetrics } from './dispatch-metrics.ts';
import type { Caps, InFlight } from './in-flight.ts';
import type { Recorder } from './recorder.ts';

/** What the dispatcher asks of the database. */
interface DeliveryStore {
  claim(options: ClaimOptions): Promise<Claim>;
  /** Makes deliveries ready that are due, or whose lease has run out. */
  ready(): Promise<number>;
  giveBack(deliveries: readonly ClaimedDelivery[], afterMs: number): Promise<void>;
  figures(): Promise<DeliveryFigures>;
}

export interface DispatcherOptions {
  readonly store: DeliveryStore;
  readonly context: AttemptContext;
  readonly recorder: Recorder;
  readonly breakers: Breakers;
  readonly inFlight: InFlight;
  readonly caps: Caps;
  readonly metrics: DispatchMetrics;
  readonly logger: Logger;
  /** How long a claim holds, in milliseconds: more than an attempt can take. */
  readonly leaseMs: number;
  /** How often it looks for what is due when nothing wakes it. */
  readonly pollMs: number;
  /** How long attempts in flight may go on once it stops. */
  readonly graceMs: number;
  /** Called when results were written, and events for the log with them. */
  readonly onRecorded: () => void;
}

export interface Dispatcher {
  /** Works until the signal is aborted; then lets attempts end, and gives back what has not. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** Something may be due: looks at once. */
  wake(): void;
}

const MOST_AT_ONCE = 200;
/** Between two claims, so that attempts that end one by one do not cost a claim each. */
const LEAST_PAUSE_MS = 10;
/** Between two looks for what has come due. */
const READY_MS = 100;
const FIGURES_MS = 5000;
const RETRY = { baseMs: 100, maxMs: 5000 } as const;
/** Until a delivery is tried again that could not be attempted for reasons of our own. */
const OWN_FAULT_MS = 5000;
/** A task that is not there (yet) is rare: pruned, or restored in part. */
const NO_TASK_MS = 60_000;

/**
 * Sends what is due, many attempts at a time. Each round:
 *
 * 1. Make ready what is due by now, and what a process that is gone has let lie.
 * 2. Claim as much as there is room for: in all, for each host and each tenant, less where a breaker is open.
 * 3. Begin one attempt for each claim; its end frees the room.
 * 4. Wait: not at all while there is more and room for it, else until woken, or for a poll.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { store, recorder, breakers, inFlight, caps, metrics, logger } = options;
  const wake = createWake();
  const attempts = new Set<Promise<void>>();
  let cursor: ClaimCursor | null = null;
  /** Since the walk over hosts and tenants began at the beginning. */
  let found = 0;
  /** When it last looked for what has come due. */
  let readied = Number.NEGATIVE_INFINITY;

  /** @returns whether to look again without waiting */
  async function round(attemptSignal: AbortSignal): Promise<boolean> {
    if (performance.now() - readied >= READY_MS) {
      await store.ready();
      readied = performance.now();
    }
    const free = inFlight.free();
    if (free.total === 0) return false;
    for (const [host, limit] of breakers.limits(inFlight.ofHost)) free.hosts.set(host, limit);
    if (cursor === null) found = 0;
    const claim = await store.claim({
      limit: Math.min(free.total, MOST_AT_ONCE),
      perHost: caps.perHost,
      perTenant: caps.perTenant,
      freeOfHosts: free.hosts,
      freeOfTenants: free.tenants,
      leaseMs: options.leaseMs,
      leaseToken: randomUUID(),
      cursor,
    });
    for (const delivery of claim.deliveries) begin(delivery, attemptSignal);
    ({ cursor } = claim);
    found += claim.deliveries.length;
    return cursor !== null || found > 0;
  }

  function begin(delivery: ClaimedDelivery, signal: AbortSignal): void {
    const work = perform(delivery, signal).finally(() => attempts.delete(work));
    attempts.add(work);
  }

  async function send(delivery: ClaimedDelivery, signal: AbortSignal): Promise<Attempted> {
    inFlight.add(delivery);
    try {
      return await attempt(delivery, options.context, signal);
    } finally {
      // Others like it may have been left where they are, for want of room.
      if (inFlight.isFull(delivery)) wake.now();
      inFlight.remove(delivery);
    }
  }

  async function perform(delivery: ClaimedDelivery, signal: AbortSignal): Promise<void> {
    const { tenantId, taskId, type, deliveryId, host } = delivery;
    const log = { tenant_id: tenantId, task_id: taskId, event_type: type, delivery_id: deliveryId, host };
    try {
      const result = await send(delivery, signal);
      if (result.kind !== 'finished') {
        if (result.kind === 'no_task') logger.warn(log, 'a callback is due of a task that is not there');
        const afterMs = result.kind === 'no_task' ? NO_TASK_MS : signal.aborted ? 0 : OWN_FAULT_MS;
        await giveBack(delivery, afterMs);
        return;
      }
      const { finished, judgement, hostAnswered } = result;
      if (hostAnswered === false) breakers.failed(host, judgement.error ?? 'failed');
      if (hostAnswered === true && breakers.answered(host)) wake.now();
      const recorded = await recorder.record(finished);
      if (recorded === null) metrics.leaseLost();
      else {
        metrics.attempted(judgement, finished.durationMs);
        if (judgement.outcome === 'delivered') {
          metrics.delivered(toMilliseconds(finished.finishedAt) - toMilliseconds(delivery.eventTime));
        }
        options.onRecorded();
      }
      logger.info(
        {
          ...log,
          attempt: delivery.attemptCount + 1,
          outcome: judgement.outcome,
          error: judgement.error,
          detail: finished.detail,
          status_code: judgement.statusCode,
          next_attempt_at: finished.nextAttemptAt,
          duration_ms: Math.round(finished.durationMs),
          ...(recorded === null && { lease_lost: true }),
        },
        'callback attempted',
      );
    } catch (error) {
      logger.error({ ...log, err: error }, 'a callback could not be attempted');
      await giveBack(delivery, OWN_FAULT_MS);
    }
  }

  async function giveBack(delivery: ClaimedDelivery, afterMs: number): Promise<void> {
    metrics.returned(1);
    // Where that fails, too, the lease runs out.
    await store.giveBack([delivery], afterMs).catch((error: unknown) => {
      logger.warn({ err: error, delivery_id: delivery.deliveryId }, 'a lease could not be given back');
    });
  }

  return {
    wake: wake.now,
    async run(signal) {
      const cutOff = new AbortController();
      const measuring = every(
        FIGURES_MS,
        signal,
        async () => metrics.figures(await store.figures()),
        () => {},
      );
      const roundWithPause = async () => {
        const again = await round(cutOff.signal);
        await sleep(LEAST_PAUSE_MS, signal).catch(() => {});
        return again;
      };
      await poll(roundWithPause, {
        ...RETRY,
        wake,
        pollMs: options.pollMs,
        signal,
        onFailure: (error) => logger.warn({ err: error }, 'callbacks cannot be claimed yet'),
      });
      const timer = setTimeout(() => cutOff.abort(new Error('stopping')), options.graceMs);
      while (attempts.size > 0) await Promise.all(attempts);
      clearTimeout(timer);
      await measuring;
    },
  };
}
