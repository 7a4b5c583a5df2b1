import { createLogger, messageOf, print, printError, runService } from '@taskfold/runtime';
import type { z } from 'zod';
import { createKafkaClient } from '../client/create-kafka-client.ts';
import { kafkaFaultOf } from '../client/kafka-fault-of.ts';
import { kafkaConnection } from '../connection/kafka-connection.ts';
import type { TopicReport } from '../port.ts';
import { topicsConfigSchema } from './config.ts';
import { taskTopics } from './task-topics.ts';

const CLIENT_ID = 'taskfold-topics';

type TopicsConfig = z.output<typeof topicsConfigSchema>;

function* sentences({ name, created, differences }: TopicReport): Generator<string> {
  yield `${name}: ${created ? 'created' : 'exists'}`;
  for (const { setting, expected, found } of differences) {
    yield `${name}: has ${setting} ${found ?? 'unset'} instead of ${expected}; it is left as it is`;
  }
}

async function run(config: TopicsConfig): Promise<number> {
  const client = createKafkaClient({
    ...kafkaConnection(config, CLIENT_ID),
    logger: createLogger({ service: 'topics', level: 'silent' }),
  });
  try {
    await client.requireConnection();
    const reports = await client.admin().ensureTopics(
      taskTopics({
        names: { events: config.TOPIC_EVENTS, updates: config.TOPIC_UPDATES, dead: config.TOPIC_DEAD },
        partitions: config.TOPIC_PARTITIONS,
        ...(config.TOPIC_REPLICATION_FACTOR === undefined
          ? {}
          : { replicationFactor: config.TOPIC_REPLICATION_FACTOR }),
        ...(config.TOPIC_MIN_INSYNC_REPLICAS === undefined
          ? {}
          : { minInSyncReplicas: config.TOPIC_MIN_INSYNC_REPLICAS }),
      }),
    );
    for (const report of reports) for (const line of sentences(report)) print(`${line}\n`);
    return 0;
  } catch (error) {
    printError(`The topics could not be created: ${messageOf(error)}\n`);
    return 1;
  } finally {
    await client.close().catch(() => {});
  }
}

// As the first process of a container it gets no default action for signals.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await runService({
  name: 'topics',
  summary: 'creates the topics that are missing, and changes none that exist.',
  schema: topicsConfigSchema,
  reach: (config) => [kafkaFaultOf(kafkaConnection(config, CLIENT_ID))],
  run,
});
