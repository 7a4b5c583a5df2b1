import { setTimeout as wait } from 'node:timers/promises';
import { say } from '../environment/output.ts';
import type { Contestant, Stage } from './contestants.ts';
import { watchGroup } from './group.ts';
import { startLoad } from './load.ts';

export const KINDS = [
  'nothing changes',
  'joins',
  'ends (SIGTERM)',
  'is killed (SIGKILL)',
  'all are replaced in turn',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Options {
  readonly contestant: Contestant;
  readonly stage: Stage;
  readonly partitions: number;
  readonly perSecond: number;
  readonly repetitions: number;
}

/** How long the group is watched after it has settled, and left alone before the next hand-over. */
const AFTER_MS = 3000;
const BETWEEN_MS = 1000;

/** @returns the longest wait of an event in each hand-over, in milliseconds */
export async function measureHandOvers(options: Options): Promise<ReadonlyMap<Kind, readonly number[]>> {
  const { contestant, stage, partitions, perSecond, repetitions } = options;
  const waits = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]));
  await using processes = new AsyncDisposableStack();
  await using group = await watchGroup(stage.brokers, stage.group);
  await using load = startLoad(stage, partitions, perSecond);
  const living = [start(), start()];
  await group.settled(living.length);
  await wait(AFTER_MS);

  function start() {
    return processes.use(contestant.start(stage));
  }
  async function during(kind: Kind, handOver: () => Promise<void>): Promise<void> {
    const began = performance.now();
    await handOver();
    await wait(AFTER_MS);
    const longest = await load.longestWait(began, performance.now());
    waits.get(kind)?.push(longest);
    say(`${contestant.name}: one ${kind}: ${Math.round(longest)} ms`);
    await wait(BETWEEN_MS);
  }
  async function joins(): Promise<void> {
    living.push(start());
    await group.settled(living.length);
  }
  async function ends(): Promise<void> {
    const ending = living.shift()?.terminate();
    await group.settled(living.length);
    await ending;
  }
  async function isKilled(): Promise<void> {
    await living.shift()?.[Symbol.asyncDispose]();
    await group.settled(living.length);
  }

  for (let repetition = 0; repetition < repetitions; repetition++) {
    await during('nothing changes', async () => {});
    await during('joins', joins);
    await during('ends (SIGTERM)', ends);
    await during('joins', joins);
    await during('is killed (SIGKILL)', isKilled);
    await during('all are replaced in turn', async () => {
      for (const _old of [...living]) {
        await joins();
        await ends();
      }
    });
  }
  return waits;
}
