import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const LOGGER = fileURLToPath(new URL('./create-logger.ts', import.meta.url));

function run(script: string) {
  const source = `import { createLogger } from ${JSON.stringify(LOGGER)};
    const logger = createLogger({ service: 'test' });
    ${script}`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

it('keeps no process whose reader is gone, and ends none', async () => {
  const child = run(`
    process.stdin.once('data', () => {
      for (let line = 0; line < 1000; line++) logger.info({ line }, 'nobody reads this');
      logger.fatal('nor this');
      process.exit(7);
    });
    logger.info('ready');`);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stdin.write('go');
  const [code] = await once(child, 'exit');
  expect(code).toBe(7);
});

it('gives a slow reader every line, in order', async () => {
  const child = run(`
    for (let line = 0; line < 3000; line++) logger.info({ line, text: 'x'.repeat(100) }, 'line');
    process.exit(0);`);
  let text = '';
  child.stdout.setEncoding('utf8');
  for await (const piece of child.stdout) {
    text += String(piece);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { line: number });
  expect(lines.map(({ line }) => line)).toEqual(Array.from({ length: 3000 }, (_none, index) => index));
});
