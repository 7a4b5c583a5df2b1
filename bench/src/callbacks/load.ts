import { setTimeout as wait } from 'node:timers/promises';
import { createKafkaClient, encodeStructured, type OutgoingRecord } from '@taskfold/kafka';
import { createLogger } from '@taskfold/runtime';
import type { Topic } from '../processor/publish.ts';

export interface Load extends AsyncDisposable {
  /** Publishes both events of a task that is to be told of. Resolves when the broker has them. */
  end(tasks: readonly EndingTask[]): Promise<void>;
  /** A rate that waits for nobody. @returns when the end of each task was handed over, by `performance.now()` */
  endAtRate(
    perSecond: number,
    seconds: number,
    task: (index: number) => EndingTask,
  ): Promise<Map<string, number>>;
}

interface EndingTask {
  readonly taskId: string;
  readonly url: string;
}

const TICK_MS = 20;
const BATCH = 1000;

export function createLoad(topic: Topic): Load {
  const logger = createLogger({ service: 'bench', level: 'silent' });
  const kafka = createKafkaClient({ brokers: [topic.brokers], clientId: 'bench-load', logger });
  const producers = Array.from({ length: 4 }, () => kafka.producer());
  let next = 0;
  const send = async (tasks: readonly EndingTask[]) => {
    const producer = producers[next++ % producers.length];
    await producer?.send(topic.name, tasks.flatMap(recordsOf));
  };
  return {
    async end(tasks) {
      for (let start = 0; start < tasks.length; start += BATCH) await send(tasks.slice(start, start + BATCH));
    },
    async endAtRate(perSecond, seconds, task) {
      const handedOver = new Map<string, number>();
      const perTick = (perSecond * TICK_MS) / 1000;
      const sends: Promise<void>[] = [];
      const started = performance.now();
      for (let tick = 0; tick < (seconds * 1000) / TICK_MS; tick++) {
        const at = started + tick * TICK_MS;
        await wait(Math.max(0, at - performance.now()));
        const tasks = Array.from({ length: perTick }, (_none, index) => task(tick * perTick + index));
        for (const { taskId } of tasks) handedOver.set(taskId, at);
        sends.push(send(tasks));
      }
      await Promise.all(sends);
      return handedOver;
    },
    [Symbol.asyncDispose]: () => kafka.close(),
  };
}

function recordsOf({ taskId, url }: EndingTask): OutgoingRecord[] {
  const time = new Date().toISOString();
  const common = { source: '/bench', time, subject: taskId, tenantid: 'bench' };
  return [
    encodeStructured({
      ...common,
      id: `${taskId}-created`,
      type: 'task.created',
      data: {
        capability: 'image.generate',
        model: 'm',
        input: { prompt: 'A quiet harbour' },
        callback: { url },
      },
    }),
    encodeStructured({
      ...common,
      id: `${taskId}-succeeded`,
      type: 'task.succeeded',
      data: { output: { url: 'https://files.example/a.png' } },
    }),
  ];
}
