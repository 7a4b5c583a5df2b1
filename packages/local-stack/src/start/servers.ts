import { startKafka, startPostgres } from '@taskfold/local-servers';
import type { StatePaths } from '@taskfold/local-state';
import type { Started } from '../services/started.ts';

export interface Servers {
  /** Of whoever owns the database; of a pooler where the environment says so. */
  readonly databaseUrl: string;
  /** The same without a pooler. */
  readonly directUrl: string;
  /** Whether PostgreSQL is our own, where users may be made at will. */
  readonly ownsPostgres: boolean;
  readonly kafkaBrokers: string;
  /** Resolves, with a sentence, when a server that was started here has ended by itself. */
  readonly ended: Promise<string>;
}

export interface ServersOptions {
  readonly paths: StatePaths;
  readonly env: NodeJS.ProcessEnv;
  readonly started: Started;
  readonly onProgress: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * PostgreSQL and Kafka, at the same time: those that the environment names, else our own.
 *
 * @throws where another address of a PostgreSQL is set than that of the one to start with
 */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { paths, env, started, onProgress, signal } = options;
  for (const name of ['DATABASE_DIRECT_URL', 'DATABASE_REPLICA_URL']) {
    if (env[name] && !env.DATABASE_URL) {
      throw new Error(
        `${name} is set and DATABASE_URL is not: set DATABASE_URL to the same database, or take ${name} away to start a PostgreSQL here.`,
      );
    }
  }
  const ended = Promise.withResolvers<string>();
  // The one that comes up is released with the rest when the other one does not.
  const attempts = await Promise.allSettled([
    env.DATABASE_URL === undefined || env.DATABASE_URL === ''
      ? startPostgres({ dataDir: paths.postgres, onProgress, signal }).then((postgres) => {
          started.add({ name: 'PostgreSQL', stop: () => postgres.stop(), kill: () => void postgres.kill() });
          void postgres.ended.then((how) =>
            ended.resolve(`PostgreSQL ended (${how}); see ${paths.postgres}/server.log.`),
          );
          return postgres.url;
        })
      : env.DATABASE_URL,
    env.KAFKA_BROKERS === undefined || env.KAFKA_BROKERS === ''
      ? startKafka({ dataDir: paths.kafka, onProgress, signal }).then((kafka) => {
          started.add({ name: 'Kafka', stop: () => kafka.stop(), kill: () => void kafka.kill() });
          void kafka.ended.then((how) =>
            ended.resolve(`Kafka ended (${how}); see ${paths.kafka}/server.log.`),
          );
          return kafka.brokers;
        })
      : env.KAFKA_BROKERS,
  ]);
  const [postgres, kafka] = attempts;
  if (postgres.status === 'rejected') throw postgres.reason;
  if (kafka.status === 'rejected') throw kafka.reason;
  const ownsPostgres = postgres.value !== env.DATABASE_URL;
  return {
    databaseUrl: postgres.value,
    directUrl: (!ownsPostgres && env.DATABASE_DIRECT_URL) || postgres.value,
    ownsPostgres,
    kafkaBrokers: kafka.value,
    ended: ended.promise,
  };
}
