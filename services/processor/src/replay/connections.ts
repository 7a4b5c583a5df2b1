import { createPool, directAddress, type Pool, pathFault } from '@taskfold/database';
import { createKafkaClient, type KafkaClient, kafkaConnection } from '@taskfold/kafka';
import type { Logger } from '@taskfold/runtime';
import type { ReplayConfig } from './config.ts';
import type { Version } from './version.ts';

/** What a version is folded and compared with. Unqualified tables are those of the version. */
export interface Connections {
  /** For chunks, by key. What it commits may be lost in a crash of the database, together with the checkpoint. */
  readonly replayPool: Pool;
  /** For everything else, however long it takes. */
  readonly comparePool: Pool;
  readonly kafka: KafkaClient;
  /** Why the way to the database does not do, in a sentence: without its settings a replay would write to the live tables. */
  pathFault(): Promise<string | null>;
  /** To be closed last first: what is registered later is closed earlier. */
  onClose(release: () => Promise<unknown>): void;
  close(): Promise<void>;
}

/** Nothing connects before it is used. */
export function openConnections(config: ReplayConfig, version: Version, logger: Logger): Connections {
  const common = {
    ...directAddress(config),
    ...(config.DATABASE_ROLE === 'none' ? {} : { role: config.DATABASE_ROLE }),
    applicationName: `taskfold-${version}`,
    schema: version,
    logger,
  };
  const replayOptions = {
    ...common,
    max: config.PARTITIONS_AT_ONCE + 1,
    statementTimeoutMs: 60_000,
    byKeyOnly: true,
    durable: false,
  };
  const replayPool = createPool(replayOptions);
  const comparePool = createPool({ ...common, max: 3, statementTimeoutMs: 0 });
  const kafka = createKafkaClient({
    ...kafkaConnection(config, `taskfold-${version}`),
    logger,
    partitioner: config.PARTITIONER,
  });
  const releases: (() => Promise<unknown>)[] = [
    () => comparePool.end(),
    () => replayPool.end(),
    () => kafka.close(),
  ];
  return {
    replayPool,
    comparePool,
    kafka,
    pathFault: () => pathFault({ pooled: replayOptions, direct: directAddress(config) }),
    onClose: (release) => void releases.push(release),
    async close() {
      for (const release of releases.splice(0).reverse()) await release();
    },
  };
}
