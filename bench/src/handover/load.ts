import { setTimeout as wait } from 'node:timers/promises';
import { createPool } from '@taskfold/database';
import { createKafkaClient, encodeStructured, type OutgoingRecord, partitionOf } from '@taskfold/kafka';
import { createLogger } from '@taskfold/runtime';
import type { Stage } from './contestants.ts';

export interface Load extends AsyncDisposable {
  /**
   * The longest that an event waited which fell due in a time, in milliseconds; resolves when all of them are visible.
   *
   * @param from when it began and ended, by `performance.now()`
   */
  longestWait(from: number, to: number): Promise<number>;
}

const POLL_MS = 10;
const GIVEN_UP_MS = 120_000;

interface Sent {
  readonly dueAt: number;
  visibleAt: number | null;
}

/** New tasks at a steady rate that waits for nobody, to all partitions in turn; looks for those that are not visible yet. */
export function startLoad(stage: Stage, partitions: number, perSecond: number): Load {
  const logger = createLogger({ service: 'bench', level: 'silent' });
  const kafka = createKafkaClient({ brokers: [stage.brokers], clientId: 'bench-handover', logger });
  const producer = kafka.producer();
  const pool = createPool({ url: stage.databaseUrl, max: 1, applicationName: 'bench-handover' });
  const sent: Sent[] = [];
  const waiting = new Map<string, Sent>();
  const ended = new AbortController();

  /** What has fallen due while a send was under way is sent together, so that a slow send holds up nothing else. */
  async function publish(): Promise<void> {
    const began = performance.now();
    const dueAtOf = (count: number) => began + (count * 1000) / perSecond;
    while (!ended.signal.aborted) {
      await wait(Math.max(0, dueAtOf(sent.length) - performance.now()));
      const records: OutgoingRecord[] = [];
      for (let dueAt = dueAtOf(sent.length); dueAt <= performance.now(); dueAt = dueAtOf(sent.length)) {
        const taskId = taskOf(sent.length, partitions);
        const event = { dueAt, visibleAt: null };
        sent.push(event);
        waiting.set(taskId, event);
        records.push(createdOf(taskId));
      }
      await producer.send(stage.topic, records);
    }
  }

  async function look(): Promise<void> {
    while (!ended.signal.aborted) {
      const { rows } = await pool.query<{ task_id: string }>(
        "SELECT task_id FROM tasks WHERE tenant_id = 'bench' AND task_id = ANY($1)",
        [[...waiting.keys()]],
      );
      const now = performance.now();
      for (const { task_id } of rows) {
        const event = waiting.get(task_id);
        if (event !== undefined) event.visibleAt = now;
        waiting.delete(task_id);
      }
      await wait(POLL_MS);
    }
  }

  const running = Promise.all([publish(), look()]);
  return {
    async longestWait(from, to) {
      const due = () => sent.filter(({ dueAt }) => dueAt >= from && dueAt < to);
      const late = performance.now() + GIVEN_UP_MS;
      while (due().some(({ visibleAt }) => visibleAt === null)) {
        if (performance.now() > late) throw new Error('events did not become visible');
        await wait(POLL_MS);
      }
      return Math.max(...due().map(({ dueAt, visibleAt }) => (visibleAt ?? Number.NaN) - dueAt));
    },
    async [Symbol.asyncDispose]() {
      ended.abort();
      await running;
      await kafka.close();
      await pool.end();
    },
  };
}

/** A task id that lies in the partition whose turn it is. */
function taskOf(count: number, partitions: number): string {
  for (let attempt = 0; ; attempt++) {
    const taskId = `handover_${count}_${attempt}`;
    if (partitionOf(Buffer.from(taskId), partitions, 'murmur2') === count % partitions) return taskId;
  }
}

function createdOf(taskId: string): OutgoingRecord {
  return encodeStructured({
    id: taskId,
    source: '/bench',
    type: 'task.created',
    time: new Date().toISOString(),
    subject: taskId,
    tenantid: 'bench',
    data: { capability: 'image.generate', model: 'm' },
  });
}
