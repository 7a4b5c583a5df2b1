import { createLogger, sleep } from '@taskfold/runtime';
import { expect, test, vi } from 'vitest';
import { createTestTopic } from '../testing/create-test-topic.ts';
import { testConnection } from '../testing/test-kafka.ts';
import { createKafkaClient } from './create-kafka-client.ts';

test('an idle consumer sets few timers, and none with a negative delay', async () => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error) => void warnings.push(name);
  process.on('warning', onWarning);
  const logger = createLogger({ service: 'test', level: 'silent' });
  const client = createKafkaClient({ ...testConnection(), logger });
  const topic = await createTestTopic();
  await client.consumer({ groupId: topic.name }).run({
    topic: topic.name,
    onBatch: async () => {},
    onCrash: () => {},
  });
  await client.admin().offsets(topic.name);
  const timers = vi.spyOn(globalThis, 'setTimeout');
  await sleep(2000, AbortSignal.timeout(60_000));
  const count = timers.mock.calls.length;
  timers.mockRestore();
  process.off('warning', onWarning);
  await client.close();
  await topic.drop();
  // Without the patch each connection sets about a thousand a second.
  expect(count).toBeLessThan(100);
  expect(warnings).not.toContain('TimeoutNegativeWarning');
});
