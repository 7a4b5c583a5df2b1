import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'bullmq';

// A worker in a process of its own, for tests that kill it: arguments are the port of Redis and the name of the queue. It says when
// it has begun a job.

const [port = '', queue = ''] = process.argv.slice(2);
const worker = new Worker(
  queue,
  async (job) => {
    process.send?.(`${job.id} ${job.attemptsStarted}`);
    await job.updateProgress({ percent: 50, stage: 'denoise' });
    if (job.data.failsOn >= job.attemptsStarted) throw new Error('secret');
    // For ever the first time: until it is killed.
    await sleep(job.data.hangs === true && job.attemptsStarted === 1 ? 3_600_000 : 0);
    return { url: `https://cdn.example.com/${job.id}.png` };
  },
  {
    connection: { host: '127.0.0.1', port: Number(port) },
    concurrency: 4,
    lockDuration: 500,
    stalledInterval: 300,
  },
);
worker.on('error', () => {});
process.once('disconnect', () => process.exit());
