import { withClassArchive } from './class-archive.ts';
import { findKafkaJars } from './jars.ts';
import { findJava } from './java.ts';
import type { JavaRuntime } from './java-command.ts';

/**
 * Java, and Kafka's jars, which are brought when they are missing.
 *
 * @throws MissingPrerequisite when this machine lacks Java, or Maven to bring the jars
 */
export async function findRuntime(
  onProgress: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<JavaRuntime> {
  const java = await findJava();
  const jars = await findKafkaJars(onProgress, signal);
  return await withClassArchive({ java, jars }, onProgress, signal);
}
