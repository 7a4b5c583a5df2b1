import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOG_CONFIG = fileURLToPath(new URL('../../kafka/log4j2.xml', import.meta.url));

export interface JavaRuntime {
  /** The program `java`. */
  java: string;
  /** Folder of Kafka's jars. */
  jars: string;
}

/** Arguments of `java` that run a class of Kafka's jars. */
export function javaArguments(
  { jars }: JavaRuntime,
  { options, mainClass }: { options: readonly string[]; mainClass: string },
): string[] {
  return [
    '-XX:+UseSerialGC',
    ...options,
    `-Dlog4j2.configurationFile=${LOG_CONFIG}`,
    '-cp',
    join(jars, '*'),
    mainClass,
  ];
}
