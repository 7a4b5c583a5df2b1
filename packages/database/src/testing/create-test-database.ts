import { createHash, randomBytes } from 'node:crypto';
import type {} from '@taskfold/local-servers/testing';
import pg from 'pg';
import { inject } from 'vitest';
import { migrate } from '../migrations/migrate.ts';
import { MIGRATIONS_DIRECTORY, readMigrations } from '../migrations/migration-files.ts';

export interface TestDatabase {
  /** Of the superuser, without a pooler between: for what a test looks at and sets up. */
  readonly url: string;
  /** DATABASE_URL, and where the run has a pooler DATABASE_DIRECT_URL: for services, commands and pools of theirs. */
  readonly env: Readonly<Record<string, string>>;
  /** Cuts off whoever is still connected. */
  drop(): Promise<void>;
}

const LOCK = "hashtextextended('taskfold_test_template', 0)";

/**
 * A migrated database of its own, cloned in some 100 ms from a template that the first caller makes on each server.
 *
 * @param superuserUrl any database of the server; that of all integration tests unless another is given
 * @param poolerUrl of the same server through a pooler, where it has one
 */
export async function createTestDatabase(
  superuserUrl?: string,
  poolerUrl: string | null = null,
): Promise<TestDatabase> {
  return superuserUrl === undefined
    ? await createOn(inject('postgresUrl'), inject('postgresPoolerUrl'))
    : await createOn(superuserUrl, poolerUrl);
}

async function createOn(superuserUrl: string, poolerUrl: string | null): Promise<TestDatabase> {
  const template = await templateName();
  const name = `taskfold_test_${randomBytes(8).toString('hex')}`;
  await withClient(superuserUrl, async (client) => {
    // Held while the template is made, and while it is cloned: nobody may be connected to it then.
    await client.query(`SELECT pg_advisory_lock(${LOCK})`);
    await ensureTemplate(client, superuserUrl, template);
    // By default it is written to the log of the server as well, page by page: seven times the work.
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  });
  const url = urlOf(superuserUrl, name);
  return {
    url,
    env:
      poolerUrl === null
        ? { DATABASE_URL: url }
        : { DATABASE_URL: urlOf(poolerUrl, name), DATABASE_DIRECT_URL: url },
    drop: () =>
      withClient(superuserUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** Another one for other migrations, so that a server that runs on never gives an old template. */
async function templateName(): Promise<string> {
  const { migrationDirectories } = await readMigrations(MIGRATIONS_DIRECTORY);
  const hash = createHash('sha256').update(JSON.stringify(migrationDirectories)).digest('hex');
  return `taskfold_template_${hash.slice(0, 16)}`;
}

async function ensureTemplate(client: pg.Client, superuserUrl: string, template: string): Promise<void> {
  // It gets its name when it is ready: one that was cut off is never cloned.
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (rowCount === 1) return;
  const unready = `${template}_unready`;
  await client.query(`DROP DATABASE IF EXISTS ${unready} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unready}`);
  await migrate({ url: urlOf(superuserUrl, unready), logger: { info: () => {}, warn: () => {} } });
  await client.query(`ALTER DATABASE ${unready} ALLOW_CONNECTIONS false`);
  await client.query(`ALTER DATABASE ${unready} RENAME TO ${template}`);
}

async function withClient(url: string, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

function urlOf(superuserUrl: string, database: string): string {
  const url = new URL(superuserUrl);
  url.pathname = `/${database}`;
  return url.href;
}
