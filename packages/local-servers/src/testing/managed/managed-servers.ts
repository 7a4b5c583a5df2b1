import { join } from 'node:path';
import { startPgBouncer } from '../../pgbouncer/start-pgbouncer.ts';
import { startKafka } from '../../start-kafka.ts';
import { startPostgres } from '../../start-postgres.ts';
import { kafkaListeners } from '../secured/kafka-listeners.ts';

export interface ManagedServers {
  /** KAFKA_… and DATABASE_… by which the tests reach them. */
  readonly env: Readonly<Record<string, string>>;
  /** In a few words, for a person. */
  readonly described: string;
  stop(): Promise<void>;
}

/**
 * A Kafka with TLS and SCRAM, and a PostgreSQL behind PgBouncer in transaction mode. The plain listener of the Kafka is told to
 * nobody, so that whoever forgets TLS fails.
 *
 * @param folder an existing folder for their data
 */
export async function startManagedServers(folder: string): Promise<ManagedServers> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let next = stops.pop(); next !== undefined; next = stops.pop()) await next();
  };
  const options = (name: string) => ({ dataDir: join(folder, name), durable: false, temporary: true });
  const startSecuredKafka = async () => {
    const made = await kafkaListeners(join(folder, 'certificates'), {
      scram: { tls: 'right', sasl: 'scram-sha-512' },
    });
    const kafka = await startKafka({ ...options('kafka'), listeners: made.listeners });
    stops.push(() => kafka.stop());
    return made.access.scram.env;
  };
  const startPooledPostgres = async () => {
    const postgres = await startPostgres(options('postgres'));
    stops.push(() => postgres.stop());
    const pooler = await startPgBouncer({
      upstream: postgres,
      dataDir: join(folder, 'pgbouncer'),
      temporary: true,
      settings: SETTINGS,
    });
    stops.push(() => pooler.stop());
    return { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: postgres.url };
  };
  const [kafka, postgres] = await Promise.allSettled([startSecuredKafka(), startPooledPostgres()]);
  if (kafka.status === 'rejected' || postgres.status === 'rejected') {
    await stop();
    throw kafka.status === 'rejected' ? kafka.reason : postgres.status === 'rejected' && postgres.reason;
  }
  return {
    env: { ...kafka.value, ...postgres.value },
    described: 'a Kafka with TLS and SCRAM-SHA-512, and a PostgreSQL behind PgBouncer in transaction mode',
    stop,
  };
}

/** Each test has a database of its own: what one has used must not be kept from the next. */
const SETTINGS = { server_idle_timeout: 2, max_client_conn: 2000 };
