import { sleep } from '@taskfold/runtime';
import { structured } from '../clients/foreign-record.ts';
import { createPlatformaticProducer } from '../clients/platformatic.ts';
import type { System } from '../harness/system.ts';
import { manyTasks } from '../histories/many-tasks.ts';

export const TENANT = 'upgraded';
/** Of one life, repeats and contradictions among them. */
const EVENTS = 10;
const INTERVAL_MS = 250;

export interface Load {
  /** Tasks of which all events were acknowledged. */
  readonly taskIds: readonly string[];
  /** Lets no more come, however often it is called, and resolves when the last ones are acknowledged. @throws what the broker said of any of them */
  stop(): Promise<void>;
}

/** Whole lives of tasks, interleaved, that keep coming. @param rate events a second */
export function startLoad({ kafka, topic }: System, rate: number): Load {
  const producer = createPlatformaticProducer(kafka, topic);
  const taskIds: string[] = [];
  const stopping = new AbortController();
  let stopped: Promise<void> | null = null;
  const perRound = Math.max(1, Math.round((rate * INTERVAL_MS) / 1000 / EVENTS));
  const running = (async () => {
    for (let round = 0; !stopping.signal.aborted; round++) {
      const begun = performance.now();
      const events = manyTasks(TENANT, perRound).map((event) => ({
        ...event,
        taskId: `r${round}_${event.taskId}`,
      }));
      await producer.send(events.map(structured));
      taskIds.push(...new Set(events.map(({ taskId }) => taskId)));
      await sleep(Math.max(0, INTERVAL_MS - (performance.now() - begun)), stopping.signal).catch(() => {});
    }
  })();
  running.catch(() => {});
  return {
    taskIds,
    stop() {
      stopping.abort();
      stopped ??= running.finally(() => producer.close());
      return stopped;
    },
  };
}
