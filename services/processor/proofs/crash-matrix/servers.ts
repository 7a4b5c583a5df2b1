import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type LocalKafka,
  type LocalKafkaCluster,
  type LocalPostgres,
  startKafka,
  startKafkaCluster,
  startPostgres,
} from '@taskfold/local-servers';

/** A PostgreSQL and a Kafka that may be killed, and come back with their data where they were. */
export interface Servers {
  readonly postgresUrl: string;
  readonly brokers: string;
  postgres(): LocalPostgres;
  kafka(): LocalKafka;
  restartPostgres(): Promise<void>;
  restartKafka(): Promise<void>;
  stop(): Promise<void>;
}

export async function startServers(): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-crash-'));
  const postgresOptions = { dataDir: join(folder, 'postgres'), durable: false, temporary: true };
  const kafkaOptions = { dataDir: join(folder, 'kafka'), durable: false, temporary: true };
  let [postgres, kafka] = await Promise.all([startPostgres(postgresOptions), startKafka(kafkaOptions)]);
  const { url: postgresUrl } = postgres;
  const { brokers } = kafka;

  return {
    postgresUrl,
    brokers,
    postgres: () => postgres,
    kafka: () => kafka,
    async restartPostgres() {
      postgres = await startPostgres(postgresOptions);
      if (postgres.url !== postgresUrl) throw new Error('PostgreSQL came back on another port');
    },
    async restartKafka() {
      kafka = await startKafka(kafkaOptions);
      if (kafka.brokers !== brokers) throw new Error('Kafka came back on another port');
    },
    async stop() {
      await Promise.all([postgres.stop(), kafka.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A Kafka of three nodes beside a PostgreSQL that runs. */
export async function startCluster(postgresUrl: string): Promise<{
  readonly postgresUrl: string;
  readonly cluster: LocalKafkaCluster;
  stop(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-cluster-'));
  const cluster = await startKafkaCluster({ dataDir: join(folder, 'kafka'), temporary: true });
  return {
    postgresUrl,
    cluster,
    async stop() {
      await cluster.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
