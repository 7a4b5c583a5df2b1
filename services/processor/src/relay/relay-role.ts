import { RELAY_LEASE } from '@taskfold/database';
import { sleep } from '@taskfold/runtime';
import { lead } from '../leases/lead.ts';
import { createLeaseStore } from '../leases/lease-store.ts';
import { type RelayTermOptions, relayTerm } from './relay-term.ts';

export interface RelayRoleOptions extends Omit<RelayTermOptions, 'stop' | 'force'> {
  /** Milliseconds that a successor waits after the leader was last heard of. */
  readonly leaseMs: number;
}

export interface RelayRole {
  /** Lets the round in hand end and gives the lease back; what cannot end soon is broken off. Never rejects. */
  stop(): Promise<void>;
}

/** How long a send may still take once the relay is stopped. */
const FINISH_MS = 5000;
const BREAK_OFF_MS = 1000;

/**
 * Publishes changes to the updates topic, and dead letters to theirs, whenever no other process does. There is one lease
 * for a topic: its holder is the only one that writes to it.
 */
export function startRelayRole(options: RelayRoleOptions): RelayRole {
  const { pool, topics, leaseMs, logger } = options;
  const stop = new AbortController();
  const force = new AbortController();
  const running = lead({
    leases: createLeaseStore(pool),
    name: RELAY_LEASE + topics.updates,
    ttlMs: leaseMs,
    logger,
    signal: stop.signal,
    onTerm: (term) => relayTerm({ ...options, stop: stop.signal, force: force.signal }, term),
  });

  async function within(ms: number): Promise<boolean> {
    const ended = new AbortController();
    const late = sleep(ms, ended.signal).then(
      () => false,
      () => true,
    );
    void running.then(() => ended.abort());
    return await late;
  }

  return {
    async stop() {
      stop.abort(new Error('the relay stops'));
      if (await within(FINISH_MS)) return;
      force.abort(new Error('the relay was broken off'));
      if (!(await within(BREAK_OFF_MS)))
        logger.warn('the relay did not end in time; its lease runs out by itself');
    },
  };
}
