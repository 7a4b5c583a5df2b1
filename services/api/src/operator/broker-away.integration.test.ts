import { expect, it } from 'vitest';
import { operatorsOnDatabase } from '../testing/operators-on-database.ts';

// Nobody listens at this port.
const { ask, pool } = operatorsOnDatabase({ KAFKA_BROKERS: '127.0.0.1:1', PUBLISH_TIMEOUT_MS: '300' });

it('says in time that a dead letter cannot be redriven without the broker; it stays open, and the rest is served', async () => {
  await pool().query(`
    INSERT INTO dead_letters (topic, kafka_partition, log_offset, record_time, code, message, key, value, headers)
    VALUES ('task.events', 0, 7, now(), 'invalid_json', 'no JSON', 'k', 'v', '{}')`);
  const path = '/operator/dead-letters/task.events/0/7';
  const began = performance.now();
  const refused = await ask('POST', `${path}/redrive`, { actor: 'ann' });
  expect(performance.now() - began).toBeLessThan(3000);
  expect(refused).toMatchObject({
    status: 503,
    body: { error: { code: 'service_unavailable', retryable: true } },
  });
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(await ask('GET', path)).toMatchObject({ status: 200, body: { status: 'open', audit: [] } });
  expect(await ask('POST', `${path}/discard`, { actor: 'ann' })).toMatchObject({ status: 200 });
});
