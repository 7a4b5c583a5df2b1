import { createRandom } from '@taskfold/fold/testing';
import type { OutgoingRecord } from '@taskfold/kafka';
import { createConnections } from './connections.ts';
import { createDatabase } from './database.ts';
import type { FaultOptions, Harmed } from './faults.ts';
import { createGroup } from './group.ts';
import { createLog } from './log.ts';
import type { ProcessorSettings, SimulatedProcessor, Surroundings } from './processor.ts';
import { createReached } from './reachability.ts';
import { createReference, type Reference } from './reference.ts';
import { createScheduler } from './scheduler.ts';
import { createWorkload } from './workload.ts';

/** Everything that there is in one run. */
export interface Scene extends Surroundings {
  /** What the log of each partition must fold to. */
  readonly references: readonly Reference[];
  /** What producers have not published yet, by partition; taken from as they do. */
  readonly unpublished: readonly OutgoingRecord[][];
  readonly settings: ProcessorSettings;
  readonly faults: FaultOptions;
  readonly harmed: Harmed;
  /** The living and the dead, in the order in which they started. */
  readonly processors: SimulatedProcessor[];
  readonly trace: string[];
}

const PARTITIONS = 2;

/** @param seed determines everything that will be */
export function createScene(seed: number): Scene {
  const random = createRandom(seed);
  const trace: string[] = [];
  const world = {
    random,
    scheduler: createScheduler(),
    reached: createReached(),
    note: (line: string) => void trace.push(line),
  };
  const database = createDatabase(PARTITIONS);
  const references = Array.from({ length: PARTITIONS }, () => createReference(PARTITIONS));
  return {
    world,
    database,
    connections: createConnections(database, world),
    group: createGroup(random, PARTITIONS),
    logs: references.map((reference, partition) => createLog(partition, reference.append)),
    references,
    unpublished: createWorkload(random, PARTITIONS),
    settings: {
      maxRecords: 1 + random.below(5),
      cacheEntries: random.pick([0, 2, 1000]),
      floodLimit: random.chance(0.1) ? 4 : 0,
    },
    faults: {
      intensity: random.pick([0.2, 0.5, 1]),
      harmsLog: random.chance(0.15),
      breaksBatches: random.chance(0.1),
    },
    harmed: { recreated: new Set(), losing: new Set() },
    processors: [],
    trace,
  };
}
