import { Taskfold } from '@taskfold/client';
import { listenToQueue } from '@taskfold/client/bullmq';
import { createReporter } from '@taskfold/client/reporter';
import { Queue } from 'bullmq';

const { API = 'http://127.0.0.1:8080', KEY = '', REDIS_PORT = '6379' } = process.env;

const queue = new Queue('images', { connection: { host: '127.0.0.1', port: Number(REDIS_PORT) } });
const taskfold = new Taskfold({ apiKey: KEY, baseUrl: API });
const reporter = createReporter({
  source: '/queues/images',
  publish: (events, options) => taskfold.events.publish(events, options),
});
const listener = listenToQueue({
  queue,
  reporter,
  // Null leaves a job out.
  describe: ({ name }) => (name === 'housekeeping' ? null : { capability: 'image.generate', model: name }),
  // What the worker returned: kept as it is, one image, 40 credits.
  result: (output) => ({ output: output as { url: string }, usage: { image_count: 1 }, charge: '40' }),
});

process.once('SIGTERM', async () => {
  await listener.close();
  await reporter.close();
  await queue.close();
});
