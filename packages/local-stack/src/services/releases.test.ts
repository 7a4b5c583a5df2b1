import { expect, test } from 'vitest';
import { createReleases } from './releases.ts';

test('what was started last is stopped first, and a failure keeps nothing from being stopped', async () => {
  const releases = createReleases();
  const stopped: string[] = [];
  for (const name of ['first', 'second', 'third']) {
    releases.add({
      name,
      stop: async () => {
        stopped.push(name);
        if (name === 'second') throw new Error('no');
      },
    });
  }
  const said: string[] = [];
  expect(await releases.stopAll((name) => said.push(name))).toEqual(['second: no']);
  expect(stopped).toEqual(['third', 'second', 'first']);
  expect(said).toEqual(stopped);
});

test('a kill reaches what is being stopped and what is not yet', async () => {
  const releases = createReleases();
  const killed: string[] = [];
  const hangs = Promise.withResolvers<void>();
  releases.add({ name: 'server', stop: async () => {}, kill: () => killed.push('server') });
  releases.add({ name: 'service', stop: () => hangs.promise, kill: () => killed.push('service') });
  const stopping = releases.stopAll(() => {});
  releases.killAll();
  expect(killed).toEqual(['service', 'server']);
  hangs.resolve();
  await stopping;
});
