import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingPrerequisite } from '../missing-prerequisite.ts';
import { runProgram } from '../process/run-program.ts';

const REPOSITORY_ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Artifacts {
  /** As messages name them: `Kafka 4.1.1`. */
  name: string;
  /** As the message before the download names it: `54 MB`. */
  size: string;
  /** Folder below the project's git-ignored cache where they are kept between runs: `kafka-4.1.1`. */
  cache: string;
  /** The project file that names them. */
  pom: string;
  /** Arguments of Maven that put them into a new folder. */
  goals: (target: string) => readonly string[];
  /** Words behind the sentence that Maven is missing: what to do instead of installing it. */
  otherwise: string;
}

/**
 * Folder with the artifacts and all they need. The first call has Maven bring them; they are moved into place when all
 * are there, so an interrupted download is not taken for a whole one.
 *
 * @throws MissingPrerequisite when they have to be brought and Maven is not there or does not reach a repository
 */
export async function bringByMaven(
  { name, size, cache, pom, goals, otherwise }: Artifacts,
  onProgress: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  const home = join(REPOSITORY_ROOT, '.taskfold', cache);
  const libs = join(home, 'libs');
  if (await hasFiles(libs)) return libs;
  const maven = await runProgram('mvn', ['--version']);
  if (maven.exitCode !== 0) {
    throw new MissingPrerequisite(
      `Maven is missing, which brings the jars of ${name}: install it (Debian: apt install maven)${otherwise}.`,
    );
  }
  onProgress(`downloading ${name} (${size}, only once)`);
  await mkdir(home, { recursive: true });
  const unfinished = await mkdtemp(join(home, 'unfinished-'));
  try {
    const target = join(unfinished, 'libs');
    const result = await runProgram('mvn', ['-q', '-B', '-f', pom, ...goals(target)], { signal });
    signal?.throwIfAborted();
    // Another process may have been quicker, and have tidied up.
    if (await hasFiles(libs)) return libs;
    if (result.exitCode !== 0 || !(await hasFiles(target))) {
      const reason = (result.stdout + result.stderr).split('\n').find((line) => line.includes('ERROR')) ?? '';
      throw new MissingPrerequisite(
        `Maven could not bring ${name}: is a Maven repository within reach? ${reason}`.trim(),
      );
    }
    await rename(target, libs).catch(async (error: unknown) => {
      if (!(await hasFiles(libs))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await removeAbandoned(home);
  return libs;
}

async function hasFiles(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.length > 0;
}

/** What interrupted downloads have left behind. */
async function removeAbandoned(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (name.startsWith('unfinished-')) await rm(join(home, name), { recursive: true, force: true });
  }
}
