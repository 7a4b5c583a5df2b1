import { join } from 'node:path';
import { MissingPrerequisite } from '../missing-prerequisite.ts';
import { exists } from '../process/exists.ts';
import { runProgram } from '../process/run-program.ts';

const LOWEST_MAJOR = 17;

/**
 * The program `java` of JAVA_HOME, else of the PATH, when it is new enough for Kafka 4.
 *
 * @throws MissingPrerequisite when there is none or it is too old
 */
export async function findJava(): Promise<string> {
  const home = process.env.JAVA_HOME;
  const ofHome = home && join(home, 'bin', 'java');
  const java = ofHome && (await exists(ofHome)) ? ofHome : 'java';
  const { exitCode, stdout, stderr } = await runProgram(java, ['-version']);
  const major = exitCode === 0 ? javaMajor(stderr + stdout) : undefined;
  if (major === undefined) {
    throw new MissingPrerequisite(
      `Kafka needs Java ${LOWEST_MAJOR} or later and no "java" runs here: install a JDK or JRE (Debian: apt install ` +
        'openjdk-17-jre-headless maven), or Docker, or set KAFKA_BROKERS to a Kafka of your own.',
    );
  }
  if (major < LOWEST_MAJOR) {
    throw new MissingPrerequisite(
      `Kafka needs Java ${LOWEST_MAJOR} or later and "${java}" is Java ${major}: install a newer one, set JAVA_HOME to ` +
        'it, or set KAFKA_BROKERS to a Kafka of your own.',
    );
  }
  return java;
}

/** The major version in what `java -version` prints: 17 of `openjdk version "17.0.15"`, 8 of `"1.8.0_402"`. */
export function javaMajor(versionText: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(versionText);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
