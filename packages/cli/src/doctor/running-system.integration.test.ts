import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testDatabase } from '@taskfold/database/testing';
import { createKafkaClient, taskTopics } from '@taskfold/kafka';
import { createTestTopic, testConnection, testKafka } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { COMMANDS } from '../commands/index.ts';
import { runCommand } from '../testing/run-command.ts';
import { examined, foundBy } from './testing/found-by.ts';

const PROCESSOR = fileURLToPath(new URL('../../../../services/processor/src/main.ts', import.meta.url));
const database = testDatabase();
const id = randomUUID();
let env: Record<string, string>;
let processor: ChildProcess;

beforeAll(async () => {
  env = {
    ...database.env,
    ...testKafka(),
    TOPIC_EVENTS: `${id}.events`,
    TOPIC_UPDATES: `${id}.updates`,
    TOPIC_DEAD: `${id}.dead`,
    KAFKA_GROUP_ID: id,
    CALLBACK_KEYS: `a:${randomBytes(32).toString('base64')}`,
  };
  const client = createKafkaClient({
    ...testConnection(),
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  const names = { events: `${id}.events`, updates: `${id}.updates`, dead: `${id}.dead` };
  await client.admin().ensureTopics(taskTopics({ names, partitions: 3 }));
  await client.close();
  processor = spawn(process.execPath, [PROCESSOR], {
    env: { PATH: process.env.PATH, ...env, ADMIN_PORT: '0', LOG_LEVEL: 'error' },
    stdio: 'inherit',
  });
});
afterAll(async () => {
  const ended = once(processor, 'exit');
  processor.kill('SIGTERM');
  await ended;
});

/** Of what tests run on alone: a server that does not wait for its disk, and a login that may do everything. */
const OF_TESTS = ['database.server', 'database.roles', 'database.replica'];

async function unwell(): Promise<string[]> {
  const checks = Object.values(await examined(env));
  return checks
    .filter(({ id: check, status }) => status !== 'ok' && !OF_TESTS.includes(check))
    .map(
      ({ id: check, summary, findings }) =>
        `${check}: ${summary} ${findings.map(({ found }) => found).join(' ')}`,
    );
}

test('a system that runs has no fault', async () => {
  await expect.poll(unwell, { timeout: 30_000, interval: 500 }).toEqual([]);
  const ended = await runCommand(COMMANDS, ['doctor', '--only', 'kafka', '--strict'], { env, columns: 80 });
  expect(ended.code).toBe(0);
  expect(ended.out).toContain('Group of processors');
  for (const line of ended.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80 + 24);
});

test('a group without members, and one whose members read another topic', async () => {
  expect(await foundBy('kafka.group', { ...env, KAFKA_GROUP_ID: randomUUID() })).toMatch(
    /^fail: The group .* has no members/,
  );
  const topic = await createTestTopic();
  onTestFinished(() => topic.drop());
  expect(await foundBy('kafka.group', { ...env, TOPIC_EVENTS: topic.name })).toMatch(
    /^fail: Nobody in the group .* partitions 0, 1, 2/,
  );
});

test('the command ends with 1 where something fails, and with --strict for a warning; 2 for what it does not know', async () => {
  const run = async (...args: string[]) =>
    (
      await runCommand(COMMANDS, ['doctor', ...args], {
        env: { ...env, TOPIC_EVENST: 'x', KAFKA_GROUP_ID: randomUUID() },
      })
    ).code;
  expect(await run('--only', 'configuration.spelling')).toBe(0);
  expect(await run('--only', 'configuration.spelling', '--strict')).toBe(1);
  expect(await run('--only', 'kafka.group', '--json')).toBe(1);
  expect(await run('--only', 'nothing')).toBe(2);
  expect(await run('--timeout', 'soon')).toBe(2);
});
