import { type Logger, messageOf } from '@taskfold/runtime';
import pg from 'pg';
import { contractFault } from '../contract-steps/contract-fault.ts';
import { connectionConfig, type DatabaseAddress } from '../pools/create-pool.ts';
import { sessionFault } from '../pools/session-fault.ts';
import { checkHistory } from './check-history.ts';
import { connect } from './connect.ts';
import { MigrationError } from './migration-error.ts';
import { MIGRATIONS_DIRECTORY, readMigrations } from './migration-files.ts';
import { lockMigrations } from './migration-lock.ts';
import { openSchemaEngine, type SchemaEngine } from './schema-engine.ts';
import { wholeScripts } from './whole-scripts.ts';

export interface MigrateOptions extends Pick<DatabaseAddress, 'url' | 'variable'> {
  /** Of a user who may create tables and roles. A connection to PostgreSQL itself, not to a pooler of transactions. */
  readonly url: string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** A migration that has begun is finished all the same. */
  readonly signal?: AbortSignal;
  /** Milliseconds to wait for a server that does not answer; 15,000 by default. */
  readonly patienceMs?: number;
  /** Name of a migration that failed before and is to be tried again. */
  readonly retry?: string;
  /** Another directory than the one that this version brings. */
  readonly directory?: string;
}

/** Names of migrations. */
export interface Migrated {
  readonly applied: readonly string[];
  /** The database has them, and this version does not know them. */
  readonly unknown: readonly string[];
}

/** Everything in the database is ours. */
const FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies the migrations that the database does not have, and notes them in `_prisma_migrations` as `prisma migrate
 * deploy` does, which may be used instead. Each is one transaction. Processes that migrate at once wait for each other. A database
 * that a newer version has migrated is left as it is where this version can live with it.
 *
 * @throws MigrationError, and the signal's reason
 */
export async function migrate(options: MigrateOptions): Promise<Migrated> {
  const { logger, signal = new AbortController().signal, patienceMs = 15_000 } = options;
  const address = { url: options.url, ...(options.variable && { variable: options.variable }) };
  const poolOptions = { ...address, max: 1, applicationName: 'taskfold-migrate', statementTimeoutMs: 0 };
  const config = connectionConfig(poolOptions);
  const onWait = (address: string) => logger.warn({ address }, 'PostgreSQL does not answer yet, waiting');
  const guard = await connect({ config, address, patienceMs, onWait, signal });
  try {
    const fault = await sessionFault(guard, poolOptions);
    if (fault !== null) throw new MigrationError('refused', fault);
    await lockMigrations(guard, () => logger.info('waiting for another process that migrates'), signal);
    const outdated = await contractFault(guard);
    if (outdated !== null) throw new MigrationError('outdated', outdated);
    return await withSchemaEngine(config, logger, (engine) => applyMissing(engine, options));
  } finally {
    await guard.end();
  }
}

async function withSchemaEngine<Result>(
  config: pg.PoolConfig,
  logger: MigrateOptions['logger'],
  use: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const pool = new pg.Pool(config);
  pool.on('error', (error) => logger.warn({ err: error }, 'a database connection broke while idle'));
  pool.on('connect', (client) => {
    client.on('notice', ({ message }) => logger.warn({ notice: message }, 'PostgreSQL has a remark'));
  });
  try {
    const engine = await openSchemaEngine(wholeScripts(pool));
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

async function applyMissing(
  engine: SchemaEngine,
  { logger, signal, retry, directory = MIGRATIONS_DIRECTORY }: MigrateOptions,
): Promise<Migrated> {
  const input = { migrationsList: await readMigrations(directory), filters: FILTERS };
  const diagnose = () => engine.diagnoseMigrationHistory({ ...input, optInToShadowDatabase: false });
  let history = await diagnose();
  if (retry !== undefined && history.failedMigrationNames.includes(retry)) {
    await engine.markMigrationRolledBack({ migrationName: retry });
    history = await diagnose();
  }
  const { unknown } = checkHistory(history);
  if (unknown.length > 0) {
    logger.warn(
      { unknown },
      'the database is newer than this version, which can live with it: nothing was applied',
    );
  }
  if (history.history === null || unknown.length > 0) return { applied: [], unknown };
  signal?.throwIfAborted();
  const { appliedMigrationNames: applied } = await engine.applyMigrations(input).catch((error: unknown) => {
    throw failed(error);
  });
  if (applied.length > 0) logger.info({ applied }, 'migrations applied');
  return { applied, unknown };
}

/** The engine says what the server said, and then by which of its functions it came there; it gives neither code nor name. */
function failed(error: unknown): MigrationError {
  const text = messageOf(error);
  const name = /migration_name="([^"]+)"/.exec(text)?.[1];
  const [reason = ''] = text.split(/\n +0: /);
  const words = reason
    .replace(/^external connector error\n/, '')
    .replace('Error querying the database: ', '');
  return new MigrationError('failed', `The migration ${name ?? '(unknown)'} failed. ${words}`, {
    cause: error,
  });
}
