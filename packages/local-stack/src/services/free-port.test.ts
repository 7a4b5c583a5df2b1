import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { findFreePort } from './free-port.ts';

test('a port that is taken is replaced by another one', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  onTestFinished(() => void server.close());
  const found = await findFreePort(port);
  expect(found).not.toBe(port);
  expect(found).toBeGreaterThan(0);
});

test('a wanted port that is free is taken, unless it was promised', async () => {
  const free = await findFreePort(0);
  expect(await findFreePort(free)).toBe(free);
  expect(await findFreePort(free, new Set([free]))).not.toBe(free);
});
