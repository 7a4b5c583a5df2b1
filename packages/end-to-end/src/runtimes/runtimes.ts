import { copyFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from '../harness/command.ts';
import { tryInChromium } from './chromium.ts';
import { installedRuntime } from './install.ts';
import type { Programs } from './trial.ts';
import type { TrialInput } from './tried/try-client.ts';

/** @returns the JSON of what was seen */
type Try = (programs: Programs, input: TrialInput) => Promise<string>;

/** Something that runs JavaScript. */
export interface Runtime {
  readonly name: string;
  /** Brings it here. @throws why it is not to be had */
  bring(): Promise<Try>;
}

const WITHIN_MS = 90_000;

/** The Node.js that runs this, and those of which users have one. */
const NODES = ['20.20.2', '24.21.0'];

/** Every runtime that the client is for. */
export const RUNTIMES: readonly Runtime[] = [
  { name: `Node.js ${process.versions.node}, as here`, bring: async () => byCommand(process.execPath) },
  ...NODES.filter((version) => version !== process.versions.node).map((version) => ({
    name: `Node.js ${version}`,
    bring: async () => byCommand(join(await installedRuntime('node', version), 'node/bin/node')),
  })),
  {
    name: 'Bun 1.4.5',
    bring: async () => byCommand(join(await installedRuntime('bun', '1.4.5'), '.bin/bun'), ['run']),
  },
  {
    name: 'Deno 2.9.6',
    async bring() {
      const modules = await installedRuntime('deno', '2.9.6');
      const options = ['run', '--node-modules-dir=manual', '--no-prompt', '--allow-net', '--allow-env'];
      const env = { DENO_DIR: join(dirname(modules), 'cache'), DENO_NO_UPDATE_CHECK: '1' };
      return byCommand(join(modules, '.bin/deno'), options, env);
    },
  },
  {
    name: 'workerd, by Miniflare 4.20260730.0',
    async bring() {
      const host = join(dirname(await installedRuntime('miniflare', '4.20260730.0')), 'miniflare.mjs');
      await copyFile(join(import.meta.dirname, 'miniflare.mjs.txt'), host);
      return async ({ worker }, input) =>
        await runCommand({
          command: process.execPath,
          args: [host, worker, JSON.stringify(input)],
          withinMs: WITHIN_MS,
        });
    },
  },
  {
    name: 'Chromium',
    async bring() {
      const tryIn = await tryInChromium();
      return async ({ page }, input) => await tryIn(await readFile(page, 'utf8'), input);
    },
  },
];

/** A program that is given a file and its arguments. */
function byCommand(command: string, options: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Try {
  return async ({ command: file }, input) =>
    await runCommand({
      command,
      args: [...options, file, JSON.stringify(input)],
      cwd: dirname(file),
      env,
      withinMs: WITHIN_MS,
    });
}
