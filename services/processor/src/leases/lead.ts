import { randomUUID } from 'node:crypto';
import { abortable, backoff, type Logger, sleep } from '@taskfold/runtime';
import type { LeaseStore } from './lease-store.ts';

/** A time in which this process alone may do the work. */
export interface Term {
  readonly name: string;
  /** The token that the lease is held under. */
  readonly holder: string;
  /** Aborted when the lease can no longer be relied on. */
  readonly lost: AbortSignal;
  /**
   * Whether the lease stands for sure, by this process's clock. To be asked right before what must not come late: a
   * process that was stopped for a while wakes up before its timers do.
   */
  isHeld(): boolean;
}

export interface LeadOptions {
  readonly leases: LeaseStore;
  readonly name: string;
  /** Milliseconds that a successor waits after the leader was last heard of. */
  readonly ttlMs: number;
  readonly logger: Logger;
  /** Ends it. The work of the term in hand learns of it by itself, and is waited for. */
  readonly signal: AbortSignal;
  /**
   * The work of a term. When it returns, the lease is given back; when it throws, the lease is left to run out, because
   * something of it may still be on its way.
   */
  readonly onTerm: (term: Term) => Promise<void>;
}

const RETRY = { baseMs: 200, maxMs: 3000 } as const;
/** How often one that waits for the lease asks for it. */
const ASK_MS = 1000;

/**
 * Leads whenever nobody else does, until the signal is aborted; then resolves. Never rejects.
 *
 *   waiting --the lease is free or has run out--> leading
 *   leading --the work failed, or renewing was too late--> waiting
 *   leading --stopped--> given back
 */
export async function lead(options: LeadOptions): Promise<void> {
  const { leases, name, ttlMs, logger, signal } = options;
  let failures = 0;
  while (!signal.aborted) {
    const holder = randomUUID();
    const askedAt = performance.now();
    try {
      const acquired = await leases.acquire(name, holder, ttlMs);
      if (acquired.kind === 'acquired') {
        logger.info({ lease: name, epoch: acquired.epoch }, 'leading');
        await serve(options, holder, askedAt);
      }
      failures = 0;
      if (acquired.kind === 'held') await sleep(Math.min(acquired.forMs + 10, ASK_MS), signal);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error, lease: name }, 'not leading');
      await sleep(backoff({ attempt: failures++, ...RETRY }), signal).catch(() => {});
    }
  }
}

async function serve(
  { leases, name, ttlMs, onTerm, logger }: LeadOptions,
  holder: string,
  askedAt: number,
): Promise<void> {
  const lost = new AbortController();
  const over = new AbortController();
  // Earlier than the database's, by more than two clocks drift apart in this time.
  const ownTtlMs = ttlMs * 0.8;
  let heldUntil = askedAt + ownTtlMs;
  const lose = (reason: string) => lost.abort(new Error(`the lease ${name} is lost: ${reason}`));
  let timer = setTimeout(lose, heldUntil - performance.now(), 'it could not be renewed in time');

  async function renew(): Promise<void> {
    while (!over.signal.aborted && !lost.signal.aborted) {
      await sleep(ttlMs / 4, over.signal);
      const renewedAt = performance.now();
      try {
        const renewed = await abortable(leases.renew(name, holder, ttlMs), over.signal);
        if (renewed === 'lost') {
          lose('another process has it');
          return;
        }
        heldUntil = renewedAt + ownTtlMs;
        clearTimeout(timer);
        timer = setTimeout(lose, heldUntil - performance.now(), 'it could not be renewed in time');
      } catch (error) {
        if (over.signal.aborted) return;
        logger.warn({ err: error, lease: name }, 'the lease was not renewed; it is tried again');
      }
    }
  }

  const renewing = renew().catch(() => {});
  const isHeld = () => !lost.signal.aborted && performance.now() < heldUntil;
  try {
    await onTerm({ name, holder, lost: lost.signal, isHeld });
    over.abort();
    await renewing;
    await leases.release(name, holder);
    logger.info({ lease: name }, 'no longer leading');
  } finally {
    over.abort();
    clearTimeout(timer);
  }
}
