import type { Random } from '@taskfold/fold/testing';
import type { Owner } from './scheduler.ts';

export interface Member {
  readonly owner: Owner;
  /** The group's generation that it knows; it works on with what it had until it learns of the next one. */
  knownGeneration: number;
}

/** The consumer group as its coordinator sees it. */
export interface Group {
  readonly generation: number;
  readonly members: ReadonlySet<Member>;
  /** The offset noted for each partition. */
  readonly committed: ReadonlyMap<number, number>;
  join(owner: Owner): Member;
  leave(member: Member): void;
  /** Hands the partitions out anew. */
  rebalance(): void;
  partitionsOf(member: Member): readonly number[];
  /** Refused from a member of an earlier generation. */
  commit(member: Member, partition: number, nextOffset: number): void;
}

export function createGroup(random: Random, partitionCount: number): Group {
  const members = new Set<Member>();
  const committed = new Map<number, number>();
  let owners = new Map<number, Member>();
  let generation = 0;

  function rebalance(): void {
    generation++;
    const order = random.shuffle([...members]);
    owners = new Map();
    for (let partition = 0; partition < partitionCount; partition++) {
      const member = order[(partition + generation) % Math.max(1, order.length)];
      if (member !== undefined) owners.set(partition, member);
    }
  }

  return {
    get generation() {
      return generation;
    },
    members,
    committed,
    join(owner) {
      const member = { owner, knownGeneration: 0 };
      members.add(member);
      rebalance();
      return member;
    },
    leave(member) {
      if (members.delete(member)) rebalance();
    },
    rebalance,
    partitionsOf: (member) =>
      [...owners].filter(([, owner]) => owner === member).map(([partition]) => partition),
    commit(member, partition, nextOffset) {
      if (member.knownGeneration === generation) committed.set(partition, nextOffset);
    },
  };
}
