import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isPortFree } from '../process/ports.ts';
import { runCommand } from '../process/run-command.ts';
import { killAfterTest, temporaryDataDir } from '../testing/temporary-data.ts';
import { startKafkaContainer } from './kafka-container.ts';
import { startPostgresContainer } from './postgres-container.ts';
import { removeServerData } from './remove-data.ts';

const STARTS = [
  ['PostgreSQL', startPostgresContainer],
  ['Kafka', startKafkaContainer],
] as const;

const volumesNamed = async (filter: string) =>
  (await runCommand('docker', ['volume', 'ls', '--quiet', `--filter=name=${filter}`])).stdout.trim();

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
    expect((await runCommand('docker', left)).stdout).toBe('');
    const volume = await readFile(join(dataDir, 'volume'), 'utf8');
    expect(await volumesNamed(volume)).toBe(volume);
    await removeServerData(dataDir);
    expect(await volumesNamed(volume)).toBe('');
  },
  120_000,
);
