import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingPrerequisite } from '../missing-prerequisite.ts';
import { runCommand } from '../process/run-command.ts';

/** The version that `kafka/pom.xml` names. */
export const KAFKA_VERSION = '4.1.1';

const POM = fileURLToPath(new URL('../../kafka/pom.xml', import.meta.url));
const REPOSITORY_ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Where the jars are kept between runs, git-ignored. */
const CACHE = join(REPOSITORY_ROOT, '.taskfold', `kafka-${KAFKA_VERSION}`);

/**
 * Folder with the jars of Kafka and all they need. The first call has Maven bring them; they are moved into place when
 * all are there, so an interrupted download is not taken for a whole one.
 *
 * @throws MissingPrerequisite when they have to be brought and Maven is not there or does not reach a repository
 */
export async function findKafkaJars(
  onProgress: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  const libs = join(CACHE, 'libs');
  if (await hasFiles(libs)) return libs;
  const maven = await runCommand('mvn', ['--version']);
  if (maven.exitCode !== 0) {
    throw new MissingPrerequisite(
      'Maven is missing, which brings the jars of Kafka: install it (Debian: apt install maven), or Docker, or set ' +
        'KAFKA_BROKERS to a Kafka of your own.',
    );
  }
  onProgress(`downloading Kafka ${KAFKA_VERSION} (54 MB, only once)`);
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(join(CACHE, 'unfinished-'));
  try {
    const target = join(unfinished, 'libs');
    const result = await runCommand(
      'mvn',
      [
        '-q',
        '-B',
        '-f',
        POM,
        'dependency:copy-dependencies',
        `-DoutputDirectory=${target}`,
        '-DincludeScope=runtime',
      ],
      { signal },
    );
    signal?.throwIfAborted();
    // Another process may have been quicker, and have tidied up.
    if (await hasFiles(libs)) return libs;
    if (result.exitCode !== 0 || !(await hasFiles(target))) {
      const reason = (result.stdout + result.stderr).split('\n').find((line) => line.includes('ERROR')) ?? '';
      throw new MissingPrerequisite(
        `Maven could not bring Kafka ${KAFKA_VERSION}: is a Maven repository within reach? ${reason}`.trim(),
      );
    }
    await rename(target, libs).catch(async (error: unknown) => {
      if (!(await hasFiles(libs))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await removeAbandoned(dirname(libs));
  return libs;
}

async function hasFiles(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.length > 0;
}

/** What interrupted downloads have left behind. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (name.startsWith('unfinished-')) await rm(join(cache, name), { recursive: true, force: true });
  }
}
