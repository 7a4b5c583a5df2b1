import { expect, test } from 'vitest';
import { foundBy } from '../testing/found-by.ts';

const env = { DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/x', KAFKA_BROKERS: '127.0.0.1:1' };

test('names and values of variables that are wrong', async () => {
  expect(await foundBy('configuration.spelling', env)).toBe('');
  const spelt = { ...env, TOPIC_EVENST: 'x', KAFKA_BOOTSTRAP_SERVERS: 'x' };
  expect(await foundBy('configuration.spelling', { ...spelt, KAFKA_BROKERS: '' })).toMatch(
    /KAFKA_BOOTSTRAP_SERVERS is set, and nothing reads it. The setting is called KAFKA_BROKERS/,
  );
  expect(await foundBy('configuration.spelling', spelt)).toMatch(/TOPIC_EVENST is set.* called TOPIC_EVENTS/);
  const found = await foundBy('configuration.services', {
    ...env,
    CHUNK_MAX_RECORDS: 'many',
    NODE_ENV: 'production',
    OPERATOR_TOKEN: 'x'.repeat(20),
  });
  expect(found).toMatch(/fail: CHUNK_MAX_RECORDS is "many"/);
  expect(found).toMatch(/fail: OPERATOR_TOKEN is one that everybody knows or can guess/);
  expect(await foundBy('configuration.names', { ...env, PARTITIONER: 'random' })).toMatch(
    /^fail: PARTITIONER is "random"/,
  );
});
