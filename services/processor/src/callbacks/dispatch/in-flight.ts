/** The most attempts at a time, of one process. */
export interface Caps {
  readonly total: number;
  readonly perHost: number;
  readonly perTenant: number;
}

interface Attempted {
  readonly host: string;
  readonly tenantId: string;
}

/** The attempts that are being made. */
export interface InFlight {
  add(attempted: Attempted): void;
  remove(attempted: Attempted): void;
  ofHost(host: string): number;
  /** Whether there is no room for another one like it. */
  isFull(attempted: Attempted): boolean;
  /** How many more there may be, in all and of those that have any. */
  free(): {
    readonly total: number;
    readonly hosts: Map<string, number>;
    readonly tenants: Map<string, number>;
  };
  readonly size: number;
}

export function createInFlight(caps: Caps): InFlight {
  const hosts = new Map<string, number>();
  const tenants = new Map<string, number>();
  let size = 0;
  return {
    add({ host, tenantId }) {
      size += 1;
      change(hosts, host, 1);
      change(tenants, tenantId, 1);
    },
    remove({ host, tenantId }) {
      size -= 1;
      change(hosts, host, -1);
      change(tenants, tenantId, -1);
    },
    ofHost: (host) => hosts.get(host) ?? 0,
    isFull: ({ host, tenantId }) =>
      size >= caps.total ||
      (hosts.get(host) ?? 0) >= caps.perHost ||
      (tenants.get(tenantId) ?? 0) >= caps.perTenant,
    free: () => ({
      total: Math.max(0, caps.total - size),
      hosts: rest(hosts, caps.perHost),
      tenants: rest(tenants, caps.perTenant),
    }),
    get size() {
      return size;
    },
  };
}

function change(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function rest(counts: ReadonlyMap<string, number>, cap: number): Map<string, number> {
  return new Map([...counts].map(([key, count]) => [key, Math.max(0, cap - count)]));
}
