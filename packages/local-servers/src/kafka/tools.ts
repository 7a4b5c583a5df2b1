import { findRuntime } from './find-runtime.ts';
import { javaArguments, QUICK_COMPILER, SMALL_COLLECTOR } from './java-command.ts';

/**
 * The command that runs one of Kafka's own Java tools from the same jars as the broker, for `child_process.spawn`.
 *
 * @param mainClass such as `org.apache.kafka.tools.ConsoleProducer`
 * @throws MissingPrerequisite when this machine lacks Java, or Maven to bring the jars
 */
export async function kafkaToolCommand(
  mainClass: string,
  args: readonly string[],
): Promise<{ command: string; args: string[]; env: NodeJS.ProcessEnv }> {
  const runtime = await findRuntime(() => {}, undefined);
  const options = [SMALL_COLLECTOR, QUICK_COMPILER, '-Xmx128m'];
  return {
    command: runtime.java,
    args: [...javaArguments(runtime, { options, mainClass }), ...args],
    env: process.env,
  };
}
