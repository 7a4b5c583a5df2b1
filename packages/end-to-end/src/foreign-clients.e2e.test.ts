import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_CLIENTS } from './clients/defaults.ts';
import { binary, type ForeignRecord, structured } from './clients/foreign-record.ts';
import { produceWithJava } from './clients/java.ts';
import { createPlatformaticProducer, type ForeignProducer } from './clients/platformatic.ts';
import { twelveEvents } from './clients/twelve-events.ts';
import { getTask, getTaskAt } from './harness/get-task.ts';
import { type System, startSystem } from './harness/system.ts';
import { INPUT, OUTPUT, wholeLife, wholeLifeEnvelope } from './histories/whole-life.ts';

const TENANT = 'acme';
const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const MODES = [
  ['structured', structured],
  ['binary', binary],
] as const;

/** A call that cannot be made is told to the log as well, and the task has a revision more. */
const WITHOUT_CALLBACKS = { ROLES: 'fold,relay' };

let system: System;
let apiUrl: string;
let key: string;
let otherKey: string;
let platformatic: ForeignProducer;

beforeAll(async () => {
  system = await startSystem();
  const services = [system.startApi(), system.startProcessor(WITHOUT_CALLBACKS)] as const;
  [key, otherKey] = await Promise.all([system.createKey(TENANT), system.createKey('other')]);
  const [api] = await Promise.all(services);
  apiUrl = api.url;
  platformatic = createPlatformaticProducer(system.kafka, system.topic);
});

afterAll(async () => {
  await platformatic?.close();
  await system?.stop();
});

async function expectWholeLife(taskId: string): Promise<void> {
  const expected = wholeLifeEnvelope(taskId);
  const answer = await getTaskAt(expected.revision, [apiUrl, key, taskId]);
  const { input, output, updated_at, ...rest } = JSON.parse(answer.text);
  expect(rest).toEqual(expected);
  expect(input).toEqual(JSON.parse(INPUT));
  expect(output).toEqual(JSON.parse(OUTPUT));
  expect(Math.abs(Date.parse(updated_at) - Date.now())).toBeLessThan(60_000);
  // Digit for digit, which parsing would hide.
  expect(answer.text).toContain(`"input":${INPUT},`);
  expect(answer.text).toContain(`"output":${OUTPUT},`);
}

test.each(MODES)(
  'what @platformatic/kafka publishes in %s mode shows with every key, by whatever it is compressed',
  async (mode, encode) => {
    const taskIds = COMPRESSIONS.map((compression) => `platformatic_${mode}_${compression}`);
    for (const [index, taskId] of taskIds.entries()) {
      await platformatic.send(wholeLife(TENANT, taskId).map(encode), COMPRESSIONS[index]);
    }
    for (const taskId of taskIds) await expectWholeLife(taskId);
  },
);

test("what Java's own client publishes shows with every key, in both modes, compressed by snappy in frames", async () => {
  const records: ForeignRecord[] = MODES.flatMap(([mode, encode]) =>
    wholeLife(TENANT, `java_${mode}`).map(encode),
  );
  await produceWithJava(system.kafka, system.topic, records, 'snappy');
  for (const [mode] of MODES) await expectWholeLife(`java_${mode}`);
});

test('the error of a task that failed shows with every key', async () => {
  const [created] = wholeLife(TENANT, 'failed');
  if (created === undefined) throw new Error('a life has a beginning');
  const error = {
    code: 'content_refused',
    message: 'The prompt asks for something else.',
    retryable: false,
    param: '/prompt',
    details: { category: 'trademark', score: 0.25 },
  };
  const failed = { ...created, type: 'task.failed', id: 'end', data: JSON.stringify({ error, unknown: 1 }) };
  await platformatic.send([created, failed].map(binary));
  const answer = await getTaskAt(2, [apiUrl, key, 'failed']);
  expect(JSON.parse(answer.text)).toMatchObject({ status: 'failed', error, output: null, usage: null });
});

test.each(DEFAULT_CLIENTS)(
  'twelve of twelve events show that $name publishes with its defaults, in each codec',
  async ({ name, codecs, publish }) => {
    // Of Java each takes seconds to begin.
    for (const codec of name === 'Java' ? (['lz4'] as const) : codecs) {
      const records = twelveEvents(TENANT, `${name.replaceAll(/\W/g, '_')}_${codec}`);
      await publish(system.kafka, system.topic, codec, records);
      await Promise.all(records.map((record) => getTaskAt(1, [apiUrl, key, record.key])));
    }
  },
);

test('an event shows within a second', async () => {
  const waits: number[] = [];
  for (const taskId of ['soon_1', 'soon_2', 'soon_3', 'soon_4', 'soon_5']) {
    const [created] = wholeLife(TENANT, taskId);
    if (created === undefined) throw new Error('a life has a beginning');
    await platformatic.send([structured(created)]);
    const published = performance.now();
    await getTaskAt(1, [apiUrl, key, taskId]);
    waits.push(performance.now() - published);
  }
  // The middle one: a machine that is busy with something else says nothing about the system.
  const [, , wait] = waits.sort((a, b) => a - b);
  expect(wait).toBeLessThan(1000);
});

test("a foreign tenant's task and one that does not exist get the same bytes", async () => {
  const [created] = wholeLife(TENANT, 'mine');
  if (created === undefined) throw new Error('a life has a beginning');
  await platformatic.send([structured(created)]);
  await getTaskAt(1, [apiUrl, key, 'mine']);

  const [foreign, missing] = await Promise.all(
    ['mine', 'none'].map(async (taskId) => {
      const { status, headers, text } = await getTask(apiUrl, otherKey, taskId);
      const requestId = headers.get('x-request-id') ?? '';
      expect(text).toContain(requestId);
      // The budget is the caller's own and shrinks with every request, whatever is asked for.
      const names = [...headers.keys()].filter((name) => name !== 'date' && name !== 'ratelimit');
      const shown = names.map((name) => `${name}: ${headers.get(name)}`).join('\n');
      return `${status}\n${shown}\n\n${text}`.replaceAll(requestId, '(request id)');
    }),
  );
  expect(foreign).toBe(missing);
  expect(foreign).toMatch(/^404\n/);
});
