import { randomBytes } from 'node:crypto';
import { type Child, startChild } from '../environment/child.ts';
import type { Topic } from '../processor/publish.ts';

export interface Stage {
  readonly databaseUrl: string;
  readonly topic: Topic;
}

export type Contestant = (stage: Stage) => Child;

const KEYS = `bench:${randomBytes(32).toString('base64')}`;

/** The processor as it is shipped, in one process, allowed to call this machine. */
export const ours: Contestant = ({ databaseUrl, topic }) =>
  startChild('services/processor/src/main.ts', {
    ROLES: 'fold,callbacks',
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: topic.brokers,
    TOPIC_EVENTS: topic.name,
    KAFKA_GROUP_ID: `ours-${topic.name}`,
    CALLBACK_KEYS: KEYS,
    CALLBACK_ALLOW_LOOPBACK: 'true',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    ADMIN_PORT: '0',
  });

/** The same, to be killed: an attempt is given up after a second, so that leases run out soon. */
export const oursToBeKilled: Contestant = ({ databaseUrl, topic }) =>
  startChild('services/processor/src/main.ts', {
    ROLES: 'fold,callbacks',
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: topic.brokers,
    TOPIC_EVENTS: topic.name,
    KAFKA_GROUP_ID: `killed-${topic.name}`,
    CALLBACK_KEYS: KEYS,
    CALLBACK_ALLOW_LOOPBACK: 'true',
    CALLBACK_TIMEOUT_MS: '1000',
    LOG_LEVEL: 'error',
    HOST: '127.0.0.1',
    ADMIN_PORT: '0',
  });

export const inline: Contestant = ({ topic }) =>
  startChild('bench/src/callbacks/baselines/inline.ts', {
    KAFKA_BROKERS: topic.brokers,
    TOPIC_EVENTS: topic.name,
    PARTITIONS: String(topic.partitions),
  });
