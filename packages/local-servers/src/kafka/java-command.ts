import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOG_CONFIG = fileURLToPath(new URL('../../kafka/log4j2.xml', import.meta.url));

export interface JavaRuntime {
  /** The program `java`. */
  java: string;
  /** Folder of Kafka's jars. */
  jars: string;
  /** File with the classes of the jars, as Java keeps them for a quick start. */
  archive?: string;
}

export interface JavaProgram {
  options: readonly string[];
  mainClass: string;
}

/** The collector that starts quickest and takes the least memory. */
export const SMALL_COLLECTOR = '-XX:+UseSerialGC';

/**
 * Without the compiler that optimises: for minutes after the load changes it takes a third of a core from all else on the
 * machine, and what a broker of one machine is asked for does not gain by it.
 */
export const QUICK_COMPILER = '-XX:TieredStopAtLevel=1';

/** Arguments of `java` that run a class of Kafka's jars. */
export function javaArguments({ jars, archive }: JavaRuntime, { options, mainClass }: JavaProgram): string[] {
  const shared = archive === undefined ? [] : [`-XX:SharedArchiveFile=${archive}`];
  return [
    ...shared,
    ...options,
    `-Dlog4j2.configurationFile=${LOG_CONFIG}`,
    '-cp',
    join(jars, '*'),
    mainClass,
  ];
}
