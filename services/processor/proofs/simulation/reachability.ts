/** What a run can meet. A run that never met one of them has proven nothing about it. */
const SITUATIONS = [
  'rebalance during a transaction',
  'zombie fenced',
  'commit unknown',
  'commit lost',
  'commit applied, acknowledgement lost',
  'commit applied after the client gave up',
  'duplicate dropped',
  'bisect',
  'dead letter',
  'decoder throws for a record',
  'fold throws for a record',
  'control records alone',
  'batch fetched ahead',
  'batch fetched ahead dropped',
  'hole sought back',
  'crash during a transaction',
  'graceful stop',
  'database away',
  'fail-over lost commits',
  'swap',
  'records looked up',
  'cache used',
  'cache dropped',
  'gap halt',
  'truncation halt',
  'recreation halt',
  'flood halt',
  'undecodable batch',
] as const;

export type Situation = (typeof SITUATIONS)[number];

/** How often each situation was met. */
export interface Reached {
  readonly counts: ReadonlyMap<Situation, number>;
  note(situation: Situation): void;
  add(other: Reached): void;
  missing(): Situation[];
}

export function createReached(): Reached {
  const counts = new Map<Situation, number>(SITUATIONS.map((situation) => [situation, 0]));
  const increase = (situation: Situation, by: number) => {
    counts.set(situation, (counts.get(situation) ?? 0) + by);
  };
  return {
    counts,
    note: (situation) => increase(situation, 1),
    add(other) {
      for (const [situation, count] of other.counts) increase(situation, count);
    },
    missing: () => SITUATIONS.filter((situation) => counts.get(situation) === 0),
  };
}
