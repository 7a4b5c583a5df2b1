import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const RUNTIME = new URL('../index.ts', import.meta.url).href;

/** Runs a main in a process of its own. `ready` is printed when it waits for its end. */
function run(main: string) {
  const source = `
    import { createLifecycle, createLogger, untilAborted } from ${JSON.stringify(RUNTIME)};
    const lifecycle = createLifecycle({ logger: createLogger({ service: 'test', level: 'silent' }) });
    const hold = setInterval(() => {}, 1000);
    await lifecycle.run(async (signal) => {
      lifecycle.onRelease('first', () => console.log('first released'));
      ${main}
      console.log('ready');
      await untilAborted(signal);
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return {
    child,
    output: () => output,
    ready: () => expect.poll(() => output, { timeout: 20_000 }).toContain('ready'),
  };
}

async function exitOf(child: ChildProcess): Promise<unknown> {
  return child.exitCode ?? (await once(child, 'exit'))[0];
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s releases and exits with 0, though a timer still runs',
  async (signal) => {
    const { child, output, ready } = run('');
    await ready();
    child.kill(signal);
    expect(await exitOf(child)).toBe(0);
    expect(output()).toBe('ready\nfirst released\n');
  },
);

test('a second signal cuts off a release that hangs', async () => {
  const { child, output, ready } = run(
    "lifecycle.onRelease('stuck', () => { console.log('stuck'); return new Promise(() => {}); });",
  );
  await ready();
  child.kill('SIGTERM');
  await expect.poll(output, { timeout: 20_000 }).toContain('stuck');
  child.kill('SIGTERM');
  expect(await exitOf(child)).toBe(1);
  expect(output()).not.toContain('first released');
});

test.each([
  'setTimeout(() => { throw new Error("nobody catches this"); }, 1);',
  'Promise.reject(new Error("nobody catches this"));',
  'throw new Error("the start failed");',
])('%s releases and exits with 1', async (main) => {
  const { child, output } = run(main);
  expect(await exitOf(child)).toBe(1);
  expect(output()).toContain('first released');
});
