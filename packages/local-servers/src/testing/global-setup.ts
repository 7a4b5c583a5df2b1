import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createTemporaryFolder } from '../process/temporary-folder.ts';
import { startKafka } from '../start-kafka.ts';
import { startPostgres } from '../start-postgres.ts';
import './provided.ts';

/** Starts one PostgreSQL and one Kafka for all integration tests of a run; vitest calls what it returns at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await createTemporaryFolder('taskfold-test');
  const started = await Promise.allSettled([
    startPostgres({ dataDir: join(folder, 'postgres'), durable: false, temporary: true }),
    startKafka({ dataDir: join(folder, 'kafka'), durable: false, temporary: true }),
  ]);
  const teardown = async () => {
    await Promise.all(
      started.map(async (server) => server.status === 'fulfilled' && (await server.value.stop())),
    );
    await rm(folder, { recursive: true, force: true });
  };
  const [postgres, kafka] = started;
  if (postgres.status === 'rejected' || kafka.status === 'rejected') {
    await teardown();
    throw postgres.status === 'rejected' ? postgres.reason : kafka.status === 'rejected' && kafka.reason;
  }
  project.provide('postgresUrl', postgres.value.url);
  project.provide('kafkaBrokers', kafka.value.brokers);
  return teardown;
}
