import { generateApiKey } from '@taskfold/access';
import { ensureLogins, migrate } from '@taskfold/database';
import { createKafkaClient, KAFKA_VARIABLES, type KafkaClient } from '@taskfold/kafka';
import type { LocalStack, StatePaths } from '@taskfold/local-state';
import { type Logger, loadConfig } from '@taskfold/runtime';
import { kafkaAccess, kafkaConfigSchema } from '../kafka-config.ts';
import { choosePorts, startServices } from '../services/start-services.ts';
import type { Started } from '../services/started.ts';
import { ensureTopics, topicNames } from '../services/topics.ts';
import { loadSecrets, type Secrets } from '../state/secrets.ts';
import { ensureDemoTenants } from './demo-tenants.ts';
import { startServers } from './servers.ts';
import { databaseUrls, serviceLogins } from './service-logins.ts';

export interface StartStackOptions {
  readonly paths: StatePaths;
  readonly env: NodeJS.ProcessEnv;
  /** Wanted port of the API. */
  readonly port: number;
  readonly allowLocalCallbacks: boolean;
  readonly logger: Logger;
  readonly started: Started;
  readonly onProgress: (text: string) => void;
  readonly onNotice: (text: string, kind: 'bad' | 'warn' | 'good') => void;
  readonly signal: AbortSignal;
}

export interface RunningStack {
  readonly stack: LocalStack;
  readonly secrets: Secrets;
  readonly kafka: KafkaClient;
  /** Tasks that an earlier run has left. */
  readonly earlierTasks: number;
  /** Resolves, with a sentence, when a server that was started here has ended by itself. */
  readonly serverEnded: Promise<string>;
}

const DATABASE_SETTINGS = ['DATABASE_DIRECT_URL', 'DATABASE_NAMED_STATEMENTS'];
const KAFKA_SETTINGS = Object.keys(KAFKA_VARIABLES).filter(
  (name) => name !== 'KAFKA_BROKERS' && name !== 'KAFKA_CLIENT_ID',
);

/** Those of the variables that are set. */
function setOf(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** Brings everything up, in the order of what depends on what. What is up is in `started`, also when the rest fails. */
export async function startStack(options: StartStackOptions): Promise<RunningStack> {
  const { paths, env, logger, started, onProgress, onNotice, signal } = options;
  // What is wrong with it is said before anything is started.
  loadConfig(kafkaConfigSchema, env);
  const secrets = await loadSecrets(paths.secrets, generateApiKey);
  const servers = await startServers({ paths, env, started, onProgress, signal });
  signal.throwIfAborted();

  const logins = servers.ownsPostgres ? serviceLogins(secrets.operator_token) : [];
  const topics = topicNames(env);
  const access = kafkaAccess(env, servers.kafkaBrokers);
  const kafka = createKafkaClient({ ...access.connection, logger });
  started.add({ name: 'the connection to Kafka', stop: () => kafka.close() });
  await kafka.requireConnection();
  const prepareDatabase = async () => {
    const { applied } = await migrate({ url: servers.directUrl, logger });
    if (applied.length > 0)
      onProgress(`applied ${applied.length} ${applied.length === 1 ? 'migration' : 'migrations'}`);
    await ensureLogins({ url: servers.directUrl }, logins);
    return await ensureDemoTenants(servers.directUrl, secrets);
  };
  const [{ earlierTasks, callbackSecret }, topicNotes] = await Promise.all([
    prepareDatabase(),
    ensureTopics(kafka, topics),
  ]);
  for (const note of topicNotes) onNotice(note, 'warn');
  signal.throwIfAborted();

  const ports = await choosePorts(options.port);
  if (options.port !== 0 && ports.api !== options.port) {
    onNotice(`Port ${options.port} is taken; the API is on ${ports.api}.`, 'warn');
  }
  onProgress('starting the processor and the API');
  await startServices({
    kafkaEnvironment: access.environment,
    databaseUrls: databaseUrls(servers.databaseUrl, logins),
    // Of our own PostgreSQL there is no other address.
    env: servers.ownsPostgres ? { ...env, DATABASE_DIRECT_URL: '', DATABASE_REPLICA_URL: '' } : env,
    topics,
    operatorToken: secrets.operator_token,
    callbackKeys: secrets.callback_keys,
    eventSigning: secrets.event_signing,
    allowLocalCallbacks: options.allowLocalCallbacks,
    ports,
    logs: paths.logs,
    started,
    onNotice,
    signal,
  });
  const stack: LocalStack = {
    api_url: `http://127.0.0.1:${ports.api}`,
    admin_url: `http://127.0.0.1:${ports.apiAdmin}`,
    api_key: secrets.first.api_key,
    tenant_id: secrets.first.tenant_id,
    second_api_key: secrets.second.api_key,
    second_tenant_id: secrets.second.tenant_id,
    operator_token: secrets.operator_token,
    callback_secret: callbackSecret,
    database_url: servers.directUrl,
    kafka_brokers: servers.kafkaBrokers,
    topic_events: topics.events,
    topic_updates: topics.updates,
    topic_dead: topics.dead,
    database_settings: servers.ownsPostgres ? {} : setOf(env, DATABASE_SETTINGS),
    kafka_settings: {
      ...(env.KAFKA_BROKERS ? setOf(env, KAFKA_SETTINGS) : {}),
      // What commands publish as Taskfold itself, such as erasures, is refused without it.
      EVENT_SIGNING_KEYS: secrets.event_signing.keys,
      EVENT_SIGNING_SINCE: secrets.event_signing.since,
    },
  };
  return { stack, secrets, kafka, earlierTasks, serverEnded: servers.ended };
}
