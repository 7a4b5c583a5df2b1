import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readLogTail } from '../process/log-tail.ts';
import { readPort, writePort } from '../process/port-file.ts';
import { choosePort } from '../process/ports.ts';
import { findRuntime } from './find-runtime.ts';
import { handleOfKafka } from './handle.ts';
import type { KafkaOptions } from './kafka-options.ts';
import { urlOptions, withListeners } from './listener.ts';
import type { LocalKafka } from './local-kafka.ts';
import { becomesReady, killNode, launchNode, logFileOf, openNode } from './node.ts';
import { kafkaSettings } from './settings.ts';

const ATTEMPTS = 4;
const HEAP_MIB = 512;

/** Kafka from its jars, on the Java of this machine. See `startKafka`. */
export async function startEmbeddedKafka(options: KafkaOptions): Promise<LocalKafka> {
  const { onProgress = () => {}, signal, listeners = [] } = options;
  const dataDir = resolve(options.dataDir);
  const runtime = await findRuntime(onProgress, signal);
  const settings = (folder: string) => kafkaSettings(folder, { broker: 1, controller: 2 });
  const logDir = await openNode(runtime, { ...options, dataDir, settings });

  onProgress('starting Kafka');
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(options.port, await readPort(dataDir));
    const ports = { broker: port, controller: await choosePort() };
    const server = await launchNode(runtime, {
      dataDir,
      settings: withListeners(kafkaSettings(logDir, ports), listeners),
      heapMiB: HEAP_MIB,
      javaOptions: urlOptions(listeners),
      temporary: options.temporary ?? false,
    });
    try {
      if (await becomesReady(server, port, signal)) {
        await writePort(dataDir, port);
        return handleOfKafka(server, port);
      }
    } catch (error) {
      await killNode(server);
      throw error;
    }
    // Another process may have taken a port in the meantime.
    if (attempt === ATTEMPTS || !server.hasEnded()) {
      await killNode(server);
      throw new Error(
        `Kafka did not start (${await server.ended}): ${await readLogTail(logFileOf(dataDir))}`,
      );
    }
    await delay(250, undefined, { signal });
  }
}
