import type { BatchContext, ConsumeOptions, LogBatch, LogConsumer } from '@taskfold/kafka';
import type { Group, Member } from './group.ts';
import type { SimulatedLog } from './log.ts';
import type { Action, Owner } from './scheduler.ts';
import type { World } from './world.ts';

export interface SimulatedConsumer extends LogConsumer {
  /** What it can do next: fetch a partition, learn of a rebalance. */
  actions(): Action[];
  /** The client moves a position by itself. */
  jump(partition: number, by: number): void;
  /** Joins as if it were new: the client found that the topic is another one. */
  rejoin(): void;
  readonly partitions: readonly number[];
}

interface FetchPosition {
  offset: number;
  /** Rises when somebody moves the position, so that a batch in hand learns that it is stale. */
  moves: number;
  readonly pausedBy: Set<'user' | 'assignment' | 'failure'>;
}

const ASSIGNED_ANEW = new Error('the partitions are assigned anew');
const STOPS = new Error('the consumer stops');
const FETCH_WEIGHT = 5;
const LEARN_WEIGHT = 2;

/** The partitions that the consumer believes to have, until it learns of others. */
interface Assignment {
  readonly ended: AbortController;
  /** Whether a heartbeat was told that the group has given the partitions to others. */
  isLost: boolean;
}

/** A batch with the assignment and the position that it was fetched under. */
interface Fetched {
  readonly batch: LogBatch;
  readonly assignment: Assignment;
  readonly position: FetchPosition;
  readonly moves: number;
}

const newAssignment = (): Assignment => ({ ended: new AbortController(), isLost: false });

/**
 * A consumer as the port promises it: at most one batch of a partition in hand and one fetched behind it, and learning late
 * what the group did.
 */
