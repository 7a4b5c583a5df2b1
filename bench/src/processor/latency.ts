import { setTimeout as wait } from 'node:timers/promises';
import { createPool } from '@taskfold/database';
import { createKafkaClient, encodeStructured } from '@taskfold/kafka';
import { createLogger } from '@taskfold/runtime';
import { percentile } from '../environment/percentile.ts';
import type { Work } from './contestants.ts';

export interface Latency {
  readonly events: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const TICK_MS = 10;

/**
 * Milliseconds from handing an event to the producer to its change being visible, at a fixed rate that does not wait for
 * answers: a stall is felt by every event that falls due in it.
 */
export async function measureLatency(work: Work, perSecond: number, seconds: number): Promise<Latency> {
  const logger = createLogger({ service: 'bench', level: 'silent' });
  const kafka = createKafkaClient({ brokers: [work.brokers], clientId: 'bench-latency', logger });
  const pool = createPool({ url: work.databaseUrl, max: 2, applicationName: 'bench-latency' });
  const listener = await pool.connect();
  const due = new Map<string, number>();
  const latencies: number[] = [];
  const positions = new Map(
    (
      await pool.query<{ kafka_partition: number; next_position: number }>(
        'SELECT kafka_partition, next_position FROM checkpoints',
      )
    ).rows.map((row) => [row.kafka_partition, row.next_position]),
  );
  let reading = Promise.resolve();
  const read = async (partition: number) => {
    const { rows } = await pool.query<{ position: number; task_id: string }>(
      'SELECT position, task_id FROM changes WHERE kafka_partition = $1 AND position >= $2 ORDER BY position',
      [partition, positions.get(partition) ?? 0],
    );
    const now = performance.now();
    for (const { position, task_id } of rows) {
      positions.set(partition, position + 1);
      const at = due.get(task_id);
      if (at !== undefined) latencies.push(now - at);
      due.delete(task_id);
    }
  };
  listener.on('notification', ({ payload }) => {
    reading = reading.then(() => read(Number(payload)));
  });
  await listener.query('LISTEN taskfold_changes');

  const producers = Array.from({ length: 4 }, () => kafka.producer());
  const total = perSecond * seconds;
  const perTick = (perSecond * TICK_MS) / 1000;
  const started = performance.now();
  const sends: Promise<unknown>[] = [];
  for (let sent = 0, tick = 0; sent < total; tick++) {
    const at = started + tick * TICK_MS;
    await wait(Math.max(0, at - performance.now()));
    const records = Array.from({ length: perTick }, (_none, index) => {
      const taskId = `latency_${work.topic}_${sent + index}`.replaceAll('.', '_');
      due.set(taskId, at);
      return encodeStructured({
        id: `${taskId}-0`,
        source: '/bench',
        type: 'task.created',
        time: new Date().toISOString(),
        subject: taskId,
        tenantid: 'bench',
        data: { capability: 'image.generate', model: 'm' },
      });
    });
    sent += perTick;
    const producer = producers[tick % producers.length];
    if (producer !== undefined) sends.push(producer.send(work.topic, records));
  }
  await Promise.all(sends);
  for (let left = 100; due.size > 0 && left > 0; left--) await wait(100);
  await reading;
  listener.release(true);
  await pool.end();
  await kafka.close();
  if (due.size > 0) throw new Error(`${due.size} of ${total} events did not become visible within 10 s`);
  // The first second warms everybody up.
  const steady = latencies.slice(perSecond);
  return {
    events: steady.length,
    p50: percentile(steady, 0.5),
    p99: percentile(steady, 0.99),
    max: Math.max(...steady),
  };
}
