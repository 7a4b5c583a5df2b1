import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findFreePort } from './free-port.ts';
import { type ServiceProcess, startService } from './service-process.ts';

const MODULE = new URL('./service-process.ts', import.meta.url).href;

/** Answers at PORT, says its process id, and ends in order at SIGTERM unless it is told to be stubborn. */
const SERVICE = `
  import { createServer } from 'node:http';
  import { appendFileSync } from 'node:fs';
  appendFileSync(process.env.PIDS, process.pid + '\\n');
  if (process.env.BROKEN) {
    console.log(JSON.stringify({ level: 'fatal', msg: 'the settings are wrong' }));
    process.exit(2);
  }
  console.log(JSON.stringify({ level: 'warn', msg: 'still waiting' }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const server = createServer((_, response) => response.end('ok'));
  server.listen(Number(process.env.PORT), '127.0.0.1');
  process.once('SIGTERM', () => server.close(() => process.exit(0)));`;

async function service(env: NodeJS.ProcessEnv = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-service-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const script = join(folder, 'main.mjs');
  await writeFile(script, SERVICE);
  const port = await findFreePort(0);
  const pids = join(folder, 'pids');
  const notices: string[] = [];
  return {
    folder,
    notices,
    options: {
      name: 'api',
      script,
      env: { PATH: process.env.PATH, PORT: String(port), PIDS: pids, ...env },
      logFile: join(folder, 'api.log'),
      readyUrl: `http://127.0.0.1:${port}/`,
      onNotice: (text: string) => notices.push(text),
      signal: new AbortController().signal,
    },
    /** Of every process that was started, in order. */
    pids: async () => (existsSync(pids) ? (await readFile(pids, 'utf8')).trim().split('\n').map(Number) : []),
  };
}

function killAfterTest(running: ServiceProcess): ServiceProcess {
  onTestFinished(() => running.kill());
  return running;
}

async function isGone(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  if (existsSync('/proc/self/stat')) return stat === '' || / [ZX] /.test(stat);
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
}

test('a service that is killed is started again, and that is said', async () => {
  const { options, pids, notices } = await service();
  const running = killAfterTest(await startService(options));
  // Warnings of a start that comes to its end are for the log alone.
  expect(notices).toEqual([]);
  const [first = 0] = await pids();
  process.kill(first, 'SIGKILL');
  await expect.poll(() => notices.at(-1), { timeout: 10_000 }).toMatch(/^api is back \(process \d+\)\.$/);
  expect(notices[0]).toBe('api ended (SIGKILL); starting it again.');
  const [, second = 0] = await pids();
  expect(notices.at(-1)).toContain(String(second));
  await running.stop();
  expect(await isGone(second)).toBe(true);
  expect(await pids()).toHaveLength(2);
});

test('a service that does not start is given up after three times, with what it said', async () => {
  const { options, pids } = await service({ BROKEN: 'yes' });
  await expect(startService(options)).rejects.toThrow(
    /^The api does not start \(exit code 2\):[\s\S]*the settings are wrong/,
  );
  expect(await pids()).toHaveLength(3);
});

test('a stop while it is not ready yet ends it', async () => {
  const stopping = new AbortController();
  const { options, pids } = await service();
  const starting = startService({
    ...options,
    readyUrl: 'http://127.0.0.1:1/never',
    signal: stopping.signal,
  });
  starting.catch(() => {});
  await expect.poll(pids, { timeout: 10_000 }).toHaveLength(1);
  stopping.abort(new Error('stopped'));
  await expect(starting).rejects.toThrow('stopped');
  expect(await isGone((await pids())[0] ?? 0)).toBe(true);
});

test('a service does not outlive the process that started it, however that ends', async () => {
  const { options, pids } = await service();
  const { onNotice: _, signal: __, ...plain } = options;
  const code = `
    const { startService } = await import(${JSON.stringify(MODULE)});
    await startService({
      ...JSON.parse(process.argv[1]), onNotice: () => {}, signal: new AbortController().signal,
    });
    console.log('ready');`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', code, JSON.stringify(plain)]);
  onTestFinished(() => void parent.kill('SIGKILL'));
  await new Promise<void>((resolve) => parent.stdout.once('data', () => resolve()));
  const [pid = 0] = await pids();
  expect(await isGone(pid)).toBe(false);
  parent.kill('SIGKILL');
  await expect.poll(() => isGone(pid), { timeout: 5_000 }).toBe(true);
});
