import { expect, test } from 'vitest';
import { createLogger } from '../logger/create-logger.ts';
import { createReleases } from './releases.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

test('tries all of them and throws the first error', async () => {
  const releases = createReleases({ logger, eachTimeoutMs: 1000 });
  const released: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    releases.add(name, () => {
      released.push(name);
      if (name !== 'a') throw new Error(`${name} failed`);
    });
  }
  await expect(releases.all()).rejects.toThrow('c failed');
  expect(released).toEqual(['c', 'b', 'a']);
});

test('repeated calls share one promise, and nothing is released twice', async () => {
  const releases = createReleases({ logger, eachTimeoutMs: 1000 });
  let count = 0;
  releases.add('a', async () => {
    count++;
  });
  const first = releases.all();
  expect(releases.all()).toBe(first);
  await first;
  await releases.all();
  expect(count).toBe(1);
});
