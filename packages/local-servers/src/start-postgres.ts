import { join } from 'node:path';
import { startPostgresContainer } from './docker/postgres-container.ts';
import type { LocalPostgres } from './postgres/local-postgres.ts';
import type { PostgresOptions } from './postgres/postgres-options.ts';
import { startEmbeddedPostgres } from './postgres/start-embedded.ts';
import { withContainers } from './with-containers.ts';

/**
 * Starts PostgreSQL 17 on 127.0.0.1 and resolves when it accepts connections. The data, the password and, where it can
 * be had, the port stay the same from one start to the next.
 *
 * @throws MissingPrerequisite when this machine lacks something
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  // Containers do not take files of the machine.
  if (options.tls !== undefined || options.hba !== undefined) return await startEmbeddedPostgres(options);
  return await withContainers(
    join(options.dataDir, 'volume'),
    () => startEmbeddedPostgres(options),
    () => startPostgresContainer(options),
  );
}
