import { expect, test } from 'vitest';
import type { LocalStack } from './local-file.ts';
import { takeFromStack } from './take-from-stack.ts';

const LOCAL: LocalStack = {
  api_url: 'http://127.0.0.1:8080',
  admin_url: 'http://127.0.0.1:9090',
  api_key: 'sk-a',
  tenant_id: 'a',
  second_api_key: 'sk-b',
  second_tenant_id: 'b',
  operator_token: 'o',
  callback_secret: 'whsec_x',
  database_url: 'postgresql://localhost/local',
  kafka_brokers: 'localhost:9092',
  topic_events: 'local.events',
  topic_updates: 'local.updates',
  topic_dead: 'local.dead',
  database_settings: { DATABASE_DIRECT_URL: 'postgresql://localhost/direct' },
  kafka_settings: { KAFKA_TLS: 'true', KAFKA_SASL_PASSWORD: 'secret' },
};
const ALL = {
  DATABASE_URL: LOCAL.database_url,
  ...LOCAL.database_settings,
  KAFKA_BROKERS: LOCAL.kafka_brokers,
  ...LOCAL.kafka_settings,
  TOPIC_EVENTS: LOCAL.topic_events,
};
const taken = (env: Record<string, string>) => takeFromStack(env, LOCAL).variables;

test('everything that is not set is the stack’s, and what is set stays', () => {
  expect(taken({})).toEqual(ALL);
  expect(taken({ DATABASE_URL: '', KAFKA_BROKERS: '' })).toEqual(ALL);
  const { TOPIC_EVENTS, ...rest } = ALL;
  expect(taken({ TOPIC_EVENTS: 'mine' })).toEqual(rest);
  expect(taken({ DATABASE_URL: 'd', KAFKA_BROKERS: 'k', TOPIC_EVENTS: 't' })).toEqual({});
});

test('with one address alone the other is the stack’s, and nothing of it is shown to a server of somebody else', () => {
  expect(taken({ DATABASE_URL: 'mine' })).toEqual({
    KAFKA_BROKERS: LOCAL.kafka_brokers,
    KAFKA_TLS: 'true',
    KAFKA_SASL_PASSWORD: 'secret',
    TOPIC_EVENTS: LOCAL.topic_events,
  });
  expect(taken({ KAFKA_BROKERS: 'mine' })).toEqual({
    DATABASE_URL: LOCAL.database_url,
    DATABASE_DIRECT_URL: 'postgresql://localhost/direct',
    TOPIC_EVENTS: LOCAL.topic_events,
  });
});

test('it is said by name, without what is in it, and only of what the command reads', () => {
  const env = { KAFKA_BROKERS: 'mine' };
  expect(takeFromStack(env, LOCAL).notice).toBe(
    'From the running local stack: DATABASE_URL, DATABASE_DIRECT_URL, TOPIC_EVENTS.\n',
  );
  expect(takeFromStack(env, LOCAL, ['kafka']).notice).toBe('From the running local stack: TOPIC_EVENTS.\n');
  expect(takeFromStack({ ...env, TOPIC_EVENTS: 't' }, LOCAL, ['kafka']).notice).toBeNull();
});
