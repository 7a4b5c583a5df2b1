import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '@taskfold/fold/testing';
import type { OutgoingEvent } from '@taskfold/kafka';
import type { Ledger, SentGroup, TaskLedger } from './ledger.ts';
import { EVENTS_PER_LIFE, type Life, lifeOf, outgoing, type PlannedEvent } from './life.ts';
import type { Publish } from './publishers.ts';

const TICK_MS = 50;
const RETRY_MS = 250;
/** What is left undone while the broker is away is made up for, but no more than of so many seconds. */
const MADE_UP_SECONDS = 5;
/** Of one send. */
const EVENTS_AT_ONCE = 500;

export interface WorkloadOptions {
  readonly random: Random;
  /** Events a second. */
  readonly rate: number;
  readonly ledger: Ledger;
  readonly receiverUrl: string;
  /** Ways to publish: most lives go by the first, some by each of the others. */
  readonly ways: readonly [Publish, ...Publish[]];
  readonly onBegin: (life: Life) => void;
}

export interface Workload {
  /** Begins no further life; resolves when those that were begun have ended, or the signal is aborted. */
  finish(signal: AbortSignal): Promise<void>;
  /** Events that are due and not yet acknowledged. */
  waiting(): number;
}

interface Due {
  readonly task: TaskLedger;
  readonly moments: Life['moments'];
  /** Which of them this is. */
  readonly at: number;
  readonly events: readonly PlannedEvent[];
  readonly group: SentGroup;
}

/** One life in so many goes by another way than the first. */
const OTHER_WAY = 0.05;

/** Begins lives at a rate and publishes each of their events after those before it were acknowledged, until it is told to finish. */
export function startWorkload({
  random,
  rate,
  ledger,
  receiverUrl,
  ways,
  onBegin,
}: WorkloadOptions): Workload {
  const stopped = new AbortController();
  const queues = ways.map((): Due[] => []);
  let isFinishing = false;
  let open = 0;
  let begun = 0;

  function due(task: TaskLedger, moments: Life['moments'], at: number, way: number): void {
    const { events } = moments[at] ?? { events: [] };
    const group = { numbers: events.map(({ number }) => number), attempts: 0, isAcked: false };
    queues[way]?.push({ task, moments, at, events, group });
  }

  function begin(): void {
    const life = lifeOf(`t${begun++}`, random, receiverUrl);
    const way = ways.length > 1 && random.chance(OTHER_WAY) ? 1 + random.below(ways.length - 1) : 0;
    open++;
    due(ledger.begin(life), life.moments, 0, way);
    onBegin(life);
  }

  async function beginLives(): Promise<void> {
    let tokens = 0;
    let last = performance.now();
    while (!isFinishing) {
      const now = performance.now();
      const most = (MADE_UP_SECONDS * rate) / EVENTS_PER_LIFE;
      tokens = Math.min(most, tokens + (((now - last) / 1000) * rate) / EVENTS_PER_LIFE);
      last = now;
      for (; tokens >= 1; tokens--) begin();
      await wait(TICK_MS);
    }
  }

  async function publishOn(way: number, publish: Publish): Promise<void> {
    const queue = queues[way] ?? [];
    while (!stopped.signal.aborted) {
      const taken = take(queue);
      if (taken.length === 0) {
        await wait(TICK_MS / 2);
        continue;
      }
      await publishSurely(taken, publish);
      for (const { task, moments, at } of taken) goOn(task, moments, at + 1, way);
    }
  }

  async function publishSurely(taken: readonly Due[], publish: Publish): Promise<void> {
    const now = Date.now();
    const outgoings: OutgoingEvent[] = taken.flatMap(({ task, events }) =>
      events.map((event) => outgoing(task.life.taskId, event, now)),
    );
    for (;;) {
      stopped.signal.throwIfAborted();
      for (const { task, group } of taken) ledger.attempted(task, group);
      try {
        await publish(outgoings, stopped.signal);
        break;
      } catch {
        await wait(RETRY_MS);
      }
    }
    const ackedAt = Date.now();
    for (const { task, events, group } of taken) {
      ledger.acknowledged(
        task,
        group,
        events.map(({ type }) => type),
        ackedAt,
      );
    }
  }

  function goOn(task: TaskLedger, moments: Life['moments'], at: number, way: number): void {
    const next = moments[at];
    if (next === undefined) open--;
    else setTimeout(() => due(task, moments, at, way), next.afterMs);
  }

  const running = Promise.all([
    beginLives(),
    ...ways.map((publish, way) =>
      publishOn(way, publish).catch((error) => {
        if (!stopped.signal.aborted) throw error;
      }),
    ),
  ]);
  // Whoever finishes hears of it.
  running.catch(() => {});
  return {
    async finish(signal) {
      isFinishing = true;
      while (open > 0 && !signal.aborted) await Promise.race([wait(TICK_MS), running]);
      stopped.abort(new Error('the workload has ended'));
      await running;
    },
    waiting: () => queues.reduce((sum, queue) => sum + queue.length, 0),
  };
}

/** As many as go into one send, and at least one. */
function take(queue: Due[]): Due[] {
  const taken: Due[] = [];
  let events = 0;
  for (let due = queue[0]; due !== undefined; due = queue[0]) {
    events += due.group.numbers.length;
    if (taken.length > 0 && events > EVENTS_AT_ONCE) break;
    taken.push(due);
    queue.shift();
  }
  return taken;
}
