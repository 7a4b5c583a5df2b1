import { randomBytes, randomUUID } from 'node:crypto';
import { apiKeyHash, ensureKey } from '@taskfold/access';
import type { Scope } from '@taskfold/contract';
import { createContractCheck } from '@taskfold/contract-check';
import { createPool, createPrisma } from '@taskfold/database';
import { type TestEventLog, testDatabase, testEventLog } from '@taskfold/database/testing';
import { createKafkaClient, kafkaConnection } from '@taskfold/kafka';
import { createTestTopic, testKafka } from '@taskfold/kafka/testing';
import { createLogger, createRegistry } from '@taskfold/runtime';
import { afterAll, beforeAll } from 'vitest';
import { configSchema } from '../config.ts';
import { openDatabase } from '../database.ts';
import type { Route } from '../http/route.ts';
import { createService } from '../service.ts';
import { foldTopic } from './fold-topic.ts';
import { type Answer, type Ask, askInProcess } from './in-process.ts';
import { type OnClosed, type OpenStream, openStream } from './open-stream.ts';

export interface TestApi {
  /** Makes a key; the tenant and its project come with the first. */
  key(tenantId: string, scopes?: readonly Scope[]): Promise<string>;
  /** Puts events into the database by the fold, as the processor does. */
  readonly append: TestEventLog['append'];
  /** @throws where the answer, or the request that was accepted, is not as the OpenAPI document says */
  ask(key: string, path: string, more?: Omit<Ask, 'path'>): Promise<Answer>;
  /** The same without a key. */
  askWithout(path: string, more?: Omit<Ask, 'path'>): Promise<Answer>;
  /** Begins to read a stream of events; closed, and held against the contract, when the test is over. */
  open(key: string, path: string, headers?: Ask['headers']): Promise<OpenStream>;
  /** Opens a port on the loopback address, until the tests are over. @returns its base URL */
  listen(): Promise<string>;
  routes(): readonly Route[];
  /** As `/metrics` shows them. */
  metrics(): Promise<string>;
  /** What is published waits in the log until the returned function is called. */
  holdFolding(): () => void;
  /** Of events. */
  topic(): string;
  /** Any statement, by the owner of the database. */
  sql(text: string, values?: readonly unknown[]): Promise<void>;
}

interface ApiOnDatabaseOptions {
  readonly folds?: boolean;
  /** Asked when the API is made; without `env` its URL is that of the API, too. */
  readonly database?: { readonly url: string; readonly env?: Readonly<Record<string, string>> };
}

const PARTITIONS = 3;
const contract = createContractCheck();

function keepsToContract(ask: Ask, answer: Answer, complete = true): void {
  const { method = 'GET', path, headers = {}, body = '' } = ask;
  const faults = contract.faultsOf({
    ...answer,
    ...{ method, target: path, requestHeaders: headers, requestBody: body, complete },
  });
  if (faults.length > 0) throw new Error(`not as the OpenAPI document says:\n${faults.join('\n')}`);
}

/**
 * The whole API on a database and a topic of the test file's own, without a port. To be called at the top of a file.
 *
 * @param env further settings, or what gives them when the API is made
 * @param options `folds`: what is published is folded into the database, as the processor does; `append` must not be used then.
 * `database`: one of the caller's own
 */
export function apiOnDatabase(
  env: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>) = {},
  { folds = false, database = testDatabase() }: ApiOnDatabaseOptions = {},
): TestApi {
  const releases: (() => unknown)[] = [];
  let api: TestApi | undefined;

  beforeAll(async () => {
    const pool = createPool({ url: database.url, applicationName: 'test' });
    releases.push(() => pool.end());
    const prisma = createPrisma(pool);
    const logger = createLogger({ service: 'api', level: 'silent' });
    const topic = folds ? await createTestTopic({ partitions: PARTITIONS }) : null;
    // A topic that stays disturbs no other test.
    releases.push(() => topic?.drop().catch(() => {}));
    const topicName = topic?.name ?? 'nothing.is.published';
    const log = await testEventLog(pool, { topic: topicName, partitionCount: PARTITIONS });
    const signingKeys = `test:${randomBytes(32).toString('base64')}`;
    const config = configSchema.parse({
      EVENT_SIGNING_KEYS: signingKeys,
      ...(database.env ?? { DATABASE_URL: database.url }),
      ...testKafka(),
      TOPIC_EVENTS: topicName,
      ...(typeof env === 'function' ? env() : env),
    });
    const kafka = createKafkaClient({ ...kafkaConnection(config, 'test'), logger });
    releases.push(() => kafka.close());
    const folding = { gate: Promise.resolve() };
    if (folds)
      await foldTopic({ kafka, topic: topicName, signingKeys, append: log.append, gate: () => folding.gate });
    const onRelease = (_name: string, release: () => unknown) => void releases.push(release);
    const opened = openDatabase({ config, logger, onRelease });
    const registry = createRegistry({ service: 'api' });
    const service = createService({
      config,
      database: opened,
      producer: kafka.producer(),
      keyHash: apiKeyHash,
      logger,
      registry,
    });
    const stop = new AbortController();
    const background = service.background(stop.signal);
    releases.push(() => background);
    releases.push(() => stop.abort());
    api = {
      key: async (tenantId, scopes = ['tasks:read']) => {
        const made = await ensureKey(prisma, { tenantId, projectId: 'default', name: randomUUID(), scopes });
        if (made.kind !== 'made') throw new Error('a new name was used before');
        return made.key;
      },
      append: (events, partition) => log.append(events, partition),
      open: (key, path, headers = {}) => {
        const ask = { path, headers: { authorization: `Bearer ${key}`, ...headers } };
        const onClosed: OnClosed = (answer, complete) => keepsToContract(ask, answer, complete);
        return openStream(service.server.http, ask, onClosed);
      },
      listen: async () => {
        const port = await service.server.listen(0, '127.0.0.1');
        releases.push(() => service.server.stop(0));
        return `http://127.0.0.1:${port}`;
      },
      routes: () => service.routes,
      metrics: () => registry.metrics(),
      holdFolding: () => {
        const { promise, resolve } = Promise.withResolvers<void>();
        folding.gate = promise;
        return resolve;
      },
      topic: () => topicName,
      sql: async (text, values = []) => {
        await pool.query(text, [...values]);
      },
      ask: (key, path, more = {}) =>
        made().askWithout(path, { ...more, headers: { authorization: `Bearer ${key}`, ...more.headers } }),
      askWithout: async (path, more = {}) => {
        const ask = { ...more, path };
        const answer = await askInProcess(service.server.http, ask);
        keepsToContract(ask, answer);
        return answer;
      },
    };
  });
  afterAll(async () => {
    for (const release of releases.reverse()) await release();
  });

  const made = (): TestApi => {
    if (api === undefined) throw new Error('the API is made before the first test, not earlier');
    return api;
  };
  return {
    key: (...args) => made().key(...args),
    append: (...args) => made().append(...args),
    ask: (...args) => made().ask(...args),
    askWithout: (...args) => made().askWithout(...args),
    open: (...args) => made().open(...args),
    listen: () => made().listen(),
    routes: () => made().routes(),
    metrics: () => made().metrics(),
    holdFolding: () => made().holdFolding(),
    topic: () => made().topic(),
    sql: (...args) => made().sql(...args),
  };
}
