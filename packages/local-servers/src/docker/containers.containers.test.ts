import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { isPortFree } from '../process/ports.ts';
import { runProgram } from '../process/run-program.ts';
import { waitFor } from '../process/wait.ts';
import { killAfterTest, temporaryDataDir } from '../testing/temporary-data.ts';
import { startKafkaContainer } from './kafka-container.ts';
import { startPostgresContainer } from './postgres-container.ts';
import { removeServerData } from './remove-data.ts';

const STARTS = [
  ['PostgreSQL', startPostgresContainer],
  ['Kafka', startKafkaContainer],
] as const;

const volumesNamed = async (filter: string) =>
  (await runProgram('docker', ['volume', 'ls', '--quiet', `--filter=name=${filter}`])).stdout.trim();

test.each(STARTS)(
  '%s in a container keeps its port and data, and goes with its data',
  async (_name, start) => {
    const dataDir = await temporaryDataDir();
    const first = killAfterTest(await start({ dataDir }));
    await first.stop();
    expect(await isPortFree(first.port)).toBe(true);

    const second = killAfterTest(await start({ dataDir }));
    expect(second.port).toBe(first.port);
    await second.kill();
    expect(await isPortFree(second.port)).toBe(true);

    const left = ['ps', '--all', '--quiet', `--filter=publish=${first.port}`];
    expect((await runProgram('docker', left)).stdout).toBe('');
    const volume = await readFile(join(dataDir, 'volume'), 'utf8');
    expect(await volumesNamed(volume)).toBe(volume);
    await removeServerData(dataDir);
    expect(await volumesNamed(volume)).toBe('');
  },
  120_000,
);

test('a container listens on this machine alone, and goes within seconds when its starter is killed', async () => {
  const dataDir = await temporaryDataDir();
  const start = new URL('./postgres-container.ts', import.meta.url).href;
  const program = `
    import { startPostgresContainer } from ${JSON.stringify(start)};
    const { port } = await startPostgresContainer({ dataDir: ${JSON.stringify(dataDir)}, temporary: true });
    process.stdout.write(port + '\\n');
  `;
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void starter.kill('SIGKILL'));
  const [port] = await once(createInterface(starter.stdout), 'line');
  const named = (format: string) =>
    runProgram('docker', ['ps', '--all', `--filter=publish=${port}`, `--format=${format}`]);
  expect((await named('{{.Ports}}')).stdout).toBe(`127.0.0.1:${port}->5432/tcp\n`);

  starter.kill('SIGKILL');
  const isGone = async () => ((await named('{{.ID}}')).stdout === '' ? true : undefined);
  expect(await waitFor(isGone, { timeoutMs: 8_000 })).toBe(true);
}, 120_000);
