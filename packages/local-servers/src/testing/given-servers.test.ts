import { expect, test } from 'vitest';
import { givenServers, giveServers, takeGivenServers } from './given-servers.ts';

const POOLER = 'postgresql://u:p@127.0.0.1:6432/postgres';
const DIRECT = 'postgresql://u:p@127.0.0.1:5432/postgres';

test('without variables of servers, none are given', () => {
  const env = { PATH: '/bin', KAFKA_BROKERS: '' };
  takeGivenServers(env);
  expect(env).toEqual({ PATH: '/bin', KAFKA_BROKERS: '' });
  expect(givenServers(env)).toEqual({ kafka: null, postgres: null });
});

test('what names servers is seen by nobody but who asks for it, also after the second time', () => {
  const kafka = { KAFKA_BROKERS: 'b:1', KAFKA_TLS: 'true' };
  const env: NodeJS.ProcessEnv = {
    PATH: '/bin',
    ...kafka,
    DATABASE_URL: POOLER,
    DATABASE_DIRECT_URL: DIRECT,
  };
  takeGivenServers(env);
  takeGivenServers(env);
  expect(Object.keys(env)).toEqual(['PATH', 'TASKFOLD_TEST_SERVERS']);
  expect(givenServers(env)).toEqual({ kafka, postgres: { url: DIRECT, poolerUrl: POOLER } });
});

test('a single address of PostgreSQL is without a pooler', () => {
  const env: NodeJS.ProcessEnv = { DATABASE_URL: DIRECT };
  takeGivenServers(env);
  expect(givenServers(env)).toEqual({ kafka: null, postgres: { url: DIRECT, poolerUrl: null } });
});

test.each([POOLER, null])(
  'servers that are given are found, until they are taken back (pooler: %s)',
  (poolerUrl) => {
    const env: NodeJS.ProcessEnv = { PATH: '/bin' };
    const servers = { kafka: { KAFKA_BROKERS: 'b:1' }, postgres: { url: DIRECT, poolerUrl } };
    const takeBack = giveServers(servers, env);
    expect(givenServers(env)).toEqual(servers);
    takeBack();
    expect(env).toEqual({ PATH: '/bin' });
  },
);
