import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SCOPES } from '@taskfold/contract';
import { publishExampleTask } from '../harness/example-task.ts';
import { type RunningService, startService } from '../harness/service.ts';
import type { System } from '../harness/system.ts';

const TENANT = 'python';
const SETTINGS = {
  CURSOR_KEY: 'c'.repeat(32),
  RATE_LIMIT_PER_MINUTE: '10000000',
  AUTH_FAILURES_PER_MINUTE: '10000000',
};

export interface PythonStack {
  /** What tests in Python are told of it. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * An API and a processor for tests in Python, with a server by which they have the API killed and started again:
 * `POST /kill-api`, `POST /start-api`.
 */
export async function startStack(system: System): Promise<PythonStack> {
  await system.startProcessor({ CALLBACK_ALLOW_LOOPBACK: 'true' });
  const first = await system.startApi(SETTINGS);
  const key = await system.createKey(TENANT, SCOPES);
  await publishExampleTask(first.url, key, TENANT);
  let own: RunningService | undefined = await startService('api', { ...system.env, ...SETTINGS });
  const ownPort = new URL(own.url).port;
  const control = createServer((request, response) => {
    const act = async () => {
      if (request.url === '/kill-api') await own?.kill();
      if (request.url === '/start-api') {
        own = await startService('api', { ...system.env, ...SETTINGS, PORT: ownPort });
      }
    };
    act().then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  return {
    env: {
      TASKFOLD_API_URL: first.url,
      TASKFOLD_API_KEY: key,
      TASKFOLD_TEST_TENANT: TENANT,
      TASKFOLD_TEST_MORTAL_API_URL: `http://127.0.0.1:${ownPort}`,
      TASKFOLD_TEST_CONTROL_URL: `http://127.0.0.1:${(control.address() as AddressInfo).port}`,
      KAFKA_BROKERS: system.kafka.KAFKA_BROKERS ?? '',
      TOPIC_EVENTS: system.topic,
      TOPIC_UPDATES: system.env.TOPIC_UPDATES ?? 'task.updates',
    },
    async close() {
      control.close();
      control.closeAllConnections();
      await own?.kill();
    },
  };
}
