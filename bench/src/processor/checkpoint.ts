import { createPool } from '@taskfold/database';

/** Has the server write what runs before have left to write, so that it falls into none of what is measured next. */
export async function checkpoint(url: string): Promise<void> {
  const pool = createPool({ url, max: 1, applicationName: 'bench', statementTimeoutMs: 0 });
  await pool.query('CHECKPOINT').finally(() => pool.end());
}
