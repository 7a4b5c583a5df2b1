import { dockerAnswers } from './docker/container.ts';
import { MissingPrerequisite } from './missing-prerequisite.ts';
import { exists } from './process/exists.ts';

/**
 * Starts a server in the first way, and in a container where that lacks something on this machine and a Docker engine
 * answers. Data that is in a container's volume stays with containers.
 *
 * @param volumeFile names the volume of data that a container has written
 * @throws MissingPrerequisite of the first way when there is no Docker either
 */
export async function withContainers<T>(
  volumeFile: string,
  embedded: () => Promise<T>,
  container: () => Promise<T>,
): Promise<T> {
  if (await exists(volumeFile)) return await container();
  try {
    return await embedded();
  } catch (error) {
    if (error instanceof MissingPrerequisite && (await dockerAnswers())) return await container();
    throw error;
  }
}
