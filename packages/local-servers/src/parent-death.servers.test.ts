import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { exists } from './process/exists.ts';
import { isPortFree } from './process/ports.ts';
import { processArguments } from './process/process-arguments.ts';
import { waitFor } from './process/wait.ts';
import { startKafka } from './start-kafka.ts';
import { startPostgres } from './start-postgres.ts';
import { killAfterTest, temporaryDataDir } from './testing/temporary-data.ts';

const INDEX = new URL('./index.ts', import.meta.url).href;

interface Running {
  postgres: { port: number; pid: number };
  kafka: { port: number; pid: number };
}

/** A Node process that starts both servers and then does nothing; resolves when they run. */
async function startParent(folder: string, temporary: boolean) {
  const options = JSON.stringify({ durable: false, temporary });
  const program = `
    import { startKafka, startPostgres } from ${JSON.stringify(INDEX)};
    const [postgres, kafka] = await Promise.all([
      startPostgres({ ...${options}, dataDir: ${JSON.stringify(join(folder, 'postgres'))} }),
      startKafka({ ...${options}, dataDir: ${JSON.stringify(join(folder, 'kafka'))} }),
    ]);
    process.stdout.write(JSON.stringify({ postgres, kafka }) + '\\n');
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = await once(createInterface(parent.stdout), 'line');
  return { parent, running: JSON.parse(line) as Running };
}

async function areGone({ postgres, kafka }: Running): Promise<true | undefined> {
  for (const { port, pid } of [postgres, kafka]) {
    if ((await processArguments(pid)) !== '' || !(await isPortFree(port))) return undefined;
  }
  return true;
}

test('servers whose parent was killed end by themselves, with what was temporary', async () => {
  const folder = dirname(await temporaryDataDir());
  const { parent, running } = await startParent(folder, true);
  parent.kill('SIGKILL');
  expect(await waitFor(() => areGone(running), { timeoutMs: 8_000 })).toBe(true);
  const removed = await waitFor(async () => ((await exists(folder)) ? undefined : true), {
    timeoutMs: 5_000,
  });
  expect(removed).toBe(true);
});

test('a start right after the parent was killed takes over the data', async () => {
  const folder = dirname(await temporaryDataDir());
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { parent, running } = await startParent(folder, false);
  parent.kill('SIGKILL');
  const [postgres, kafka] = await Promise.all([
    startPostgres({ dataDir: join(folder, 'postgres'), durable: false }).then(killAfterTest),
    startKafka({ dataDir: join(folder, 'kafka') }).then(killAfterTest),
  ]);
  expect([postgres.port, kafka.port]).toEqual([running.postgres.port, running.kafka.port]);
});
