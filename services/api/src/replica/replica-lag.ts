import { areHeld, type Heads } from '@taskfold/database';

/** How far a replica is behind, from what was seen of it and of the primary. Times are milliseconds of one clock. */
export interface ReplicaLag {
  /** The primary was so far at that time. */
  onPrimary(heads: Heads, at: number): void;
  /** The replica is so far now. Whether it has all that the primary was last seen to have. */
  onReplica(heads: Heads): boolean;
  /** Milliseconds since the newest moment of which the replica has everything; 0 where it has all; null before it had any. */
  ms(now: number): number | null;
}

/** Moments that are remembered: the lag of a replica that is further behind shows a little too large. */
const MOST_MOMENTS = 1000;

export function createReplicaLag(): ReplicaLag {
  let missing: { readonly heads: Heads; readonly at: number }[] = [];
  let heldAt: number | null = null;
  return {
    onPrimary(heads, at) {
      missing.push({ heads, at });
      if (missing.length > MOST_MOMENTS) missing.shift();
    },
    onReplica(held) {
      const first = missing.findIndex(({ heads }) => !areHeld(held, heads));
      const reached = first === -1 ? missing : missing.slice(0, first);
      heldAt = reached.at(-1)?.at ?? heldAt;
      missing = missing.slice(reached.length);
      return missing.length === 0;
    },
    ms: (now) => (heldAt === null ? null : missing.length === 0 ? 0 : now - heldAt),
  };
}
