import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createPool } from '@taskfold/database';
import { type KafkaEnvironment, plainKafkajs } from '@taskfold/kafka/testing';
import { startKafka, startPostgres } from '@taskfold/local-servers';
import { givenServers } from '@taskfold/local-servers/testing';

/** What a system runs on. */
export interface SystemServers {
  /** KAFKA_BROKERS, and what else a client needs. */
  readonly kafka: KafkaEnvironment;
  /** The broker that is of this system alone; null where it is not. */
  readonly broker: Broker | null;
  /** TOPIC_… where the Kafka is not for this system alone. */
  readonly topics: Readonly<Record<string, string>>;
  /** DATABASE_URL and DATABASE_DIRECT_URL of an empty database. */
  readonly database: Readonly<Record<string, string>>;
  /** Of the same, without a pooler. */
  readonly databaseUrl: string;
}

/** A Kafka that a test may take away. */
export interface Broker {
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again where it was, with what it held; resolves when it serves clients. */
  start(): Promise<void>;
}

export interface OwnKafka {
  /** Ways into a Kafka of the system's own beside the plain one. */
  readonly listeners?: Parameters<typeof startKafka>[0]['listeners'];
  /** By which of them services and commands come. */
  readonly kafkaEnv?: KafkaEnvironment;
  /** The test takes it away, so that it is of the system's own also where the run has one. */
  readonly isTakenAway?: boolean;
}

/**
 * A Kafka and a PostgreSQL of the system's own; where the run of the tests names others, topics and a database there.
 *
 * @param releases what takes away what was made is added
 */
export async function prepareServers(
  folder: string,
  releases: (() => Promise<unknown>)[],
  { listeners, kafkaEnv, isTakenAway = false }: OwnKafka,
): Promise<SystemServers> {
  const given = givenServers();
  const options = (name: string) => ({ dataDir: join(folder, name), durable: false, temporary: true });
  const name = `taskfold_e2e_${randomBytes(8).toString('hex')}`;

  const ofKafka = async () => {
    if (given.kafka === null || listeners !== undefined || isTakenAway) {
      const start = () => startKafka({ ...options('kafka'), ...(listeners && { listeners }) });
      let running = await start();
      releases.push(() => running.stop());
      const { brokers } = running;
      const broker: Broker = {
        kill: () => running.kill(),
        async start() {
          running = await start();
          if (running.brokers !== brokers) throw new Error('Kafka came back on another port');
        },
      };
      return { kafka: kafkaEnv ?? { KAFKA_BROKERS: brokers }, broker, topics: {} };
    }
    const topics = {
      TOPIC_EVENTS: `${name}.events`,
      TOPIC_UPDATES: `${name}.updates`,
      TOPIC_DEAD: `${name}.dead`,
    };
    const { kafka } = given;
    releases.push(() => deleteTopics(kafka, Object.values(topics)));
    return { kafka, broker: null, topics: { ...topics, KAFKA_GROUP_ID: name } };
  };
  const ofPostgres = async () => {
    if (given.postgres === null) {
      const { url, stop } = await startPostgres(options('postgres'));
      releases.push(() => stop());
      return { database: { DATABASE_URL: url }, databaseUrl: url };
    }
    const { url, poolerUrl } = given.postgres;
    await run(url, `CREATE DATABASE ${name}`);
    releases.push(() => run(url, `DROP DATABASE ${name} WITH (FORCE)`));
    const databaseUrl = urlOf(url, name);
    const database =
      poolerUrl === null
        ? { DATABASE_URL: databaseUrl }
        : { DATABASE_URL: urlOf(poolerUrl, name), DATABASE_DIRECT_URL: databaseUrl };
    return { database, databaseUrl };
  };

  // What one of them has made is released also when the other one fails.
  const [kafka, postgres] = await Promise.allSettled([ofKafka(), ofPostgres()]);
  if (kafka.status === 'rejected') throw kafka.reason;
  if (postgres.status === 'rejected') throw postgres.reason;
  return { ...kafka.value, ...postgres.value };
}

async function deleteTopics(kafka: KafkaEnvironment, topics: string[]): Promise<void> {
  const admin = plainKafkajs(kafka).admin();
  await admin.connect();
  const there = new Set(await admin.listTopics());
  await admin.deleteTopics({ topics: topics.filter((topic) => there.has(topic)) });
  await admin.disconnect();
}

async function run(url: string, statement: string): Promise<void> {
  const pool = createPool({ url, applicationName: 'end-to-end', max: 1 });
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
