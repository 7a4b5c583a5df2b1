import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { killAfterTest, temporaryDataDir } from '../testing/temporary-data.ts';
import { startRedis } from './start-redis.ts';

/** What a Redis answers to one command. */
async function ask(port: number, command: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().trim());
    });
    socket.once('error', reject);
  });
}

test('is killed and started again on its port, and knows what it was told', async () => {
  const redis = killAfterTest(await startRedis({ dataDir: await temporaryDataDir(), temporary: true }));
  expect(redis.url).toBe(`redis://127.0.0.1:${redis.port}`);
  expect(await ask(redis.port, 'SET who lighthouse')).toBe('+OK');
  await redis.kill();
  await expect(ask(redis.port, 'PING')).rejects.toThrow('ECONNREFUSED');
  await redis.restart();
  expect(await ask(redis.port, 'GET who')).toBe('$10\r\nlighthouse');
  await redis.stop();
  await redis.stop();
});
