import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOG_CONFIG = fileURLToPath(new URL('../../kafka/log4j2.xml', import.meta.url));

export interface JavaRuntime {
  java: string;
  jars: string;
}

/** Arguments of `java` that run a class of Kafka's jars, its log going to `logFile`. */
export function javaArguments(
  runtime: JavaRuntime,
  { options, logFile, mainClass }: { options: readonly string[]; logFile: string; mainClass: string },
): string[] {
  return [
    '-XX:+UseSerialGC',
    ...options,
    `-Dlog4j2.configurationFile=${LOG_CONFIG}`,
    `-Dtaskfold.kafka.log=${logFile}`,
    '-cp',
    join(runtime.jars, '*'),
    mainClass,
  ];
}
