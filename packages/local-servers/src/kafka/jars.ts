import { fileURLToPath } from 'node:url';
import { bringByMaven } from '../maven/bring.ts';

/** The version that `kafka/pom.xml` names. */
export const KAFKA_VERSION = '4.1.1';

/**
 * Folder with the jars of Kafka and all they need.
 *
 * @throws MissingPrerequisite when they have to be brought and Maven is not there or does not reach a repository
 */
export async function findKafkaJars(
  onProgress: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  return await bringByMaven(
    {
      name: `Kafka ${KAFKA_VERSION}`,
      size: '54 MB',
      cache: `kafka-${KAFKA_VERSION}`,
      pom: fileURLToPath(new URL('../../kafka/pom.xml', import.meta.url)),
      goals: (target) => [
        'dependency:copy-dependencies',
        `-DoutputDirectory=${target}`,
        '-DincludeScope=runtime',
      ],
      otherwise: ', or Docker, or set KAFKA_BROKERS to a Kafka of your own',
    },
    onProgress,
    signal,
  );
}
