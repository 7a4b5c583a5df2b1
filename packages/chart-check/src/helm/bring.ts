import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringByMaven, MissingPrerequisite } from '@taskfold/local-servers';

/** The version that `helm/pom.xml` names, of Helm 3.21. */
const VERSION = '0.0.21';
const EXTENSIONS: Readonly<Record<string, string>> = { linux: 'so', darwin: 'dylib' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * Helm itself, as the library that helm-java (Apache 2.0) makes of its source, for Maven brings it as it brings Kafka: no
 * registry that the project uses has Helm's program.
 *
 * @returns its path
 * @throws MissingPrerequisite on other systems, and when Maven is not there or does not reach a repository
 */
export async function findHelmLibrary(): Promise<string> {
  const [extension, architecture] = [EXTENSIONS[process.platform], ARCHITECTURES[process.arch]];
  if (extension === undefined || architecture === undefined) {
    throw new MissingPrerequisite(
      `Helm cannot be brought for ${process.platform} on ${process.arch}: the chart is tested on Linux and macOS, on x64 and arm64.`,
    );
  }
  const platform = `${process.platform}-${architecture}`;
  const folder = await bringByMaven(
    {
      name: 'Helm',
      size: '35 MB',
      cache: `helm-java-${VERSION}-${platform}`,
      pom: fileURLToPath(new URL('../../helm/pom.xml', import.meta.url)),
      goals: (target) => [
        'dependency:unpack-dependencies',
        `-Dplatform=${platform}`,
        `-DoutputDirectory=${target}`,
        `-Dmdep.unpack.includes=*.${extension}`,
      ],
      otherwise: '',
    },
    () => {},
    undefined,
  );
  return join(folder, `helm-${platform}.${extension}`);
}
