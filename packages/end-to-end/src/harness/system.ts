import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Scope, TOPICS } from '@taskfold/contract';
import type { KafkaEnvironment } from '@taskfold/kafka/testing';
import { runTaskfold } from './command.ts';
import { behindContract, type ContractedService, type OnExchange, throwFaults } from './contract.ts';
import { type Broker, type OwnKafka, prepareServers } from './servers.ts';
import { type RunningService, startService } from './service.ts';

const PARTITIONS = 6;

export interface System {
  /** What services and commands have in their environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Without a pooler. */
  readonly databaseUrl: string;
  /** KAFKA_BROKERS, and what else a client needs. */
  readonly kafka: KafkaEnvironment;
  /** The broker that is of this system alone; null where it is not. */
  readonly broker: Broker | null;
  readonly topic: string;
  readonly partitions: number;
  /** Made by the same command that operators use. @returns the key */
  createKey(tenantId: string, scopes?: readonly Scope[]): Promise<string>;
  /**
   * Its `url` is that of a proxy that holds whatever passes against the contract.
   *
   * @param env settings beside those that name the servers
   */
  startApi(env?: NodeJS.ProcessEnv): Promise<RunningService>;
  /** @param env settings beside those that name the servers */
  startProcessor(env?: NodeJS.ProcessEnv): Promise<RunningService>;
  /**
   * Kills the services that still run, stops the servers and removes their data.
   *
   * @throws when that is done, where an API was not as its OpenAPI document says
   */
  stop(): Promise<void>;
}

export interface SystemOptions extends OwnKafka {
  readonly onExchange?: OnExchange;
  /** Of a repository: whose code migrates and makes the topics. */
  readonly root?: string;
}

/** A real PostgreSQL and a real Kafka, migrated and with topics by the commands that operators use. No service runs yet. */
export async function startSystem({
  onExchange = () => {},
  ...options
}: SystemOptions = {}): Promise<System> {
  const releases: (() => Promise<unknown>)[] = [];
  const apis: ContractedService[] = [];
  const stop = async () => {
    for (let release = releases.pop(); release !== undefined; release = releases.pop()) await release();
    throwFaults(apis);
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'taskfold-end-to-end-'));
    // PostgreSQL may run as another user, who has to pass it.
    await chmod(folder, 0o711);
    releases.push(() => rm(folder, { recursive: true, force: true }));
    const prepared = await prepare(folder, releases, options);
    const startApi = async (env: NodeJS.ProcessEnv = {}) => {
      const api = await behindContract(await prepared.startApi(env), onExchange);
      releases.push(() => api.kill());
      apis.push(api);
      return api;
    };
    return { ...prepared, startApi, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(
  folder: string,
  releases: (() => Promise<unknown>)[],
  options: OwnKafka & Pick<SystemOptions, 'root'>,
): Promise<Omit<System, 'stop'>> {
  const { kafka, broker, topics, database, databaseUrl } = await prepareServers(folder, releases, options);
  const env = {
    ...database,
    ...kafka,
    ...topics,
    CALLBACK_KEYS: `test:${randomBytes(32).toString('base64')}`,
  };
  await Promise.all([
    runTaskfold(['migrate'], env, options.root),
    runTaskfold(['topics', 'create'], { ...env, TOPIC_PARTITIONS: String(PARTITIONS) }, options.root),
  ]);
  const start = async (name: 'api' | 'processor', more: NodeJS.ProcessEnv) => {
    const service = await startService(name, { ...env, ...more });
    releases.push(() => service.kill());
    return service;
  };
  return {
    env,
    databaseUrl,
    kafka,
    broker,
    topic: topics.TOPIC_EVENTS ?? TOPICS.events.name,
    partitions: PARTITIONS,
    async createKey(tenantId, scopes = ['tasks:read']) {
      const args = ['tenants', 'create-key', tenantId, '--scope', scopes.join(',')];
      return (await runTaskfold(args, env)).trim();
    },
    startApi: (more = {}) => start('api', more),
    startProcessor: (more = {}) => start('processor', more),
  };
}
