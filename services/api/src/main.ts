import { apiKeyHash } from '@taskfold/access';
import { directAddress, pathFault } from '@taskfold/database';
import { createKafkaClient, kafkaConnection, kafkaFaultOf } from '@taskfold/kafka';
import {
  createHealth,
  createLifecycle,
  createLogger,
  createRegistry,
  kafkaMetrics,
  runService,
  startTelemetry,
  untilAborted,
} from '@taskfold/runtime';
import { type Config, checkedConfigSchema } from './config.ts';
import { openDatabase, poolOptions } from './database.ts';
import { createPartitionCount } from './events/partition-count.ts';
import { DATABASE_CHECK, KAFKA_CHECK, start } from './start.ts';

/** As Kafka's logs and quotas know it where KAFKA_CLIENT_ID is not set. */
const CLIENT_ID = 'taskfold-api';

async function run(config: Config, warnings: readonly string[]): Promise<number> {
  const logger = createLogger({ service: 'api', level: config.LOG_LEVEL });
  for (const warning of warnings) logger.warn(warning);
  const health = createHealth({ required: [DATABASE_CHECK] });
  const lifecycle = createLifecycle({ logger, health });
  return await lifecycle.run(async (signal) => {
    const registry = createRegistry({ service: 'api', env: process.env });
    const telemetry = await startTelemetry({ service: 'taskfold-api', env: process.env, registry, logger });
    lifecycle.onRelease('telemetry', () => telemetry.stop());
    const database = openDatabase({ config, logger, onRelease: lifecycle.onRelease });
    const kafka = createKafkaClient({
      ...kafkaConnection(config, CLIENT_ID),
      partitioner: config.PARTITIONER,
      partitionCountOf: (topic) => (topic === config.TOPIC_EVENTS ? partitionCount.known() : null),
      compression: config.KAFKA_COMPRESSION,
      logger,
    });
    const partitionCount = createPartitionCount(database.partitionCount);
    void partitionCount.run(signal);
    const logAdmin = kafka.admin();
    lifecycle.onRelease('log of events', () => kafka.close());
    const noteReachable = kafkaMetrics(registry);
    const reaching = kafka.watchConnection({
      report(fault) {
        health.showReady(KAFKA_CHECK, fault === null, fault?.sentence ?? 'reachable');
        noteReachable(fault === null);
      },
      signal,
    });
    lifecycle.onRelease('watch of the connection to Kafka', () => reaching);
    await start({
      config,
      database,
      producer: kafka.producer(),
      logEnds: () => logAdmin.offsets(config.TOPIC_EVENTS),
      keyHash: apiKeyHash,
      logger,
      registry,
      health,
      lifecycle,
      tracing: telemetry.tracing,
    });
    await untilAborted(signal);
  });
}

await runService({
  name: 'api',
  summary: 'Answers questions about tasks over HTTP.',
  schema: checkedConfigSchema,
  reach: (config) => [
    pathFault({ pooled: poolOptions(config), direct: directAddress(config) }),
    kafkaFaultOf(kafkaConnection(config, CLIENT_ID)),
  ],
  run,
});
