import { createLogger, print, printError, serviceCommand } from '@taskfold/runtime';
import { createKafkaClient } from '../client/create-kafka-client.ts';
import { kafkaConnection } from '../connection/kafka-connection.ts';
import type { TopicReport } from '../port.ts';
import { topicsConfigSchema } from './config.ts';
import { taskTopics } from './task-topics.ts';

function* sentences({ name, created, differences }: TopicReport): Generator<string> {
  yield `${name}: ${created ? 'created' : 'exists'}`;
  for (const { setting, expected, found } of differences) {
    yield `${name}: has ${setting} ${found ?? 'unset'} instead of ${expected}; it is left as it is`;
  }
}

async function main(): Promise<number> {
  const command = serviceCommand({
    name: 'topics',
    summary: 'creates the topics that are missing, and changes none that exist.',
    schema: topicsConfigSchema,
    args: process.argv.slice(2),
    env: process.env,
  });
  if (command.kind === 'exit') {
    if (command.code === 0) print(command.text);
    else printError(command.error);
    return command.code;
  }
  const { config } = command;
  const client = createKafkaClient({
    ...kafkaConnection(config, 'taskfold-topics'),
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
    printError(`The topics could not be created: ${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    await client.close().catch(() => {});
  }
}

// As the first process of a container it gets no default action for signals.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exitCode = await main();
