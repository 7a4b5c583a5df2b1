import { randomUUID } from 'node:crypto';
import type { Scope } from '@taskfold/contract';
import { apiKeyHash, createPool, generateApiKey } from '@taskfold/database';
import { type TestEventLog, testDatabase, testEventLog } from '@taskfold/database/testing';
import { createLogger, createRegistry } from '@taskfold/runtime';
import { afterAll, beforeAll } from 'vitest';
import { configSchema } from '../config.ts';
import { openDatabase } from '../database.ts';
import { createService } from '../service.ts';
import { type Answer, type Ask, askInProcess } from './in-process.ts';
import { type OpenStream, openStream } from './open-stream.ts';

export interface TestApi {
  /** Makes a key; the tenant and its project come with the first. */
  key(tenantId: string, scopes?: readonly Scope[]): Promise<string>;
  /** Puts events into the database by the fold, as the processor does. */
  readonly append: TestEventLog['append'];
  ask(key: string, path: string, more?: Omit<Ask, 'path'>): Promise<Answer>;
  /** Begins to read a stream of events; closed when the test is over. */
  open(key: string, path: string, headers?: Ask['headers']): Promise<OpenStream>;
  /** Any statement, by the owner of the database. */
  sql(text: string, values?: readonly unknown[]): Promise<void>;
}

/** The whole API on a database of the test file's own, without a port. To be called at the top of a file. */
export function apiOnDatabase(env: Readonly<Record<string, string>> = {}): TestApi {
  const database = testDatabase();
  const releases: (() => unknown)[] = [];
  let api: TestApi | undefined;

  beforeAll(async () => {
    const pool = createPool({ url: database.url, applicationName: 'test' });
    releases.push(() => pool.end());
    const log = await testEventLog(pool);
    const config = configSchema.parse({ DATABASE_URL: database.url, ...env });
    const logger = createLogger({ service: 'api', level: 'silent' });
    const onRelease = (_name: string, release: () => unknown) => void releases.push(release);
    const opened = openDatabase({ config, logger, onRelease });
    const registry = createRegistry({ service: 'api' });
    const service = createService({ config, database: opened, keyHash: apiKeyHash, logger, registry });
    const stop = new AbortController();
    const background = service.background(stop.signal);
    releases.push(() => background);
    releases.push(() => stop.abort());
    api = {
      key: async (tenantId, scopes = ['tasks:read']) => {
        const key = generateApiKey();
        await pool.query(
          `WITH tenant AS (INSERT INTO tenants VALUES ($1, $1) ON CONFLICT DO NOTHING),
             project AS (INSERT INTO projects VALUES ($1, 'default', 'default') ON CONFLICT DO NOTHING)
           INSERT INTO api_keys (tenant_id, project_id, name, key_hash, key_start, scopes)
           VALUES ($1, 'default', $2, decode($3, 'hex'), $4, $5)`,
          [tenantId, randomUUID(), apiKeyHash(key), key.slice(0, 12), scopes],
        );
        return key;
      },
      append: (events, partition) => log.append(events, partition),
      open: (key, path, headers = {}) =>
        openStream(service.server.http, { path, headers: { authorization: `Bearer ${key}`, ...headers } }),
      sql: async (text, values = []) => {
        await pool.query(text, [...values]);
      },
      ask: (key, path, more = {}) =>
        askInProcess(service.server.http, {
          ...more,
          path,
          headers: { authorization: `Bearer ${key}`, ...more.headers },
        }),
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
    open: (...args) => made().open(...args),
    sql: (...args) => made().sql(...args),
  };
}
