import type { SimulatedProcessor, Surroundings } from './processor.ts';
import type { Action } from './scheduler.ts';

/** Partitions that must halt. */
export interface Harmed {
  /** Their topic was made anew. */
  readonly recreated: Set<number>;
  /** Their log began above the checkpoint at some time; who had the records in hand may have folded them since. */
  readonly losing: Set<number>;
}

export interface FaultOptions {
  /** Multiplies how often anything fails. */
  readonly intensity: number;
  /** Whether the log itself may be harmed in this run. */
  readonly harmsLog: boolean;
  /** Whether producers may publish what no consumer can decode. */
  readonly breaksBatches: boolean;
}

/** Everything that can go wrong next. */
export function faults(
  surroundings: Surroundings,
  processors: readonly SimulatedProcessor[],
  harmed: Harmed,
  { intensity, harmsLog }: FaultOptions,
): Action[] {
  const { world, database, connections, group, logs } = surroundings;
  const { random, reached } = world;
  const fault = (label: string, weight: number, run: () => void): Action => ({
    label: `! ${label}`,
    weight: weight * intensity,
    run,
  });
  const isInTransaction = [...connections.open].some(({ transaction }) => transaction.holdsLock);

  const ofProcessors = processors
    .filter(({ owner }) => owner.alive)
    .flatMap(({ owner: { name }, consumer, kill, stop }) => [
      fault(`${name} is killed`, 0.2, kill),
      fault(`${name} is stopped`, 0.05, stop),
      ...consumer.partitions.flatMap((partition) => [
        fault(`${name} gets records of ${partition} again`, 0.25, () =>
          consumer.jump(partition, -1 - random.below(6)),
        ),
        fault(`${name} jumps ahead in ${partition}`, 0.25, () =>
          consumer.jump(partition, 1 + random.below(4)),
        ),
      ]),
    ]);
  const ofConnections = [...connections.open].flatMap((connection) => [
    fault(`the connection of ${connection.owner.name} is cut`, 0.3, () => connections.cut(connection)),
    fault(`the database refuses ${connection.owner.name}`, 0.1, () => void connections.refuse(connection)),
  ]);
  const ofLogs = logs.flatMap((log, partition) => {
    const row = database.committed.rows[partition];
    const folded = row?.nextOffset ?? 0;
    // Of a new topic nothing has been folded.
    if (harmed.recreated.has(partition)) return [];
    const swap = fault(`a rebuilt projection of ${partition} is swapped in`, 0.1, () => {
      if (database.swap(partition, `swap-${database.version}`)) reached.note('swap');
    });
    const benign = fault(`folded records of ${partition} are deleted`, 0.1, () =>
      log.deleteBelow(random.below(folded + 1)),
    );
    if (!harmsLog) return [swap, benign];
    const loss = fault(`records of ${partition} are deleted unread`, 0.08, () =>
      log.deleteBelow(random.below(log.high + 1)),
    );
    // A new topic is known by the last record, so one must have been folded.
    if (row?.lastRecord === null) return [swap, benign, loss];
    const recreation = fault(`the topic is made anew in ${partition}`, 0.08, () => {
      harmed.recreated.add(partition);
      log.recreate(random.below(log.high + 1));
      for (const { consumer } of processors) consumer.rejoin();
    });
    return [swap, benign, loss, recreation];
  });
  return [
    ...ofProcessors,
    ...ofConnections,
    ...ofLogs,
    fault('the group rebalances', 0.6, () => {
      if (isInTransaction) reached.note('rebalance during a transaction');
      group.rebalance();
    }),
    fault('the database stops at once', 0.1, () => {
      reached.note('database away');
      database.isAway = true;
      connections.breakAll();
    }),
    fault('the database fails over', harmed.recreated.size > 0 ? 0 : 0.05, () => {
      connections.breakAll();
      if (database.failOver(1 + random.below(3)) > 0) reached.note('fail-over lost commits');
    }),
  ];
}
