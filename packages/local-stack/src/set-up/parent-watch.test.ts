import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const MODULE = new URL('../../bin/set-up/parent-watch.mjs', import.meta.url).href;

/** Writes to a file when npm is gone; ends by itself after a while. */
const SCRIPT = `
  import { writeFileSync } from 'node:fs';
  import { watchNpm } from ${JSON.stringify(MODULE)};
  const file = process.argv[2];
  watchNpm().addEventListener('abort', () => { writeFileSync(file, 'gone'); process.exit(); });
  writeFileSync(file, 'running');
  setTimeout(() => {}, 20_000);`;

/** Stands in for npm, which runs a script by a shell. */
const NPM = `
  const { spawn } = await import('node:child_process');
  spawn('sh', ['-c', process.argv[1]], { stdio: 'ignore' });
  setTimeout(() => {}, 20_000);`;

async function start(env: NodeJS.ProcessEnv, commandLine: (node: string) => string) {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-npm-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const script = join(folder, 'script.mjs');
  const file = join(folder, 'said');
  await writeFile(script, SCRIPT);
  const line = commandLine(`${process.execPath} ${script} ${file}`);
  const npm = spawn(process.execPath, ['--input-type=module', '--eval', NPM, line], {
    env: { PATH: process.env.PATH, ...env },
  });
  onTestFinished(() => void npm.kill('SIGKILL'));
  const said = async () => (existsSync(file) ? await readFile(file, 'utf8') : '');
  await expect.poll(said, { timeout: 10_000 }).toBe('running');
  return { npm, said };
}

test.each([
  ['a shell that stays between', (node: string) => `${node}; exit`],
  ['a shell that node takes the place of', (node: string) => `exec ${node}`],
])('what npm started notices that npm was killed, with %s', async (_, commandLine) => {
  const { npm, said } = await start({ npm_lifecycle_event: 'start' }, commandLine);
  npm.kill('SIGKILL');
  await expect.poll(said, { timeout: 5_000 }).toBe('gone');
});
