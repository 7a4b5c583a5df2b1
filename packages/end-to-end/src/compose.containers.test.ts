import { afterAll, beforeAll, expect, test } from 'vitest';
import { structured } from './clients/foreign-record.ts';
import { createPlatformaticProducer } from './clients/platformatic.ts';
import { checkedUrl } from './harness/checked-url.ts';
import { type ComposedSystem, startComposedSystem } from './harness/compose.ts';
import { getTask, getTaskAt } from './harness/get-task.ts';
import { INPUT, OUTPUT, wholeLife, wholeLifeEnvelope } from './histories/whole-life.ts';

const CREATE_KEY = ['taskfold', 'tenants', 'create-key'];

let system: ComposedSystem;
let key: string;

beforeAll(async () => {
  system = await startComposedSystem();
  key = await system.operate([...CREATE_KEY, 'acme']);
});

afterAll(() => system?.stop());

test('what a foreign client publishes is read over HTTP with every key', async () => {
  const expected = wholeLifeEnvelope('task_1');
  const producer = createPlatformaticProducer({ KAFKA_BROKERS: system.brokers }, system.topic);
  await producer.send(wholeLife('acme', 'task_1').map(structured));
  await producer.close();

  const apiUrl = await checkedUrl(system.apiUrl);
  const { text } = await getTaskAt(expected.revision, [apiUrl, key, 'task_1']);
  const { input, output, updated_at, ...rest } = JSON.parse(text);
  expect(rest).toEqual(expected);
  expect(text).toContain(`"input":${INPUT},`);
  expect(text).toContain(`"output":${OUTPUT},`);
  expect({ input, output, updated_at }).toEqual({
    input: expect.any(Object),
    output: expect.any(Object),
    updated_at: expect.any(String),
  });

  const otherKey = await system.operate([...CREATE_KEY, 'other']);
  expect((await getTask(apiUrl, otherKey, 'task_1')).status).toBe(404);
});

test("the services run as nobody in particular, with kafkajs's patch, and can write nothing", async () => {
  for (const service of ['api', 'processor']) {
    expect(await system.exec(service, ['id', '-un'])).toBe('node');
    await system.exec(service, [
      'grep',
      '-q',
      'Patched',
      'node_modules/kafkajs/src/network/requestQueue/index.js',
    ]);
    expect(await system.exec(service, ['head', '-n', '2', 'LICENSE'])).toContain('Apache License');
    await expect(system.exec(service, ['touch', '/tmp/file'])).rejects.toThrow('Read-only file system');
  }
});
