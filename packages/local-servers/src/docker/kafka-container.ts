import { resolve } from 'node:path';
import { handleOfKafka } from '../kafka/handle.ts';
import { isServing } from '../kafka/is-serving.ts';
import { KAFKA_VERSION } from '../kafka/jars.ts';
import type { LocalKafka } from '../kafka/local-kafka.ts';
import { kafkaSettings } from '../kafka/settings.ts';
import { readPort, writePort } from '../process/port-file.ts';
import { choosePort } from '../process/ports.ts';
import type { ServerOptions } from '../server-options.ts';
import { startContainer } from './container.ts';

const LOG_DIR = '/var/lib/kafka/data';

/** Kafka from its public image. See `startKafka`. */
export async function startKafkaContainer(options: ServerOptions): Promise<LocalKafka> {
  const { onProgress = () => {}, signal, temporary = false } = options;
  const dataDir = resolve(options.dataDir);
  const image = `apache/kafka:${KAFKA_VERSION}`;
  const port = await choosePort(options.port, await readPort(dataDir));
  const controller = port + 1;
  const settings = {
    ...kafkaSettings(LOG_DIR, { broker: port, controller }),
    // The same port inside and outside, since the broker, too, connects to the address that it tells its clients.
    listeners: `CLIENT://0.0.0.0:${port},CONTROLLER://127.0.0.1:${controller}`,
  };

  onProgress(`starting Kafka in a container of ${image}`);
  const server = await startContainer(
    {
      image,
      dataDir,
      temporary,
      volumeTarget: LOG_DIR,
      publish: { hostPort: port, containerPort: port },
      env: { ...toEnvironment(settings), KAFKA_HEAP_OPTS: '-Xmx512m' },
      args: [],
    },
    isServing,
    signal,
  );
  await writePort(dataDir, port);
  return handleOfKafka(server, port);
}

/** As the image takes its settings: `log.dirs` is KAFKA_LOG_DIRS. */
function toEnvironment(settings: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(settings).map(([name, value]) => [
    `KAFKA_${name.replaceAll('.', '_').toUpperCase()}`,
    value,
  ]);
  return Object.fromEntries(entries);
}
