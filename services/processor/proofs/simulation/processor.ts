import type { DeadLetterCode } from '@taskfold/contract';
import type { KafkaClient } from '@taskfold/kafka';
import { createLogger } from '@taskfold/runtime';
import type { Halt } from '../../src/fold/failures/halt.ts';
import { createFoldRole, type FoldRole } from '../../src/fold/fold-role.ts';
import type { Connections } from './connections.ts';
import { createConsumer, type SimulatedConsumer } from './consumer.ts';
import type { Database } from './database.ts';
import { decodeFaultily } from './decoder.ts';
import type { Group } from './group.ts';
import { type SimulatedLog, TOPIC } from './log.ts';
import type { Situation } from './reachability.ts';
import type { Owner } from './scheduler.ts';
import { createStore } from './store.ts';
import type { World } from './world.ts';

/** The system outside of the processors. */
export interface Surroundings {
  readonly world: World;
  readonly database: Database;
  readonly connections: Connections;
  readonly group: Group;
  readonly logs: readonly SimulatedLog[];
}

export interface ProcessorSettings {
  readonly maxRecords: number;
  readonly cacheEntries: number;
  /** 0 for never. */
  readonly floodLimit: number;
}

export interface SimulatedProcessor {
  readonly owner: Owner;
  readonly consumer: SimulatedConsumer;
  readonly halted: ReadonlyMap<number, Halt>;
  /** What keeps it from being ready, by partition. */
  readonly waiting: ReadonlyMap<number, string>;
  /** As SIGKILL does. */
  kill(): void;
  /** As SIGTERM does. */
  stop(): void;
}

const DEAD: Readonly<Partial<Record<DeadLetterCode, Situation>>> = {
  undecodable: 'decoder throws for a record',
  fold_failed: 'fold throws for a record',
};

const logger = createLogger({ service: 'simulation', level: 'silent' });

/** The real role of the processor, from its consumer's port to its store's. */
export function startProcessor(
  name: string,
  { world, database, connections, group, logs }: Surroundings,
  settings: ProcessorSettings,
  onHalt: (partition: number, halt: Halt) => void,
): SimulatedProcessor {
  const owner: Owner = { name, alive: true };
  const consumer = createConsumer(owner, world, group, logs);
  const store = createStore(owner, world, database, connections);
  const halted = new Map<number, Halt>();
  let waiting: ReadonlyMap<number, string> = new Map();
  const role: FoldRole = createFoldRole({
    kafka: kafkaOf(owner, world, consumer, group, logs),
    store,
    keeper: { ensure: async () => {} },
    readCheckpoint: store.readCheckpoint,
    topic: TOPIC,
    partitionCount: logs.length,
    partitionsNow: logs.length,
    decode: (record) => decodeFaultily(record, logs.length),
    onRekeyed: () => {},
    group: { groupId: 'processors' },
    concurrency: logs.length,
    limits: { maxRecords: settings.maxRecords, maxBytes: 1_000_000 },
    cache: { maxEntries: settings.cacheEntries, maxBytes: 1_000_000 },
    floodLimit: settings.floodLimit,
    gates: { of: () => ({ begins: () => {}, folded: () => {} }), keep: () => {} },
    metrics: {
      chunk(chunk, result) {
        const first = chunk.records[0]?.offset ?? chunk.from;
        const isRepeated =
          result.kind === 'applied' &&
          result.writes.timeline.length + result.writes.deadLetters.length < chunk.records.length;
        if (result.kind === 'fenced') world.reached.note('zombie fenced');
        if (result.kind === 'fenced' || result.kind === 'nothing_new' || isRepeated) {
          world.reached.note('duplicate dropped');
        }
        if (result.kind === 'applied') {
          for (const { code } of result.writes.deadLetters) world.reached.note(DEAD[code] ?? 'dead letter');
        }
        if (owner.alive)
          world.note(`${name}: chunk ${chunk.partition} ${first}..${chunk.nextOffset} ${result.kind}`);
      },
      retried: () => {},
      halted: () => {},
      assigned: () => {},
    },
    logger,
    onState(state) {
      waiting = state.retrying;
      for (const [partition, halt] of state.halted) {
        if (halted.has(partition) || !owner.alive) continue;
        halted.set(partition, halt);
        onHalt(partition, halt);
      }
    },
    onCrash: () => {},
  });
  void role.run();

  function kill(): void {
    owner.alive = false;
    connections.abandon(owner);
  }

  return {
    owner,
    consumer,
    halted,
    get waiting() {
      return waiting;
    },
    kill,
    stop() {
      world.reached.note('graceful stop');
      void role.stop().then(kill);
    },
  };
}

function kafkaOf(
  owner: Owner,
  { scheduler }: World,
  consumer: SimulatedConsumer,
  group: Surroundings['group'],
  logs: readonly SimulatedLog[],
): KafkaClient {
  return {
    consumer: () => consumer,
    admin: () => ({
      async offsets() {
        await scheduler.pause(owner, 'asks for the ends of the log');
        const answer = logs.map(({ low, high }, partition) => ({ partition, low, high }));
        await scheduler.pause(owner, 'is told the ends of the log');
        return answer;
      },
      async stableOffsets() {
        await scheduler.pause(owner, 'asks how far the log can be read');
        return new Map(logs.map(({ high }, partition) => [partition, high]));
      },
      async groupOffsets() {
        await scheduler.pause(owner, 'asks what the group notes');
        return new Map(group.committed);
      },
      partitionCount: async () => logs.length,
      configureTopic: async () => {},
      ensureTopics: async () => [],
      close: async () => {},
    }),
    producer: () => {
      throw new Error('nothing is published here');
    },
    clusterView: () => {
      throw new Error('nobody looks here');
    },
    requireConnection: async () => {},
    watchConnection: async () => {},
    close: async () => {},
  };
}
