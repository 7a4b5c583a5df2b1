import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingPrerequisite } from '../missing-prerequisite.ts';
import { exists } from '../process/exists.ts';
import { type ProgramOptions, runProgram } from '../process/run-program.ts';
import { packagesOf } from './packages-of.ts';

/** How to run PgBouncer. */
export interface PgBouncerProgram {
  readonly command: string;
  /** Folders of libraries that the system may not have, as LD_LIBRARY_PATH has them; null where it needs none. */
  readonly libraries: string | null;
}

const HOME = fileURLToPath(new URL('../../../../.taskfold/pgbouncer', import.meta.url));

const HOW_TO =
  'install it (Debian, Ubuntu: apt install pgbouncer; macOS: brew install pgbouncer). ' +
  'Tests that put a pooler in front of PostgreSQL need it, and nothing else does.';

/**
 * PgBouncer and the libraries that this machine lacks, from the packages of Debian or Ubuntu, unpacked below the project's
 * git-ignored cache: nothing is installed, and no rights are needed. Moved into place when all is there.
 *
 * @throws MissingPrerequisite on other systems, and where no package can be reached
 */
export async function bringPgBouncer(
  onProgress: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<PgBouncerProgram> {
  const root = join(HOME, 'root');
  if (!(await exists(root))) {
    onProgress('downloading PgBouncer (0.5 MB, only once)');
    await mkdir(HOME, { recursive: true });
    const unfinished = await mkdtemp(join(HOME, 'unfinished-'));
    try {
      await unpackInto(join(unfinished, 'root'), unfinished, signal);
      await rename(join(unfinished, 'root'), root).catch(async (error: unknown) => {
        // Another process may have been quicker.
        if (!(await exists(root))) throw error;
      });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  const libraries = [];
  for (const folder of [join(root, 'usr/lib'), join(root, 'lib')]) {
    const names = await readdir(folder).catch((): string[] => []);
    libraries.push(...names.filter((name) => name.includes('-linux-')).map((name) => join(folder, name)));
  }
  return { command: join(root, 'usr/sbin/pgbouncer'), libraries: libraries.join(':') };
}

async function unpackInto(root: string, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const download = await downloader(folder, signal);
  await download(['pgbouncer']);
  const [program = ''] = await packagesIn(folder);
  const fields = await run('dpkg-deb', ['-f', program, 'Depends'], { signal });
  await download(packagesOf(fields));
  for (const file of await packagesIn(folder)) await run('dpkg-deb', ['-x', file, root], { signal });
}

async function packagesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.deb')).map((name) => join(folder, name));
}

/** Downloads packages into the folder, by lists of its own where the system has none. */
async function downloader(
  folder: string,
  signal: AbortSignal | undefined,
): Promise<(names: readonly string[]) => Promise<void>> {
  const lists = join(folder, 'lists');
  const own = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${folder}`, '-o', 'Debug::NoLocking=1'];
  const apt = (...args: string[]) =>
    runProgram('/bin/sh', ['-c', 'cd "$1" && shift && apt-get -q "$@"', 'sh', folder, ...args], { signal });
  const simulated = await apt('download', '--print-uris', 'pgbouncer');
  const options = simulated.exitCode === 0 ? [] : own;
  if (options.length > 0) {
    await mkdir(join(lists, 'partial'), { recursive: true });
    const update = await apt(...own, 'update');
    if (update.exitCode !== 0) throw missing(update.stderr);
  }
  return async (names) => {
    const { exitCode, stderr } = await apt(...options, 'download', ...names);
    if (exitCode !== 0) throw missing(stderr);
  };
}

async function run(command: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(command, args, options);
  if (exitCode !== 0) throw missing(stderr);
  return stdout;
}

function missing(reason: string): MissingPrerequisite {
  const [line = ''] = reason
    .trim()
    .split('\n')
    .filter((text) => !text.startsWith('W:'));
  return new MissingPrerequisite(
    `PgBouncer is missing and could not be brought${line === '' ? '' : ` (${line})`}: ${HOW_TO}`,
  );
}
