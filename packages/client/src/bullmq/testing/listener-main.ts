import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import type { TaskCloudEvent } from '../../generated/events.ts';
import { createReporter } from '../../reporter/create-reporter.ts';
import { listenToQueue } from '../listen-to-queue.ts';

// A listener in a process of its own, for tests that kill it: arguments are the port of Redis and the name of the queue. What it
// publishes goes to the process that started it.

const [port = '', name = ''] = process.argv.slice(2);
const queue = new Queue(name, { connection: { host: '127.0.0.1', port: Number(port) } });
const publish = async (events: readonly TaskCloudEvent[]) => {
  // Time to be killed between what is told and what has arrived.
  await sleep(50);
  await new Promise<void>((resolve, reject) => {
    process.send?.(events, undefined, {}, (error: Error | null) => (error ? reject(error) : resolve()));
  });
};
listenToQueue({
  queue,
  reporter: createReporter({ source: '/queues/images', publish, maxBatch: 50 }),
  // The id is in the data, which is gone when the job is: a listener that is started again has to know it.
  describe: ({ name: model, data }) => ({
    capability: 'image.generate',
    model,
    taskId: `order_${(data as { order?: number } | undefined)?.order ?? 'gone'}`,
  }),
  keepEveryMs: 20,
});
process.once('disconnect', () => process.exit());
