import type { Caller } from '../context/caller.ts';

/** Whose share is used up. */
export type Holder = 'key' | 'tenant' | 'process';

type Taken =
  | { readonly kind: 'taken'; readonly share: Share }
  | { readonly kind: 'refused'; readonly by: Holder };

/** Some of what there is, held by one request. */
export interface Share {
  /** Takes more or gives some back, down to what is now needed; it never fails and may go beyond the limits. */
  resize(amount: number): void;
  /** Gives all of it back; once more does nothing. */
  release(): void;
}

/** How much of something each key, each tenant and all of them together may hold at a time, in this process. */
export interface SharesOptions {
  readonly perKey: number;
  readonly perTenant: number;
  readonly inAll: number;
}

export interface Shares {
  /** Takes all of the amount or nothing. Who holds nothing may take whatever there is in all, so that one large amount is possible. */
  take(caller: Pick<Caller, 'keyId' | 'tenantId'>, amount: number): Taken;
  readonly held: number;
}

export function createShares({ perKey, perTenant, inAll }: SharesOptions): Shares {
  const ofKeys = new Map<string, number>();
  const ofTenants = new Map<string, number>();
  let held = 0;

  function add(caller: Pick<Caller, 'keyId' | 'tenantId'>, amount: number): void {
    addTo(ofKeys, caller.keyId, amount);
    addTo(ofTenants, caller.tenantId, amount);
    held += amount;
  }

  return {
    take(caller, amount) {
      const key = ofKeys.get(caller.keyId) ?? 0;
      const tenant = ofTenants.get(caller.tenantId) ?? 0;
      if (key > 0 && key + amount > perKey) return { kind: 'refused', by: 'key' };
      if (tenant > 0 && tenant + amount > perTenant) return { kind: 'refused', by: 'tenant' };
      if (held > 0 && held + amount > inAll) return { kind: 'refused', by: 'process' };
      let own = amount;
      add(caller, own);
      const resize = (wanted: number): void => {
        add(caller, wanted - own);
        own = wanted;
      };
      return { kind: 'taken', share: { resize, release: () => resize(0) } };
    },
    get held() {
      return held;
    },
  };
}

function addTo(amounts: Map<string, number>, name: string, amount: number): void {
  const sum = (amounts.get(name) ?? 0) + amount;
  if (sum > 0) amounts.set(name, sum);
  else amounts.delete(name);
}
