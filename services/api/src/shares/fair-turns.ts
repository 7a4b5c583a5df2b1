import { ApiError } from '../errors/api-error.ts';

export interface FairTurnsOptions {
  /** Tasks that run at a time. */
  readonly max: number;
  /** Of one tenant, also when nobody else wants any: whoever comes next finds room. */
  readonly maxPerTenant: number;
  /** Tasks of one tenant that wait; `rate_limited` beyond. */
  readonly maxWaitingPerTenant: number;
  /** Tasks that wait in all; `service_unavailable` beyond. */
  readonly maxWaiting: number;
}

/**
 * Lets tenants run tasks by turns, so that one that asks much waits for itself and not the others for it. A place that is free goes to
 * the waiting tenant that has the fewest tasks running, and among those to the one that was served longest ago.
 */
export interface FairTurns {
  /** @throws ApiError as {@link FairTurnsOptions} says; else whatever the task throws */
  run<Result>(tenantId: string, task: () => Promise<Result>): Promise<Result>;
  readonly running: number;
  readonly waiting: number;
}

interface Tenant {
  running: number;
  readonly waiting: (() => void)[];
}

const RETRY_AFTER = ['Retry-After', '2'] as const;

export function createFairTurns(options: FairTurnsOptions): FairTurns {
  const { max, maxPerTenant, maxWaitingPerTenant, maxWaiting } = options;
  /** Those that run or wait for anything, in the order in which they were served. */
  const tenants = new Map<string, Tenant>();
  let running = 0;
  let waiting = 0;

  function tenantOf(tenantId: string): Tenant {
    const known = tenants.get(tenantId);
    if (known !== undefined) return known;
    const made = { running: 0, waiting: [] };
    tenants.set(tenantId, made);
    return made;
  }

  function begin(tenantId: string, tenant: Tenant): void {
    running += 1;
    tenant.running += 1;
    tenants.delete(tenantId);
    tenants.set(tenantId, tenant);
  }

  function end(tenantId: string, tenant: Tenant): void {
    running -= 1;
    tenant.running -= 1;
    if (tenant.running === 0 && tenant.waiting.length === 0) tenants.delete(tenantId);
    const next = nextTenant();
    if (next === undefined) return;
    waiting -= 1;
    begin(...next);
    next[1].waiting.shift()?.();
  }

  function nextTenant(): [string, Tenant] | undefined {
    let best: [string, Tenant] | undefined;
    for (const entry of tenants) {
      const [, tenant] = entry;
      if (tenant.waiting.length === 0 || tenant.running >= maxPerTenant) continue;
      if (best === undefined || tenant.running < best[1].running) best = entry;
    }
    return best;
  }

  function turn(tenantId: string, tenant: Tenant): Promise<void> | undefined {
    if (running < max && tenant.running < maxPerTenant && tenant.waiting.length === 0) {
      begin(tenantId, tenant);
      return undefined;
    }
    if (tenant.waiting.length >= maxWaitingPerTenant) {
      throw new ApiError('rate_limited', {
        message: 'Too many lists and sums of this tenant are waiting for the database at the moment.',
        headers: RETRY_AFTER,
      });
    }
    if (waiting >= maxWaiting) throw new ApiError('service_unavailable', { headers: RETRY_AFTER });
    waiting += 1;
    return new Promise((resolve) => tenant.waiting.push(resolve));
  }

  return {
    async run(tenantId, task) {
      const tenant = tenantOf(tenantId);
      const wait = turn(tenantId, tenant);
      if (wait !== undefined) await wait;
      try {
        return await task();
      } finally {
        end(tenantId, tenant);
      }
    },
    get running() {
      return running;
    },
    get waiting() {
      return waiting;
    },
  };
}
