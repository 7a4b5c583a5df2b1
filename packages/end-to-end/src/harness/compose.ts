import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { TOPICS } from '@taskfold/contract';
import { DockerComposeEnvironment } from 'testcontainers';
import { ROOT } from './root.ts';

const FIRST_BUILD_MS = 600_000;

export interface ComposedSystem {
  readonly apiUrl: string;
  /** Brokers as this machine reaches them. */
  readonly brokers: string;
  readonly topic: string;
  /**
   * Runs a command in a container of a service.
   *
   * @returns its standard output
   * @throws with what it said when it fails
   */
  exec(service: string, command: readonly string[]): Promise<string>;
  /** The same for a command of operators, which the owner of the database runs. */
  operate(command: readonly string[]): Promise<string>;
  /** Removes the containers with their data. */
  stop(): Promise<void>;
}

/** The system of docker-compose.yml beside any other that runs: with a name, an image and ports of its own. */
export async function startComposedSystem(): Promise<ComposedSystem> {
  const name = `taskfold-test-${randomUUID().slice(0, 8)}`;
  // Kafka tells its clients where it is, so its port has to be known before.
  const kafkaPort = await freePort();
  const password = randomUUID();
  const environment = await new DockerComposeEnvironment(ROOT, 'docker-compose.yml')
    .withProjectName(name)
    .withBuild()
    .withClientOptions({ commandOptions: ['--wait'] })
    .withStartupTimeout(FIRST_BUILD_MS)
    .withEnvironment({
      TASKFOLD_IMAGE: 'taskfold-test',
      API_PORT: '0',
      API_ADMIN_PORT: '0',
      PROCESSOR_ADMIN_PORT: '0',
      KAFKA_PORT: String(kafkaPort),
      POSTGRES_PASSWORD: password,
    })
    .up();
  async function exec(service: string, command: readonly string[], env: Record<string, string> = {}) {
    const container = environment.getContainer(`${service}-1`);
    const { exitCode, stdout, output } = await container.exec([...command], { env });
    if (exitCode !== 0) throw new Error(`${command.join(' ')} failed (${exitCode}): ${output}`);
    return stdout.trim();
  }
  return {
    // Ports of the compose file are on the loopback address, whatever host testcontainers thinks of.
    apiUrl: `http://127.0.0.1:${environment.getContainer('api-1').getMappedPort(8080)}`,
    brokers: `localhost:${kafkaPort}`,
    topic: TOPICS.events.name,
    exec: (service, command) => exec(service, command),
    operate: (command) =>
      exec('api', command, { DATABASE_URL: `postgresql://taskfold:${password}@postgres:5432/taskfold` }),
    async stop() {
      await environment.down({ removeVolumes: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}
