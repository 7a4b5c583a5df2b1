import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTemporaryFolder } from '../process/temporary-folder.ts';
import { startKafka } from '../start-kafka.ts';
import { startPostgres } from '../start-postgres.ts';
import { type GivenPostgres, givenServers } from './given-servers.ts';

export interface SharedServers {
  readonly kafka: Readonly<Record<string, string>>;
  readonly postgres: GivenPostgres;
  /** Stops those that were started here, and removes their data. */
  stop(): Promise<void>;
}

/** One PostgreSQL and one Kafka for many tests of a run: those that the environment names, else ones that are started here. */
export async function shareServers(): Promise<SharedServers> {
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
  const stop = async () => {
    await Promise.all(stops.map((each) => each()));
    await rm(folder, { recursive: true, force: true });
  };

  const [postgres, kafka] = await Promise.allSettled([
    given.postgres ?? ownPostgres(),
    given.kafka ?? ownKafka(),
  ]);
  if (postgres.status === 'rejected' || kafka.status === 'rejected') {
    await stop();
    throw postgres.status === 'rejected' ? postgres.reason : kafka.status === 'rejected' && kafka.reason;
  }
  return { kafka: kafka.value, postgres: postgres.value, stop };
}
