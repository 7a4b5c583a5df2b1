import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXAMPLE_EVENTS, TOPICS } from '@taskfold/contract';
import { createKafkaClient } from '@taskfold/kafka';
import { testConnection, testKafka } from '@taskfold/kafka/testing';
import { createLogger } from '@taskfold/runtime';
import { expect, onTestFinished, test } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-publish-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function event(id: string): string {
  return JSON.stringify({ ...EXAMPLE_EVENTS['task.created'], id, subject: `task_${id}` });
}

/** A topic of the test's own, and what was published to it. */
async function topicOf(name: string) {
  const client = createKafkaClient({
    ...testConnection(),
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  onTestFinished(() => client.close());
  const admin = client.admin();
  const topic = `publish-events.${name}.${crypto.randomUUID()}`;
  await admin.ensureTopics([{ name: topic, partitions: 3, config: TOPICS.events.config }]);
  const count = async () => {
    const offsets = await admin.offsets(topic);
    return offsets.reduce((sum, { low, high }) => sum + high - low, 0);
  };
  return { topic, count };
}

/** The command as it runs after the set-up. */
async function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const folder = await temporaryFolder();
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      TASKFOLD_STATE_DIR: folder,
      ...testKafka(),
      ...env,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, code, said: () => said };
}

test('publishes a file that has bad lines, tells of them by number, and fails', async () => {
  const { topic, count } = await topicOf('file');
  const file = join(await temporaryFolder(), 'events.ndjson');
  await writeFile(file, `${event('a')}\n{"id":"b"}\n\n${event('c')}\nnot JSON\n${event('d')}`);
  const { code, said } = await start([file, '--topic', topic]);
  expect(await code).toBe(1);
  expect(said()).toMatch(/^line 2: .*specversion/m);
  expect(said()).toMatch(/^line 5: /m);
  expect(said()).toMatch(/^3 events published, 2 lines left out, /m);
  expect(await count()).toBe(3);
});

test('with --strict nothing is published when a line is bad, and everything otherwise', async () => {
  const { topic, count } = await topicOf('strict');
  const bad = await start(['-', '--strict', '--topic', topic]);
  bad.child.stdin.end(`${event('a')}\n{}\n`);
  expect(await bad.code).toBe(1);
  expect(bad.said()).toMatch(/^line 2: /m);
  expect(await count()).toBe(0);

  const good = await start(['-', '--strict', '--topic', topic]);
  good.child.stdin.end(`${event('a')}\n${event('b')}\n`);
  expect(await good.code).toBe(0);
  expect(await count()).toBe(2);
});

test('publishes what standard input has given so far, and ends with the first Ctrl-C', async () => {
  const { topic, count } = await topicOf('stdin');
  const { child, code, said } = await start(['-'], { TOPIC_EVENTS: topic });
  child.stdin.write(`${event('a')}\n${event('b')}\n${event('c').slice(0, 40)}`);
  await expect.poll(count, { timeout: 20_000 }).toBe(2);
  child.kill('SIGINT');
  expect(await code).toBe(130);
  expect(said()).toContain('the events up to line 2 are published');
});

test('ten thousand events go through in a few seconds, in order', async () => {
  const { topic, count } = await topicOf('many');
  const file = join(await temporaryFolder(), 'many.ndjson');
  await writeFile(file, Array.from({ length: 10_000 }, (_, index) => event(String(index))).join('\n'));
  const { code, said } = await start([file, '--topic', topic]);
  expect(await code).toBe(0);
  expect(said()).toMatch(/^10,000 events published, \d+\.\d s, [\d,]+ events\/s$/m);
  expect(await count()).toBe(10_000);
});

test.each([
  ['a file that is not there', ['nowhere.ndjson'], {}, 1, 'The file cannot be read'],
  ['a folder', ['.'], {}, 1, 'is a folder'],
  ['no Kafka', ['-'], { KAFKA_BROKERS: '' }, 1, 'No Kafka is known: run npm start first'],
  ['no file', [], {}, 2, 'Which file?'],
])('%s is said in a sentence', async (_, args, env, expected, sentence) => {
  const { child, code, said } = await start(args, env);
  child.stdin.end();
  expect(await code).toBe(expected);
  expect(said()).toContain(sentence);
});

test.each([
  ['a Kafka that does not answer', ['--brokers', '127.0.0.1:1']],
  ['a topic that does not exist', ['--topic', 'publish-events.missing']],
])('%s ends it, naming the line to go on from', async (_, args) => {
  const { child, code, said } = await start(['-', ...args]);
  child.stdin.end(`${event('a')}\n`);
  expect(await code).toBe(1);
  expect(said()).toMatch(/Not everything was published \(up to line 0\): ./);
});
