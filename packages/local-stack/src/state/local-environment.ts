// Loaded before a service's command (node --import): where the environment does not say which servers, it is about those of
// the running local stack.
import { readLocalFile } from './local-file.ts';
import { statePaths } from './paths.ts';

const { env } = process;
if (!env.DATABASE_URL && !env.KAFKA_BROKERS) {
  const local = await readLocalFile(statePaths(env).localFile);
  if (local !== undefined) {
    env.DATABASE_URL = local.database_url;
    env.KAFKA_BROKERS = local.kafka_brokers;
    env.TOPIC_EVENTS ||= local.topic_events;
  }
}
