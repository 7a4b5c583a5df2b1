import { apiKeyHash } from '@taskfold/access';
import { createKafkaClient, kafkaConnection } from '@taskfold/kafka';
import {
  createHealth,
  createLifecycle,
  createLogger,
  createRegistry,
  kafkaMetrics,
  print,
  printError,
  serviceCommand,
  startTelemetry,
  untilAborted,
} from '@taskfold/runtime';
import { checkedConfigSchema } from './config.ts';
import { openDatabase } from './database.ts';
import { createPartitionCount } from './events/partition-count.ts';
import { DATABASE_CHECK, KAFKA_CHECK, start } from './start.ts';

const command = serviceCommand({
  name: 'api',
  summary: 'Answers questions about tasks over HTTP.',
  schema: checkedConfigSchema,
  args: process.argv.slice(2),
  env: process.env,
});
if (command.kind === 'run') {
  const { config } = command;
  const logger = createLogger({ service: 'api', level: config.LOG_LEVEL });
  const health = createHealth({ required: [DATABASE_CHECK] });
  const lifecycle = createLifecycle({ logger, health });
  await lifecycle.run(async (signal) => {
    const registry = createRegistry({ service: 'api' });
    const telemetry = await startTelemetry({ service: 'taskfold-api', env: process.env, registry, logger });
    lifecycle.onRelease('telemetry', () => telemetry.stop());
    const database = openDatabase({ config, logger, onRelease: lifecycle.onRelease });
    const kafka = createKafkaClient({
      ...kafkaConnection(config, 'taskfold-api'),
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
} else if (command.code === 0) {
  print(command.text);
} else {
  printError(command.error);
  process.exitCode = command.code;
}
