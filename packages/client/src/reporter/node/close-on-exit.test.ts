import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const WORKER = join(import.meta.dirname, '../testing/ask-to-end-main.ts');
/** The second progress of a stage is held back, and told at the end at the latest. */
const ALL = ['task.started', 'task.progressed', 'task.charged', 'task.progressed'];

/** A worker that has told its events and not sent them yet, and what it sends. */
function start(...args: string[]) {
  const child = fork(WORKER, args);
  onTestFinished(() => void child.kill('SIGKILL'));
  const sent: string[] = [];
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: 'ready' | string[]) => {
      if (message === 'ready') resolve();
      else sent.push(...message);
    });
  });
  return { child, sent, ready, ended: once(child, 'exit') };
}

test.for(['SIGTERM', 'SIGINT'] as const)(
  'a worker that is sent %s sends what waits, and ends by it',
  async (signal) => {
    const { child, sent, ready, ended } = start();
    await ready;
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(sent).toEqual(ALL);
  },
);

test('a worker that has nothing left to do sends what waits, and ends well', async () => {
  const { sent, ended } = start('alone');
  expect(await ended).toEqual([0, null]);
  expect(sent).toEqual(ALL);
});
