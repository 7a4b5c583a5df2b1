import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SchemaEngine } from './schema-engine.ts';

export type MigrationList = Parameters<SchemaEngine['applyMigrations']>[0]['migrationsList'];

/** Where this version keeps its migrations. */
export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url));

const LOCKFILE = 'migration_lock.toml';
const SCRIPT = 'migration.sql';

/**
 * The migrations of a directory, by name, as the schema engine takes them.
 *
 * @throws where the directory, the lockfile or a script cannot be read
 */
export async function readMigrations(directory: string): Promise<MigrationList> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const migrations = names.sort().map(async (name) => ({
    path: name,
    migrationFile: {
      path: SCRIPT,
      content: { tag: 'ok' as const, value: await readFile(join(directory, name, SCRIPT), 'utf8') },
    },
  }));
  return {
    baseDir: directory,
    lockfile: { path: LOCKFILE, content: await readFile(join(directory, LOCKFILE), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(migrations),
  };
}

/** The scripts of this version's migrations, in their order. */
export async function ownScripts(): Promise<string[]> {
  const { migrationDirectories } = await readMigrations(MIGRATIONS_DIRECTORY);
  return migrationDirectories.map(({ migrationFile }) => migrationFile.content.value);
}
