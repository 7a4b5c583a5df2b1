import { fileURLToPath } from 'node:url';
import { bringByMaven } from '@taskfold/local-servers';

/** The versions that `pom.xml` names. */
const NAME = 'Kafka Connect 4.1.0 with the Debezium JDBC sink 3.6.0.Final';

/**
 * Folder with `worker`, the jars of Kafka Connect, and `plugins`, a folder for each connector.
 *
 * @throws MissingPrerequisite when they have to be brought and Maven is not there or does not reach a repository
 */
export async function findConnectJars(
  onProgress: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  return await bringByMaven(
    {
      name: NAME,
      size: '93 MB',
      cache: 'connect-4.1.0-debezium-3.6.0.Final',
      pom: fileURLToPath(new URL('./pom.xml', import.meta.url)),
      goals: (target) => ['generate-resources', `-Dtarget=${target}`],
      otherwise: '',
    },
    onProgress,
    signal,
  );
}