export function createConsumer(
  owner: Owner,
  { random, scheduler, reached }: World,
  group: Group,
  logs: readonly SimulatedLog[],
): SimulatedConsumer {
  const positions = new Map<number, FetchPosition>();
  const userPaused = new Set<number>();
  const stopping = new AbortController();
  let options: ConsumeOptions | undefined;
  let member: Member | undefined;
  let assigned: readonly number[] = [];
  let assignment = newAssignment();
  /** The batch that is in hand of each partition, perhaps one of an earlier assignment. */
  const inHand = new Map<number, LogBatch>();
  /** What was fetched meanwhile, and waits. */
  const behind = new Map<number, Fetched>();

  function learn(consume: ConsumeOptions, known: Member): void {
    known.knownGeneration = group.generation;
    assignment.ended.abort(ASSIGNED_ANEW);
    assignment = newAssignment();
    assigned = group.partitionsOf(known);
    for (const partition of assigned) {
      positions.set(partition, {
        offset: group.committed.get(partition) ?? 0,
        moves: 0,
        pausedBy: new Set(userPaused.has(partition) ? ['user', 'assignment'] : ['assignment']),
      });
    }
    void settle(consume, assigned, assignment.ended.signal);
  }

  async function settle(
    consume: ConsumeOptions,
    partitions: readonly number[],
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted && !stopping.signal.aborted) {
      try {
        await consume.onAssigned?.(partitions, signal);
        if (!signal.aborted) for (const partition of partitions) resume(partition, 'assignment');
        return;
      } catch {
        await scheduler.pause(owner, 'tries to take its partitions over again');
      }
    }
  }

  function resume(partition: number, reason: 'user' | 'assignment' | 'failure'): void {
    positions.get(partition)?.pausedBy.delete(reason);
  }

  function move(partition: number, offset: number): void {
    const position = positions.get(partition);
    if (position === undefined) return;
    position.offset = offset;
    position.moves++;
  }

  function isDropped({ assignment, position, moves }: Fetched): boolean {
    const { ended, isLost } = assignment;
    return isLost || ended.signal.aborted || stopping.signal.aborted || position.moves !== moves;
  }

  function fetched(consume: ConsumeOptions, batch: LogBatch, position: FetchPosition): void {
    const found: Fetched = { batch, assignment, position, moves: position.moves };
    consume.onFetched?.(batch);
    if (!inHand.has(batch.partition)) {
      void deliver(consume, found);
      return;
    }
    reached.note('batch fetched ahead');
    behind.set(batch.partition, found);
  }

  async function deliver(consume: ConsumeOptions, found: Fetched): Promise<void> {
    const { batch, assignment: under, position } = found;
    const { partition } = batch;
    const { signal } = under.ended;
    const context: BatchContext = {
      signal,
      isStale: () => isDropped(found),
      async heartbeat() {
        await scheduler.pause(owner, 'heartbeat');
        // A heartbeat that got lost tells nothing.
        if (member?.knownGeneration !== group.generation && random.chance(0.7)) under.isLost = true;
      },
    };
    inHand.set(partition, batch);
    // Fetching goes on behind it from now on.
    position.offset = batch.nextOffset;
    if (batch.records.length === 0) reached.note('control records alone');
    try {
      await consume.onBatch(batch, context);
    } catch (error) {
      if (!signal.aborted) failed(consume, error, partition, position, batch.fetchOffset);
    }
    inHand.delete(partition);
    const next = behind.get(partition);
    behind.delete(partition);
    if (next === undefined) return;
    if (isDropped(next) || next.position.pausedBy.size > 0) reached.note('batch fetched ahead dropped');
    else await deliver(consume, next);
  }

  function failed(
    consume: ConsumeOptions,
    error: unknown,
    partition: number,
    position: FetchPosition,
    fetchOffset: number,
  ): void {
    const decision = consume.onError?.(error, partition) ?? 'retry';
    move(partition, fetchOffset);
    if (decision === 'halt') {
      userPaused.add(partition);
      position.pausedBy.add('user');
      return;
    }
    position.pausedBy.add('failure');
    scheduler.add(owner, `waited after a failure of ${partition}`, () => position.pausedBy.delete('failure'));
  }

  return {
    async run(consume) {
      await scheduler.pause(owner, 'joins');
      options = consume;
      member = group.join(owner);
    },
    actions() {
      const consume = options;
      const known = member;
      if (!owner.alive || stopping.signal.aborted || consume === undefined || known === undefined) return [];
      const actions: Action[] = [];
      if (known.knownGeneration !== group.generation) {
        const label = `${owner.name}: learns its partitions ${group.partitionsOf(known).join(' ')}`;
        actions.push({ label, weight: LEARN_WEIGHT, run: () => learn(consume, known) });
      }
      for (const partition of assigned) {
        const position = positions.get(partition);
        const log = logs[partition];
        if (
          position === undefined ||
          log === undefined ||
          behind.has(partition) ||
          assignment.isLost ||
          position.pausedBy.size > 0
        )
          continue;
        if (position.offset === log.high) continue;
        actions.push({
          label: `${owner.name}: fetches ${partition} from ${position.offset}`,
          weight: FETCH_WEIGHT,
          run() {
            const batch = log.fetch(position.offset, 1 + random.below(8));
            if (batch === null) position.offset = log.low;
            else fetched(consume, batch, position);
          },
        });
      }
      return actions;
    },
    jump(partition, by) {
      const position = positions.get(partition);
      const log = logs[partition];
      if (position === undefined || log === undefined) return;
      position.offset = Math.min(log.high, Math.max(log.low, position.offset + by));
    },
    rejoin() {
      if (member === undefined) return;
      assignment.ended.abort(ASSIGNED_ANEW);
      assigned = [];
      member.knownGeneration = 0;
    },
    get partitions() {
      return assigned;
    },
    seek(partition, offset) {
      if ((inHand.get(partition)?.fetchOffset ?? 0) > offset) reached.note('hole sought back');
      move(partition, offset);
    },
    pause(partitions) {
      for (const partition of partitions) {
        userPaused.add(partition);
        positions.get(partition)?.pausedBy.add('user');
      }
    },
    resume(partitions) {
      for (const partition of partitions) {
        userPaused.delete(partition);
        resume(partition, 'user');
      }
    },
    async commit(partition, nextOffset) {
      await scheduler.pause(owner, `notes offset ${nextOffset} of ${partition} in the group`);
      if (member !== undefined) group.commit(member, partition, nextOffset);
    },
    async stop() {
      stopping.abort(STOPS);
      assignment.ended.abort(STOPS);
      if (member !== undefined) group.leave(member);
      while (inHand.size > 0) await scheduler.pause(owner, 'waits for the batches in hand');
    },
  };
}
