import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '@taskfold/local-servers';
import { Queue, Worker } from 'bullmq';
import { onTestFinished } from 'vitest';

/** A Redis with the queue `images` and a worker, gone with the test. */
export async function startJobs() {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-jobs-'));
  const redis = await startRedis({ dataDir: join(folder, 'redis'), temporary: true });
  const connection = { host: '127.0.0.1', port: redis.port };
  const queue = new Queue('images', { connection });
  const worker = new Worker('images', async ({ id }) => ({ url: `https://cdn.example.com/${id}.png` }), {
    connection,
  });
  onTestFinished(async () => {
    await worker.close();
    await queue.close();
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { port: redis.port, add: async (name: string) => (await queue.add(name, {})).id };
}
