import { setTimeout as wait } from 'node:timers/promises';
import { percentile } from '../environment/percentile.ts';
import type { Contestant, Stage } from './contestants.ts';
import { createLoad } from './load.ts';
import { type Receiver, startBlackHole, startReceiver } from './receivers.ts';

const RECEIVER_DELAY_MS = 50;
const WARM_UP = 20;
const START_TIMEOUT_MS = 60_000;

/** Deliveries a second to a receiver that takes 50 ms, all due at once. */
export async function rateOf(contestant: Contestant, stage: Stage, tasks: number): Promise<number> {
  await using receiver = await startReceiver(RECEIVER_DELAY_MS);
  await using load = createLoad(stage.topic);
  await using _child = contestant(stage);
  await warmUp(receiver, load, stage);
  const before = receiver.arrivals.length;
  await load.end(
    Array.from({ length: tasks }, (_none, index) => ({ taskId: `rate_${index}`, url: receiver.url })),
  );
  await arrived(receiver, before + tasks, 600_000);
  const [first, last] = [receiver.arrivals[before], receiver.arrivals.at(-1)];
  return ((tasks - 1) * 1000) / ((last?.at ?? Number.NaN) - (first?.at ?? Number.NaN));
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  /** Of the healthy receiver's deliveries, how many had come when the measurement ended. */
  readonly delivered: number;
  readonly expected: number;
}

/** Milliseconds from handing the end of a task over to the answer of a quick receiver; one in five may fall into a black hole. */
export async function latencyOf(
  contestant: Contestant,
  stage: Stage,
  { perSecond, seconds, blackHole }: { perSecond: number; seconds: number; blackHole: boolean },
): Promise<Latency> {
  await using receiver = await startReceiver(0);
  await using hole = await startBlackHole();
  await using load = createLoad(stage.topic);
  await using _child = contestant(stage);
  await warmUp(receiver, load, stage);
  const isLost = (index: number) => blackHole && index % 5 === 0;
  const handedOver = await load.endAtRate(perSecond, seconds, (index) => ({
    taskId: `${isLost(index) ? 'lost' : 'told'}_${index}`,
    url: isLost(index) ? hole.url : receiver.url,
  }));
  const told = [...handedOver.keys()].filter((taskId) => taskId.startsWith('told_'));
  await arrived(receiver, WARM_UP + told.length, 10_000).catch(() => {});
  const arrivals = new Map(receiver.arrivals.map(({ taskId, at }) => [taskId, at]));
  // The first second warms everybody up. What has not come counts with the time that it has been waited for.
  const now = performance.now();
  const latencies = told
    .slice(perSecond)
    .map((taskId) => (arrivals.get(taskId) ?? now) - (handedOver.get(taskId) ?? now));
  return {
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    delivered: told.filter((taskId) => arrivals.has(taskId)).length,
    expected: told.length,
  };
}

export interface Kills {
  readonly kills: number;
  readonly deliveries: number;
  readonly lost: number;
  readonly repeated: number;
  /** Repeats that came with another id. */
  readonly otherIds: number;
}

/** Kills the process at random moments of its work, and counts what did not arrive in the end. */
export async function killing(contestant: Contestant, stage: Stage, kills: number): Promise<Kills> {
  await using receiver = await startReceiver(20);
  await using load = createLoad(stage.topic);
  const perKill = 60;
  const taskIds: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const batch = Array.from({ length: perKill }, (_none, index) => `kill_${kill}_${index}`);
    taskIds.push(...batch);
    const before = receiver.arrivals.length;
    await load.end(batch.map((taskId) => ({ taskId, url: receiver.url })));
    await using _child = contestant(stage);
    // From the first answer on it is at work; it is killed within the next 100 ms.
    await arrived(receiver, before + 1, START_TIMEOUT_MS);
    await wait(Math.random() * 100);
  }
  await using _last = contestant(stage);
  const missing = () => {
    const seen = new Set(receiver.arrivals.map(({ taskId }) => taskId));
    return taskIds.filter((taskId) => !seen.has(taskId)).length;
  };
  for (let left = 600; missing() > 0 && left > 0; left--) await wait(100);
  const ids = Map.groupBy(receiver.arrivals, ({ taskId }) => taskId);
  const others = [...ids.values()].filter(
    (arrivals) => new Set(arrivals.map(({ webhookId }) => webhookId)).size > 1,
  );
  return {
    kills,
    deliveries: taskIds.length,
    lost: missing(),
    repeated: receiver.arrivals.length - ids.size,
    otherIds: others.length,
  };
}

async function warmUp(
  receiver: Receiver,
  load: ReturnType<typeof createLoad>,
  { topic }: Stage,
): Promise<void> {
  await load.end(
    Array.from({ length: WARM_UP }, (_none, index) => ({
      taskId: `warm_${topic.name}_${index}`.replaceAll('.', '_'),
      url: receiver.url,
    })),
  );
  await arrived(receiver, WARM_UP, START_TIMEOUT_MS);
}

async function arrived({ arrivals }: Receiver, count: number, timeoutMs: number): Promise<void> {
  for (const began = performance.now(); arrivals.length < count; await wait(10)) {
    if (performance.now() - began > timeoutMs)
      throw new Error(`${arrivals.length} of ${count} callbacks came`);
  }
}
