import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureKey } from '@taskfold/access';
import { SCOPES, type Scope } from '@taskfold/contract';
import { createPool, createPrisma } from '@taskfold/database';
import { createTestDatabase } from '@taskfold/database/testing';
import { startService } from '@taskfold/end-to-end/testing';
import { createKafkaClient, taskTopics } from '@taskfold/kafka';
import { testConnection, testKafka } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll } from 'vitest';
import type { CommandMaker } from '../program/command.ts';
import { type Ended, type RunOptions, runCommand } from './run-command.ts';

/** A whole system, and commands that ask it. */
export interface CliSystem {
  readonly url: string;
  /** An empty folder; profiles of the commands lie there, too. */
  readonly folder: string;
  /** What the services have in their environment: DATABASE_URL, KAFKA_BROKERS, TOPIC_EVENTS and more. */
  readonly serviceEnv: Readonly<Record<string, string>>;
  /** What commands have in their environment. */
  readonly env: Readonly<Record<string, string>>;
  key(tenantId: string, scopes?: readonly Scope[]): Promise<string>;
  /** Runs a command line with a key that may do everything. @param args what follows `taskfold` */
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
}

const PARTITIONS = 3;
const TENANT = 'tenant_cli';

/**
 * The real API and the real processor, as processes, on a database and topics of their own; for all tests of the package. To be
 * called at the top of a file.
 */
export function cliSystem(makers: readonly CommandMaker[]): CliSystem {
  const releases: (() => Promise<unknown>)[] = [];
  let system: CliSystem | undefined;
  beforeAll(async () => {
    system = await start(makers, releases);
  }, 120_000);
  afterAll(async () => {
    for (const release of releases.reverse()) await release();
  });
  const made = (): CliSystem => {
    if (system === undefined) throw new Error('the system is made before the first test, not earlier');
    return system;
  };
  return {
    get url() {
      return made().url;
    },
    get folder() {
      return made().folder;
    },
    get serviceEnv() {
      return made().serviceEnv;
    },
    get env() {
      return made().env;
    },
    key: (...args) => made().key(...args),
    run: (...args) => made().run(...args),
  };
}

async function start(
  makers: readonly CommandMaker[],
  releases: (() => Promise<unknown>)[],
): Promise<CliSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-cli-'));
  releases.push(() => rm(folder, { recursive: true, force: true }));
  const database = await createTestDatabase();
  releases.push(() => database.drop());
  const name = `cli-${randomBytes(6).toString('hex')}`;
  const topics = {
    TOPIC_EVENTS: `${name}.events`,
    TOPIC_UPDATES: `${name}.updates`,
    TOPIC_DEAD: `${name}.dead`,
  };
  await makeTopics(topics);
  const serviceEnv = {
    ...database.env,
    ...testKafka(),
    ...topics,
    KAFKA_GROUP_ID: name,
    CALLBACK_KEYS: `test:${randomBytes(32).toString('base64')}`,
    CALLBACK_ALLOW_LOOPBACK: 'true',
  };
  const services = await Promise.allSettled([
    startService('api', serviceEnv),
    startService('processor', serviceEnv),
  ]);
  for (const service of services)
    if (service.status === 'fulfilled') releases.push(() => service.value.kill());
  const [api, processor] = services;
  if (api.status === 'rejected') throw api.reason;
  if (processor.status === 'rejected') throw processor.reason;
  const { url } = api.value;

  const pool = createPool({ url: database.url, applicationName: 'test' });
  releases.push(() => pool.end());
  const key = async (tenantId: string, scopes: readonly Scope[] = SCOPES) => {
    const access = { tenantId, projectId: 'default', name: randomBytes(6).toString('hex'), scopes };
    const made = await ensureKey(createPrisma(pool), access);
    if (made.kind !== 'made') throw new Error('a new name was used before');
    return made.key;
  };
  const env = { TASKFOLD_API_URL: url, TASKFOLD_API_KEY: await key(TENANT), XDG_CONFIG_HOME: folder };
  return {
    url,
    folder,
    serviceEnv,
    env,
    key,
    run: (args, options = {}) => runCommand(makers, args, { ...options, env: { ...env, ...options.env } }),
  };
}

async function makeTopics({
  TOPIC_EVENTS,
  TOPIC_UPDATES,
  TOPIC_DEAD,
}: Readonly<Record<string, string>>): Promise<void> {
  const client = createKafkaClient({
    ...testConnection(),
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  const names = { events: String(TOPIC_EVENTS), updates: String(TOPIC_UPDATES), dead: String(TOPIC_DEAD) };
  await client.admin().ensureTopics(taskTopics({ names, partitions: PARTITIONS }));
  await client.close();
}
