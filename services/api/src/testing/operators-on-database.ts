import { randomBytes } from 'node:crypto';
import openApi from '@taskfold/contract/operator-openapi.json' with { type: 'json' };
import { createContractCheck } from '@taskfold/contract-check';
import { createPool, type Pool } from '@taskfold/database';
import { testDatabase } from '@taskfold/database/testing';
import { createKafkaClient, kafkaConnection } from '@taskfold/kafka';
import { testKafka } from '@taskfold/kafka/testing';
import { createAdminServer, createHealth, createLogger, createRegistry } from '@taskfold/runtime';
import { afterAll, beforeAll } from 'vitest';
import { configSchema } from '../config.ts';
import { openDatabase } from '../database.ts';
import { createOperatorApp } from '../operator/operator-app.ts';
import { createStanding } from '../operator/standing.ts';

export interface TestOperators {
  /** Asks the admin port over HTTP with the token. Throws where request and answer do not keep to the document. */
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
const contract = createContractCheck(openApi);

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
      OPERATOR_TOKEN: TOKEN,
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
    const registry = createRegistry({ service: 'api' });
    const admin = createAdminServer({
      host: '127.0.0.1',
      port: 0,
      logger,
      registry,
      health: createHealth(),
      operator: createOperatorApp({
        config,
        database: opened.operators,
        partitions: createStanding({
          read: () => opened.operators.partitions(),
          ends: () => logAdmin.offsets(config.TOPIC_EVENTS),
        }),
        producer: kafka.producer(),
        logger,
        registry,
      }),
    });
    port = await admin.listen();
    releases.push(() => admin.close());
  });
  afterAll(async () => {
    for (const release of releases.reverse()) await release();
  });

  return {
    async ask(method, path, body) {
      const requestBody = body === undefined ? '' : JSON.stringify(body);
      const requestHeaders = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: requestHeaders,
        ...(requestBody === '' ? {} : { body: requestBody }),
      });
      const text = await answer.text();
      const faults = contract.faultsOf({
        ...{ method, target: path, requestHeaders, requestBody, complete: true },
        ...{ status: answer.status, headers: Object.fromEntries(answer.headers), body: text },
      });
      if (faults.length > 0) throw new Error(faults.join('\n'));
      return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
    },
    pool() {
      if (pool === undefined) throw new Error('the database is made before the first test, not earlier');
      return pool;
    },
    log: () => lines.join(''),
  };
}
