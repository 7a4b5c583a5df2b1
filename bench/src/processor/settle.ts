import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createPool } from '@taskfold/database';

/** Has the server write what runs before have left to write, so that it falls into none of what is measured next. */
export async function checkpoint(url: string): Promise<void> {
  await run(url, 'CHECKPOINT');
}

/**
 * Also has it clean up after them, which it otherwise begins by itself within the minute, and the system write to disk what
 * was published, which Kafka leaves to it.
 */
export async function settle(url: string): Promise<void> {
  await run(url, 'VACUUM (ANALYZE)');
  await checkpoint(url);
  await promisify(execFile)('sync');
}

async function run(url: string, statement: string): Promise<void> {
  const pool = createPool({ url, max: 1, applicationName: 'bench', statementTimeoutMs: 0 });
  await pool.query(statement).finally(() => pool.end());
}
