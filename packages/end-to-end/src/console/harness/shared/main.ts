// The console of the integration tests of a run: API, processor and Chromium. Says in one line where they are, and ends on SIGTERM.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createTestDatabase } from '@taskfold/database/testing';
import { createKafkaClient, taskTopics } from '@taskfold/kafka';
import { type KafkaEnvironment, testConnection } from '@taskfold/kafka/testing';
import { serveChromium } from '@taskfold/local-servers/testing/chromium';
import { createLogger } from '@taskfold/runtime';
import { startConsoleServices } from '../console-services.ts';
import type { SharedConsole, SharedServers } from './place.ts';

const PARTITIONS = 3;

/** @returns TOPIC_… and KAFKA_GROUP_ID */
async function createTopics(kafka: KafkaEnvironment): Promise<Readonly<Record<string, string>>> {
  const name = `console-${randomBytes(6).toString('hex')}`;
  const names = { events: `${name}.events`, updates: `${name}.updates`, dead: `${name}.dead` };
  const client = createKafkaClient({
    ...testConnection(kafka),
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  await client.admin().ensureTopics(taskTopics({ names, partitions: PARTITIONS }));
  await client.close();
  return {
    TOPIC_EVENTS: names.events,
    TOPIC_UPDATES: names.updates,
    TOPIC_DEAD: names.dead,
    KAFKA_GROUP_ID: name,
  };
}

const asked = once(process, 'SIGTERM');
const servers: SharedServers = JSON.parse(process.env.CONSOLE_SERVERS ?? '');
const [database, topics, chromium] = await Promise.all([
  createTestDatabase(servers.postgresUrl, servers.postgresPoolerUrl),
  createTopics(servers.kafka),
  serveChromium(),
]);
const services = await startConsoleServices({
  ...database.env,
  ...servers.kafka,
  ...topics,
  CALLBACK_KEYS: `test:${randomBytes(32).toString('base64')}`,
  CURSOR_KEY: randomBytes(32).toString('hex'),
});
const place: SharedConsole = {
  url: services.url,
  databaseUrl: database.url,
  chromium: chromium.wsEndpoint(),
};
process.stdout.write(`${JSON.stringify(place)}\n`);

await asked;
await Promise.all([services.close(), chromium.close()]);
await database.drop();
process.exit();
