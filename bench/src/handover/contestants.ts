import { type Child, startChild } from '../environment/child.ts';

export interface Stage {
  readonly databaseUrl: string;
  readonly brokers: string;
  readonly topic: string;
  /** The consumer group of all processes. */
  readonly group: string;
}

export interface Contestant {
  readonly name: string;
  readonly start: (stage: Stage) => Child;
}

const envOf = ({ databaseUrl, brokers, topic, group }: Stage) => ({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: brokers,
  TOPIC_EVENTS: topic,
  KAFKA_GROUP_ID: group,
});

const processor = (name: string, settings: Readonly<Record<string, string>>): Contestant => ({
  name,
  start: (stage) =>
    startChild('services/processor/src/main.ts', {
      ...envOf(stage),
      ...settings,
      ROLES: 'fold',
      LOG_LEVEL: 'error',
      ADMIN_HOST: '127.0.0.1',
      ADMIN_PORT: '0',
    }),
});

/** The processor as it is shipped. */
export const ours = processor('ours', {});

/** The same with a session and heartbeats as they are common. */
export const slower = processor('ours, session 10 s, heartbeats 2.5 s', {
  KAFKA_SESSION_TIMEOUT_MS: '10000',
  KAFKA_HEARTBEAT_INTERVAL_MS: '2500',
});

/** What one would write first: kafkajs as it comes, and an upsert for each event. It leaves the group at SIGTERM. */
export const first: Contestant = {
  name: 'kafkajs as it comes, an upsert per event',
  start: (stage) => startChild('bench/src/processor/baselines/upsert.ts', envOf(stage)),
};
