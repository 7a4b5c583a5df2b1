import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isPortFree } from './process/ports.ts';
import { runProgram } from './process/run-program.ts';
import { startKafka } from './start-kafka.ts';
import { runTool } from './testing/run-tool.ts';
import { killAfterTest, temporaryDataDir } from './testing/temporary-data.ts';

const start = async (dataDir: string, port?: number) =>
  killAfterTest(await startKafka({ dataDir, temporary: true, ...(port === undefined ? {} : { port }) }));

const produce = (brokers: string, value: string) =>
  runTool('ConsoleProducer', ['--bootstrap-server', brokers, '--topic', 'kept'], `${value}\n`);

const endOffset = (brokers: string) =>
  runTool('GetOffsetShell', ['--bootstrap-server', brokers, '--topic', 'kept', '--time', '-1']);

test('log, cluster id and port survive a stop and a kill', async () => {
  const dataDir = await temporaryDataDir();
  const first = await start(dataDir);
  await runTool('TopicCommand', [
    '--bootstrap-server',
    first.brokers,
    '--create',
    '--topic',
    'kept',
    '--partitions',
    '1',
  ]);
  await produce(first.brokers, 'before the stop');
  const meta = await readFile(join(dataDir, 'data', 'meta.properties'), 'utf8');
  await first.stop();
  await first.stop();
  expect(await isPortFree(first.port)).toBe(true);

  const second = await start(dataDir);
  expect(second.brokers).toBe(first.brokers);
  await produce(second.brokers, 'before the kill');
  await second.kill();

  const third = await start(dataDir, first.port);
  expect(third.brokers).toBe(first.brokers);
  expect(await endOffset(third.brokers)).toBe('kept:0:2\n');
  const read = [
    '--bootstrap-server',
    third.brokers,
    '--topic',
    'kept',
    '--from-beginning',
    '--max-messages',
    '2',
  ];
  expect(await runTool('consumer.ConsoleConsumer', read)).toBe('before the stop\nbefore the kill\n');
  const clusterId = /cluster\.id=(.*)/;
  const now = await readFile(join(dataDir, 'data', 'meta.properties'), 'utf8');
  expect(clusterId.exec(now)?.[1]).toBe(clusterId.exec(meta)?.[1]);
});

test('half-formatted storage is formatted anew and a port that is taken is not waited for', async () => {
  const dataDir = await temporaryDataDir();
  await mkdir(join(dataDir, 'unfinished'), { recursive: true });
  await writeFile(join(dataDir, 'unfinished', 'bootstrap.checkpoint'), '');
  await mkdir(join(dataDir, 'data'));
  await writeFile(join(dataDir, 'data', 'bootstrap.checkpoint'), '');
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  const taken = typeof address === 'object' ? Number(address?.port) : 0;

  const server = await start(dataDir, taken);
  expect(server.port).not.toBe(taken);
  expect(await runTool('TopicCommand', ['--bootstrap-server', server.brokers, '--list'])).toBe('\n');
});

test('two brokers never share a folder', async () => {
  const dataDir = await temporaryDataDir();
  const first = await start(dataDir);
  await expect(startKafka({ dataDir })).rejects.toThrow(`(process ${first.pid}) already runs`);
});

test('where neither Java nor Docker is there, one sentence says what to install', async () => {
  const program = `
    import { startKafka } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    await startKafka({ dataDir: '/nonexistent' }).catch((error) => process.stdout.write(error.name + ': ' + error.message));
  `;
  const { stdout } = await runProgram(process.execPath, ['--input-type=module', '--eval', program], {
    env: { PATH: '/nonexistent' },
  });
  expect(stdout).toMatch(
    /^MissingPrerequisite: Kafka needs Java 17 or later and no "java" runs here: install .*, or Docker/,
  );
});
