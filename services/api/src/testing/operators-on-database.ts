import { randomBytes } from 'node:crypto';
import { createPool, type Pool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { createKafkaClient, kafkaConnection } from '@taskfold/kafka';
import { testKafka } from '@taskfold/kafka/testing';
import { createAdminServer, createHealth, createLogger, createRegistry } from '@taskfold/runtime';
import { afterAll, beforeAll } from 'vitest';
import { configSchema } from '../config.ts';
import { openDatabase } from '../database.ts';
import { allOperatorRoutes } from '../operator/all-operator-routes.ts';
import { operatorSurface } from '../operator/operator-surface.ts';
import { createStanding } from '../operator/standing.ts';

export interface TestOperators {
  /** Asks the admin port over HTTP with the token. */
  ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly body: unknown }>;
  /** By the owner of the database. */
  pool(): Pool;
  /** What was logged, as text. */
  log(): string;
}

const TOKEN = 'token-of-the-tests';

/**
 * The operators' part of the admin port, on a port and a database of the test file's own. To be called at the top of a file.
 *
 * @param env further settings
 */
export function operatorsOnDatabase(env: Readonly<Record<string, string | undefined>> = {}): TestOperators {
  const database = testDatabase();
  const releases: (() => unknown)[] = [];
  const lines: string[] = [];
  let port = 0;
  let pool: Pool | undefined;

  beforeAll(async () => {
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ service: 'api', level: 'info', destination });
    const config = configSchema.parse({
      ...database.env,
      ...testKafka(),
      CALLBACK_KEYS: `test:${randomBytes(32).toString('base64')}`,
      ...env,
    });
    pool = createPool({ url: database.url, applicationName: 'test' });
    releases.push(() => pool?.end());
    const kafka = createKafkaClient({ ...kafkaConnection(config, 'test'), logger });
    releases.push(() => kafka.close());
    const logAdmin = kafka.admin();
    const opened = openDatabase({
      config,
      logger,
      onRelease: (_name, release) => void releases.push(release),
    });
    const routes = allOperatorRoutes({
      database: opened.operators,
      partitions: createStanding({
        read: () => opened.operators.partitions(),
        ends: () => logAdmin.offsets(config.TOPIC_EVENTS),
      }),
      producer: kafka.producer(),
      topic: config.TOPIC_EVENTS,
      publishTimeoutMs: config.PUBLISH_TIMEOUT_MS,
    });
    const admin = createAdminServer({
      host: '127.0.0.1',
      port: 0,
      logger,
      registry: createRegistry({ service: 'api' }),
      health: createHealth(),
      operator: operatorSurface({ token: TOKEN, routes, logger }),
    });
    port = await admin.listen();
    releases.push(() => admin.close());
  });
  afterAll(async () => {
    for (const release of releases.reverse()) await release();
  });

  return {
    async ask(method, path, body) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { authorization: `Bearer ${TOKEN}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
    },
    pool() {
      if (pool === undefined) throw new Error('the database is made before the first test, not earlier');
      return pool;
    },
    log: () => lines.join(''),
  };
}
