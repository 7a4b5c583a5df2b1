import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createTemporaryFolder } from '../process/temporary-folder.ts';
import { startKafka } from '../start-kafka.ts';
import { startPostgres } from '../start-postgres.ts';
import { type GivenPostgres, givenServers } from './given-servers.ts';
import './provided.ts';

/**
 * One PostgreSQL and one Kafka for all integration tests of a run: those that the environment names, else ones that are
 * started here. Vitest calls what it returns at the end.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = givenServers();
  const folder = await createTemporaryFolder('taskfold-test');
  const stops: (() => Promise<void>)[] = [];
  const options = (name: string) => ({ dataDir: join(folder, name), durable: false, temporary: true });

  const ownPostgres = async (): Promise<GivenPostgres> => {
    const postgres = await startPostgres(options('postgres'));
    stops.push(() => postgres.stop());
    return { url: postgres.url, poolerUrl: null };
  };
  const ownKafka = async (): Promise<Readonly<Record<string, string>>> => {
    const kafka = await startKafka(options('kafka'));
    stops.push(() => kafka.stop());
    return { KAFKA_BROKERS: kafka.brokers };
  };
  const teardown = async () => {
    await Promise.all(stops.map((stop) => stop()));
    await rm(folder, { recursive: true, force: true });
  };

  const [postgres, kafka] = await Promise.allSettled([
    given.postgres ?? ownPostgres(),
    given.kafka ?? ownKafka(),
  ]);
  if (postgres.status === 'rejected' || kafka.status === 'rejected') {
    await teardown();
    throw postgres.status === 'rejected' ? postgres.reason : kafka.status === 'rejected' && kafka.reason;
  }
  project.provide('postgresUrl', postgres.value.url);
  project.provide('postgresPoolerUrl', postgres.value.poolerUrl);
  project.provide('kafka', kafka.value);
  return teardown;
}
