import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LocalRedis } from '@taskfold/local-servers';
import { Queue } from 'bullmq';
import { onTestFinished } from 'vitest';
import type { TaskCloudEvent } from '../../generated/events.ts';
import { createReporter } from '../../reporter/create-reporter.ts';
import { listenToQueue } from '../listen-to-queue.ts';
import type { QueueListenerOptions } from '../options.ts';

let queues = 0;

/** A queue of its own in the Redis, gone with the test. */
export function queueUnderTest(redis: LocalRedis) {
  const connection = { host: '127.0.0.1', port: redis.port };
  const queue = new Queue(`images ${queues++}`, { connection });
  queue.on('error', () => {});
  onTestFinished(() => queue.close());
  const program = (file: string) => {
    const child = fork(join(import.meta.dirname, file), [String(redis.port), queue.name]);
    const gone = once(child, 'exit');
    const kill = async () => {
      child.kill('SIGKILL');
      await gone;
    };
    onTestFinished(kill);
    return { child, kill };
  };
  return { queue, program };
}

/** A listener of this process, and what it has published. */
export function listenerUnderTest(
  queue: Queue,
  options: Partial<Omit<QueueListenerOptions, 'queue' | 'reporter'>> = {},
) {
  const events: TaskCloudEvent[] = [];
  const errors: unknown[] = [];
  const reporter = createReporter({
    source: '/queues/images',
    progressEveryMs: 0,
    publish: async (batch) => void events.push(...batch),
  });
  const listener = listenToQueue({
    queue,
    reporter,
    describe: ({ name }) => ({ capability: 'image.generate', model: name }),
    onError: (error) => errors.push(error),
    keepEveryMs: 20,
    ...options,
  });
  const close = async () => {
    await listener.close();
    await reporter.close();
  };
  onTestFinished(close);
  return { events, errors, listener, close };
}
