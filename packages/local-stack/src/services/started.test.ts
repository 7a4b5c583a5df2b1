import { expect, test } from 'vitest';
import { createStarted } from './started.ts';

test('what was started last is stopped first, and a failure keeps nothing from being stopped', async () => {
  const started = createStarted();
  const stopped: string[] = [];
  for (const name of ['first', 'second', 'third']) {
    started.add({
      name,
      stop: async () => {
        stopped.push(name);
        if (name === 'second') throw new Error('no');
      },
    });
  }
  const said: string[] = [];
  expect(await started.stopAll((name) => said.push(name))).toEqual(['second: no']);
  expect(stopped).toEqual(['third', 'second', 'first']);
  expect(said).toEqual(stopped);
});

test('a kill reaches what is being stopped and what is not yet', async () => {
  const started = createStarted();
  const killed: string[] = [];
  const hangs = Promise.withResolvers<void>();
  started.add({ name: 'server', stop: async () => {}, kill: () => killed.push('server') });
  started.add({ name: 'service', stop: () => hangs.promise, kill: () => killed.push('service') });
  const stopping = started.stopAll(() => {});
  started.killAll();
  expect(killed).toEqual(['service', 'server']);
  hangs.resolve();
  await stopping;
});
