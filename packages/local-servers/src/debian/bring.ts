import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingPrerequisite } from '../missing-prerequisite.ts';
import { exists } from '../process/exists.ts';
import { type ProgramOptions, runProgram } from '../process/run-program.ts';
import { packagesOf } from './packages-of.ts';

/** A program of a package of Debian and Ubuntu. */
export interface DebianProgram {
  /** As messages name it: `PgBouncer`. */
  readonly name: string;
  readonly package: string;
  /** Packages that hold a part of it, where it is a link into them. */
  readonly beside?: readonly string[];
  /** Within the package: `usr/sbin/pgbouncer`. */
  readonly path: string;
  /** As the message before the download names it: `0.5 MB`. */
  readonly size: string;
  /** Words behind the sentence that it is missing: how to install it, and who needs it. */
  readonly howTo: string;
}

/** How to run a program. */
export interface FoundProgram {
  readonly command: string;
  /** Folders of libraries that the system may not have, as LD_LIBRARY_PATH has them; null where it needs none. */
  readonly libraries: string | null;
}

const CACHE = fileURLToPath(new URL('../../../../.taskfold', import.meta.url));

/**
 * A program and the libraries that this machine lacks, from the packages of Debian or Ubuntu, unpacked below the project's
 * git-ignored cache: nothing is installed, and no rights are needed. Moved into place when all is there.
 *
 * @throws MissingPrerequisite on other systems, and where no package can be reached
 */
export async function bringDebianProgram(
  wanted: DebianProgram,
  onProgress: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<FoundProgram> {
  const home = join(CACHE, wanted.package);
  const root = join(home, 'root');
  if (!(await exists(root))) {
    onProgress(`downloading ${wanted.name} (${wanted.size}, only once)`);
    await mkdir(home, { recursive: true });
    const unfinished = await mkdtemp(join(home, 'unfinished-'));
    try {
      await unpackInto(join(unfinished, 'root'), unfinished, { wanted, signal });
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
  return { command: join(root, wanted.path), libraries: libraries.join(':') };
}

interface Bringing {
  readonly wanted: DebianProgram;
  readonly signal: AbortSignal | undefined;
}

async function unpackInto(root: string, folder: string, bringing: Bringing): Promise<void> {
  const download = await downloader(folder, bringing);
  await download([bringing.wanted.package, ...(bringing.wanted.beside ?? [])]);
  for (const program of await packagesIn(folder)) {
    const fields = await run('dpkg-deb', ['-f', program, 'Depends'], bringing);
    await download(packagesOf(fields));
  }
  for (const file of await packagesIn(folder)) await run('dpkg-deb', ['-x', file, root], bringing);
}

async function packagesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.deb')).map((name) => join(folder, name));
}

/** Downloads packages into the folder, by lists of its own where the system has none. */
async function downloader(
  folder: string,
  { wanted, signal }: Bringing,
): Promise<(names: readonly string[]) => Promise<void>> {
  const lists = join(folder, 'lists');
  const own = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${folder}`, '-o', 'Debug::NoLocking=1'];
  const options: ProgramOptions = { signal };
  const apt = (...args: string[]) =>
    runProgram('/bin/sh', ['-c', 'cd "$1" && shift && apt-get -q "$@"', 'sh', folder, ...args], options);
  const simulated = await apt('download', '--print-uris', wanted.package);
  const extra = simulated.exitCode === 0 ? [] : own;
  if (extra.length > 0) {
    await mkdir(join(lists, 'partial'), { recursive: true });
    const update = await apt(...own, 'update');
    if (update.exitCode !== 0) throw missing(wanted, update.stderr);
  }
  return async (names) => {
    if (names.length === 0) return;
    const { exitCode, stderr } = await apt(...extra, 'download', ...names);
    if (exitCode !== 0) throw missing(wanted, stderr);
  };
}

async function run(command: string, args: readonly string[], { wanted, signal }: Bringing): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(command, args, { signal });
  if (exitCode !== 0) throw missing(wanted, stderr);
  return stdout;
}

function missing({ name, howTo }: DebianProgram, reason: string): MissingPrerequisite {
  const [line = ''] = reason
    .trim()
    .split('\n')
    .filter((text) => !text.startsWith('W:'));
  return new MissingPrerequisite(
    `${name} is missing and could not be brought${line === '' ? '' : ` (${line})`}: ${howTo}`,
  );
}
