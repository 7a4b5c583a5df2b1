import { randomUUID } from 'node:crypto';
import type { KafkaClient } from '@taskfold/kafka';
import type { Stretch } from './updates-log.ts';

export interface ReadKeysOptions {
  readonly kafka: KafkaClient;
  readonly topic: string;
  readonly stretches: readonly Stretch[];
  readonly signal: AbortSignal;
}

/**
 * The keys of records that lie in stretches of a topic. Those that compaction has removed are not among them.
 *
 * @throws when no broker can be reached, or the signal is aborted
 */
export async function readKeys({ kafka, topic, stretches, signal }: ReadKeysOptions): Promise<Set<string>> {
  const keys = new Set<string>();
  const wanted = Map.groupBy(stretches, ({ partition }) => partition);
  const missing = new Set(wanted.keys());
  const done = Promise.withResolvers<void>();
  const onAbort = () => done.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  // A group of its own, which leaves nothing behind: it commits no offset.
  const consumer = kafka.consumer({ groupId: `taskfold-relay-${randomUUID()}` });
  try {
    signal.throwIfAborted();
    await consumer.run({
      topic,
      async onAssigned(partitions) {
        const others = partitions.filter((partition) => !wanted.has(partition));
        if (others.length > 0) consumer.pause(others);
        for (const [partition, parts] of wanted) {
          consumer.seek(partition, Math.min(...parts.map(({ from }) => from)));
        }
      },
      async onBatch({ partition, records, nextOffset }) {
        const parts = wanted.get(partition) ?? [];
        for (const { offset, key } of records) {
          if (key !== null && parts.some(({ from, to }) => from <= offset && offset < to))
            keys.add(String(key));
        }
        if (parts.every(({ to }) => nextOffset >= to)) missing.delete(partition);
        if (missing.size === 0) done.resolve();
      },
      onCrash: done.reject,
    });
    await done.promise;
    return keys;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await consumer.stop();
  }
}
