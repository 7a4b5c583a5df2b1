import { join } from 'node:path';
import { startPostgresContainer } from './docker/postgres-container.ts';
import type { LocalPostgres } from './postgres/local-postgres.ts';
import { startEmbeddedPostgres } from './postgres/start-embedded.ts';
import type { ServerOptions } from './server-options.ts';
import { withContainers } from './with-containers.ts';

/**
 * Starts PostgreSQL 17 on 127.0.0.1 and resolves when it accepts connections. The data, the password and, where it can
 * be had, the port stay the same from one start to the next.
 *
 * @throws MissingPrerequisite when this machine lacks something
 */
export async function startPostgres(options: ServerOptions): Promise<LocalPostgres> {
  return await withContainers(
    join(options.dataDir, 'volume'),
    () => startEmbeddedPostgres(options),
    () => startPostgresContainer(options),
  );
}
