import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { CliSystem } from '../testing/cli-system.ts';

const BIN = fileURLToPath(new URL('../../bin/taskfold.mjs', import.meta.url));

/** Of the bin as a process: streams, signals, completion. */
export function processTests(system: CliSystem): void {
  const start = (...args: string[]) =>
    spawn(process.execPath, [BIN, ...args], {
      env: { PATH: process.env.PATH, ...system.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  test('it answers, completes, and ends well where its reader is gone', async () => {
    const completing = start('complete', '--', 'events', 'sample', 'task.c');
    const listing = start('tasks', 'list', '--all', '--jsonl');
    listing.stdout.destroy();
    const [completed, [code]] = await Promise.all([text(completing.stdout), once(listing, 'exit')]);
    expect(completed.split('\n').map((line) => line.trim())).toContain('task.charged');
    expect(code).toBe(0);
  });

  test('Ctrl-C ends it with 130', async () => {
    const following = start('callbacks', 'listen', '--port', '0', '--secret-file', '/dev/stdin');
    expect((await once(following, 'exit'))[0]).toBe(2);
    const updates = start('updates', '--from', 'oldest');
    await once(updates.stdout, 'data');
    updates.kill('SIGINT');
    expect((await once(updates, 'exit'))[0]).toBe(130);
  });
}
